// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.TransportProtocol;

class TcpTransportTest extends KernelStreamContract {
    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.TCP);
    }

    @ParameterizedTest
    @EnumSource
    void controlConnectionsNoticeAPeerThatHasVanishedWithinTenMinutes(IpFamily family) throws IOException {
        family.assumePresent();
        SocketOptions control = SocketOptions.control(false);
        try (Listener listener = (Listener) transport.open(0, List.of(family.loopback()), control);
                Channel active = transport.connect(Route.to(listener.localAddress()), control, Long.MAX_VALUE, stop)) {
            Connection.awaitReadable(listener);
            try (Channel accepted = listener.accept()) {
                for (Channel channel : List.of(active, accepted)) {
                    assertEquals(60, ((StreamChannel) channel).tcpOption(OsConstant.TCP_KEEPIDLE));
                    assertEquals(60, ((StreamChannel) channel).tcpOption(OsConstant.TCP_KEEPINTVL));
                    assertEquals(9, ((StreamChannel) channel).tcpOption(OsConstant.TCP_KEEPCNT));
                }
            }
        }
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
