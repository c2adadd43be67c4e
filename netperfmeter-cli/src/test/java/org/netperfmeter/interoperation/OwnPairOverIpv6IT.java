// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two of our nodes over IPv6, with every transport, paced and as fast as it goes until the very end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnPairOverIpv6IT {
    private static final int MPTCP_FLOW = 2;
    private static final long EXIT_SECONDS = 60;

    private Scalars active;
    private Scalars passive;

    @BeforeAll
    void run(@TempDir Path directory) {
        Requirement.IPV6.assume();
        Requirement.MPTCP.assume();
        int port = Sockets.freeBasePort();
        try (Node passiveNode = Ours.passive(directory, port);
                Node activeNode = Ours.active(
                        directory,
                        "[::1]",
                        port,
                        List.of(
                                "-runtime=2",
                                "-scalar=run.sca",
                                "-tcp",
                                "const0:const1400:const0:const1400",
                                "-tcp",
                                "exp200:uniform100,20000:const100:normal1000,100",
                                "-mptcp",
                                "const0:const1400:const0:const1400:nodelay=on",
                                "-mptcp",
                                "const100:const3000:const100:const3000:maxmsgsize=1000",
                                "-udp",
                                "const200:const1000:const200:const1000:onoff=0,0.5,1,1.5"))) {
            assertEquals(0, activeNode.awaitExit(EXIT_SECONDS), activeNode::toString);
            assertEquals(0, passiveNode.terminate(), passiveNode::toString);
        }
        active = Scalars.active(directory);
        passive = Scalars.passive(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyCounterIsEqual(int flow) {
        for (String counter : List.of("Bytes", "Packets", "Frames")) {
            assertSame(flow, counter, active, passive);
            assertSame(flow, counter, passive, active);
        }
    }

    private static void assertSame(int flow, String counter, Scalars sender, Scalars receiver) {
        long sent = sender.flow(flow, "Transmitted " + counter);
        assertTrue(sent > 0, "nothing was sent");
        assertEquals(sent, receiver.flow(flow, "Received " + counter));
    }

    @Test
    void kernelConfirmsMptcpOnBothSides() {
        for (Scalars node : List.of(active, passive)) {
            assertEquals("MPTCP", node.comment("flow[" + MPTCP_FLOW + "].multipath"));
            assertEquals("1", node.comment("flow[" + MPTCP_FLOW + "].subflowsMaximum"));
        }
    }
}
