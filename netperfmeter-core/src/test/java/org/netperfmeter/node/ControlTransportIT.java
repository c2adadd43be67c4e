// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** Over what the nodes talk about a measurement. */
@Timeout(120)
class ControlTransportIT {
    private static final Transport.Support SCTP =
            Transports.of(TransportProtocol.SCTP).support();
    private static final String FALL_BACK = "INFO Control over TCP, since control over SCTP is not possible: ";

    private static void assumeSctp() {
        assumeTrue(SCTP.available(), () -> "sctp: " + SCTP.reason());
    }

    private static List<String> fallBacks(ActiveRun run) {
        return run.events.notes.stream()
                .filter(note -> note.startsWith("INFO Control"))
                .toList();
    }

    private static MeasurementReport measure(ActiveRun run) throws Exception {
        run.flow("TCP 100:100:100:100").seconds(0.2).run();
        return run.events.awaitReport();
    }

    @Test
    @Tag("vm")
    void controlGoesOverSctpWhereBothNodesHaveIt() throws Exception {
        assumeSctp();
        try (RunningPassive passive = RunningPassive.open(ControlTransport.SCTP, ControlTransport.TCP)) {
            ActiveRun run = new ActiveRun(passive.basePort).controlOfItsChoice();
            assertEquals("SCTP", measure(run).facts().get("control"));
            assertEquals(List.of(), fallBacks(run));
        }
    }

    @Test
    @Tag("vm")
    void controlGoesOverTcpWhereThePassiveNodeRefusesSctp() throws Exception {
        assumeSctp();
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort).controlOfItsChoice();
            assertEquals("TCP", measure(run).facts().get("control"));
            assertEquals(
                    List.of(FALL_BACK + "connect 127.0.0.1:" + (passive.basePort + 1)
                            + ": Connection refused (ECONNREFUSED)"),
                    fallBacks(run));
        }
    }

    @Test
    void controlGoesOverTcpWhereTheKernelHasNoSctp() throws Exception {
        assumeFalse(SCTP.available(), "no-sctp: this kernel has SCTP");
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort).controlOfItsChoice();
            assertEquals("TCP", measure(run).facts().get("control"));
            assertEquals(List.of(FALL_BACK + SCTP.reason()), fallBacks(run));
        }
    }

    @Test
    void whoInsistsOnSctpGetsNothingElse() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort).control(ControlTransport.SCTP);
            MeasurementFailedException e = assertThrows(MeasurementFailedException.class, () -> measure(run));
            String expected = SCTP.available()
                    ? "cannot reach the passive node: connect 127.0.0.1:" + (passive.basePort + 1)
                            + ": Connection refused (ECONNREFUSED); is 'netperfmeter " + passive.basePort
                            + "' running there?"
                    : "control over SCTP is not possible: " + SCTP.reason();
            assertEquals(expected, e.getMessage());
        }
    }

    @Test
    void passiveNodeDoesWithoutSctpIfThereIsAnotherWay() throws IOException {
        assumeFalse(SCTP.available(), "no-sctp: this kernel has SCTP");
        try (RunningPassive passive = RunningPassive.open(ControlTransport.SCTP, ControlTransport.TCP)) {
            assertTrue(
                    passive.events.notes.contains("INFO control over SCTP is not offered: " + SCTP.reason()),
                    passive.events.notes::toString);
        }
        IOException e = assertThrows(IOException.class, () -> RunningPassive.open(ControlTransport.SCTP));
        assertEquals("control over SCTP is not possible: " + SCTP.reason(), e.getMessage());
    }
}
