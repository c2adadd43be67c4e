// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.LinkedHashMap;
import java.util.Map;
import org.netperfmeter.measurement.FlowSnapshot;

/** What the original's files have no place for, by name, in order. */
final class ReportFacts {
    private ReportFacts() {}

    static Map<String, Object> of(MeasurementReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("endReason", report.endReason());
        report.partial().ifPresent(reason -> facts.put("partial", reason));
        facts.putAll(report.facts());
        return facts;
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
