// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.traffic.TransportProtocol;

class TcpTransportTest extends KernelStreamContract {
    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.TCP);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyAskedForMultipath(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertEquals(TransportSample.NONE, connection.active().sample());
            assertEquals(TransportSample.NONE, connection.passiveSender().sample());
        }
    }
}
