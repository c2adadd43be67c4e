// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.results.MeasurementReport;

/** More flows than two nodes of this program set up at once. */
@Timeout(60)
class ManyFlowsIT {
    private static final int FLOWS = 100;

    private static ActiveRun flows(RunningPassive passive) {
        ActiveRun run = new ActiveRun(passive.basePort);
        for (int flow = 0; flow < FLOWS; flow++) {
            run.flow(flow % 2 == 0 ? "TCP 20:100" : "UDP 20:100");
        }
        return run;
    }

    @Test
    void allFlowsAreMeasuredInTheirOrderAtBothNodes() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = flows(passive);
            run.runUntil(Enough.frames(2));
            MeasurementReport active = run.events.awaitReport();
            MeasurementReport other = passive.events.awaitReport();
            for (MeasurementReport report : List.of(active, other)) {
                assertEquals(
                        IntStream.range(0, FLOWS).boxed().toList(),
                        report.flows().stream()
                                .map(flow -> flow.definition().flowId())
                                .toList());
            }
            for (int flow = 0; flow < FLOWS; flow += 2) {
                long sent = active.flows().get(flow).counters().transmittedPackets();
                assertTrue(sent > 0);
                assertEquals(sent, other.flows().get(flow).counters().receivedPackets());
            }
        }
    }

    @Test
    void refusalInTheMiddleNamesItsFlowAndLeavesNothingBehind() throws Exception {
        try (RunningPassive passive =
                RunningPassive.open(PassiveLimits.defaults().with(Limit.FLOWS, FLOWS / 2))) {
            MeasurementFailedException refused = assertThrows(
                    MeasurementFailedException.class, () -> flows(passive).run());
            assertEquals("the passive node refuses when TCP flow 50 (\"Flow 50\") was added", refused.getMessage());
            Map<Refusal, Long> refusals = passive.awaitIdle().refusals();
            // Those behind it were on their way.
            assertTrue(refusals.get(Refusal.TOO_MANY_FLOWS) >= 1);
        }
    }
}
