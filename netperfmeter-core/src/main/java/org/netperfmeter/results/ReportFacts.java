// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.LinkedHashMap;
import java.util.Map;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.FlowSnapshot;

/** What the original's files have no place for, by name, in order. */
final class ReportFacts {
    private ReportFacts() {}

    static Map<String, Object> of(MeasurementReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("endReason", report.endReason());
        report.partial().ifPresent(reason -> facts.put("partial", reason));
        facts.putAll(report.facts());
        if (report.active()) {
            report.clocks()
                    .ifPresentOrElse(clocks -> putClocks(facts, clocks), () -> facts.put("clockOffset", "unknown"));
        }
        return facts;
    }

    private static void putClocks(Map<String, Object> facts, ClockEstimate clocks) {
        facts.put("clockReferenceMicros", clocks.referenceMicros());
        facts.put("clockOffsetMillis", DecimalText.fixed(clocks.offsetMicros() / 1000, 3));
        facts.put("clockOffsetErrorMillis", DecimalText.fixed(clocks.errorMicros() / 1000, 3));
        facts.put("clockDriftPpm", DecimalText.fixed(clocks.driftPpm(), 3));
        facts.put("clockDriftErrorPpm", DecimalText.fixed(clocks.driftErrorPpm(), 3));
        if (clocks.jumps() > 0) {
            facts.put("clockJumps", clocks.jumps());
        }
    }

    static Map<String, Object> of(MeasurementReport.Flow flow) {
        Map<String, Object> facts = new LinkedHashMap<>();
        FlowSnapshot counters = flow.counters();
        facts.put("incompleteFrames", counters.incompleteFrames());
        facts.put("lateOrDuplicatePackets", counters.lateOrDuplicatePackets());
        facts.put("lostBytes", counters.lostBytes());
        facts.put("lostPackets", counters.lostPackets());
        facts.put("lostFrames", counters.lostFrames());
        if (counters.receivedPackets() > 0) {
            facts.put("meanDelayMillis", DecimalText.fixed(counters.meanDelayMillis(), 3));
            facts.put("minDelayMillis", DecimalText.fixed(counters.minDelayMicros() / 1000.0, 3));
            facts.put("maxDelayMillis", DecimalText.fixed(counters.maxDelayMicros() / 1000.0, 3));
            facts.put("jitterMillis", DecimalText.fixed(counters.jitterMillis(), 3));
        }
        if (counters.lateFrames() > 0) {
            facts.put("meanSendLatenessMicros", DecimalText.fixed(counters.meanLatenessMicros(), 3));
            facts.put("maxSendLatenessMicros", DecimalText.fixed(counters.maxLatenessNanos() / 1000.0, 3));
        }
        facts.put("scheduleRestarts", counters.scheduleRestarts());
        facts.putAll(flow.facts());
        return facts;
    }
}
