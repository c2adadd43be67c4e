// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** Flows over DCCP between two nodes: what was sent has been received or is counted as lost. */
@Tag("vm")
@Timeout(120)
class DccpFlowsIT {
    private static RunningPassive passive;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openPassive() throws IOException {
        Transport.Support dccp = Transports.of(TransportProtocol.DCCP).support();
        assumeTrue(dccp.available(), () -> "dccp: " + dccp.reason());
        passive = RunningPassive.open(ControlTransport.TCP);
    }

    @AfterAll
    static void closePassive() {
        if (passive != null) {
            passive.close();
        }
    }

    private ActiveRun run(String host) {
        return new ActiveRun(passive.basePort).host(host).scalars(directory.resolve("run.sca"));
    }

    private Map<String, Long> counters(String side) throws IOException {
        return scalars(directory.resolve("run-" + side + ".sca"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 50:1000:40:500",
        "::1,       50:1000:40:500",
        "127.0.0.1, 20:3000:10:2500:maxmsgsize=1000",
        "127.0.0.1, 50:1000:0:0:ccid=2",
    })
    void pacedFlowThatCongestionControlPermitsLosesNothing(String host, String specification) throws Exception {
        run(host).flow(TransportProtocol.DCCP, specification).runUntil(Enough.frames(10));
        assertSameCounters("flow[0]", counters("active"), counters("passive"));
        assertSameCounters("flow[0]", counters("passive"), counters("active"));
    }

    /** What is lost behind the last packet that arrives nobody can notice. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1"})
    void saturatedFlowGoesOnWhereTheKernelHasNoRoom(String host) throws Exception {
        run(host).flow(TransportProtocol.DCCP, "0:1400:0:1400").seconds(2).run();
        assertAccountedFor(counters("active"), counters("passive"));
        assertAccountedFor(counters("passive"), counters("active"));
        assertEquals(
                0,
                passive.events.notes.stream()
                        .filter(note -> note.contains("stops sending"))
                        .count(),
                passive.events.notes::toString);
    }

    private static void assertAccountedFor(Map<String, Long> sender, Map<String, Long> receiver) {
        long sent = sender.get("flow[0] Transmitted Packets");
        long received = receiver.get("flow[0] Received Packets");
        long accounted = received + receiver.get("total Lost Packets");
        assertTrue(received > 0, "nothing was received");
        assertTrue(accounted <= sent, sent + " sent, " + accounted + " accounted for");
    }

    /** The packets of the loopback interface are large, but not that large. */
    @Test
    void messagesThatDoNotFitAreRefusedWithAdvice() {
        ActiveRun run = run("127.0.0.1").flow(TransportProtocol.DCCP, "10:100:10:65535:maxmsgsize=65535");
        MeasurementFailedException e = assertThrows(MeasurementFailedException.class, run::run);
        assertTrue(
                e.getMessage()
                        .matches("DCCP flow #0: messages of up to 65535 bytes do not fit into packets of (\\d+) bytes"
                                + " on this path; add maxmsgsize=\\1 \\(or less\\) to the flow"),
                e.getMessage());
    }

    @Test
    void missingCongestionControlIsAnError() {
        ActiveRun run = run("127.0.0.1").flow(TransportProtocol.DCCP, "10:100:10:100:ccid=248");
        MeasurementFailedException e = assertThrows(MeasurementFailedException.class, run::run);
        assertTrue(e.getMessage().startsWith("setsockopt DCCP_SOCKOPT_CCID=248 of 127.0.0.1:"), e.getMessage());
    }
}
