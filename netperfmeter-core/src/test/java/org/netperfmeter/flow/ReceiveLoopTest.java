// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.DatagramEndpoint;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.Transports;

/** What other threads want of a receive loop. */
class ReceiveLoopTest {
    private static final int COMMANDS = 20_000;

    /** With datagrams, waits as short as these are waits without sleep. */
    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noCommandIsForgottenBetweenWaitsWithAndWithoutSleep() throws Exception {
        DatagramEndpoint endpoint = (DatagramEndpoint) Transports.of(TransportProtocol.UDP)
                .open(0, List.of(InetAddress.getLoopbackAddress()), SocketOptions.of(FlowOptions.DEFAULTS));
        ReceiveLoop loop = new ReceiveLoop("receive-test", new SystemClock());
        DatagramDemultiplexer reader = new DatagramDemultiplexer(endpoint, (message, source) -> {});
        loop.add(endpoint, TransportProtocol.UDP, reader);
        for (int i = 0; i < COMMANDS; i++) {
            loop.synchronize().get(10, TimeUnit.SECONDS);
        }
        loop.release(endpoint, reader).get(10, TimeUnit.SECONDS);
        loop.close();
        endpoint.close();
    }
}
