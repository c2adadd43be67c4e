// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.results.MeasurementReport;

/** What is out of the ordinary in a report, in words; the result files have all facts. */
final class Remarks {
    private static final double MICROS_PER_MILLI = 1000;

    /** What an estimate starts from (a little less, because of the conversion of units). */
    private static final double UNKNOWN_DRIFT_PPM = 499.999;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Object> facts;

    private Remarks(Map<String, Object> facts) {
        this.facts = facts;
    }

    static List<String> of(MeasurementReport report) {
        Remarks remarks = new Remarks(report.facts());
        remarks.addClocks(report);
        remarks.addCount("clockSteps", 1, "the clock was set %s during the measurement", "time");
        return remarks.texts;
    }

    static List<String> of(MeasurementReport.Flow flow) {
        Remarks remarks = new Remarks(flow.facts());
        remarks.addMultipath();
        remarks.addText("sendFailure", "sending failed: ");
        remarks.addText("receptionEndedEarly", "reception ended early: ");
        long restarts = flow.counters().scheduleRestarts();
        if (restarts > 0) {
            remarks.texts.add(
                    "more than a second behind its schedule, which was started anew " + counted(restarts, "time"));
        }
        remarks.addCount(
                "socketDrops", 1, "its socket had no room for %s (the passive node's: of all its flows)", "datagram");
        remarks.addCount("messagesBeforeStart", 1, "%s received before the start", "message");
        remarks.addText("vectorFailure", "its vector file lacks the last rows: ");
        remarks.addCount("vectorRowsOmitted", 1, "%s left out of its vector file", "row");
        remarks.addCount("vectorThinning", 2, "its vector file has a row once in %s only", "message");
        return remarks.texts;
    }

    private void addClocks(MeasurementReport report) {
        if (report.active()) {
            texts.add(report.clocks().map(Remarks::clocks).orElse("clock offset unknown"));
        }
    }

    private static String clocks(ClockEstimate clocks) {
        String jumps = clocks.jumps() == 0 ? "" : ", since a clock was set";
        return String.format(
                Locale.ROOT,
                "clock offset (passive minus active): %+.3f ms, %s, error of the offset %.3f ms at most%s",
                clocks.offsetMicros() / MICROS_PER_MILLI,
                drift(clocks),
                clocks.errorMicros() / MICROS_PER_MILLI,
                jumps);
    }

    private static String drift(ClockEstimate clocks) {
        return clocks.driftErrorPpm() >= UNKNOWN_DRIFT_PPM
                ? "drift unknown"
                : String.format(Locale.ROOT, "drift %+.3f ppm (+- %.3f)", clocks.driftPpm(), clocks.driftErrorPpm());
    }

    private void addMultipath() {
        Object verdict = facts.get("multipath");
        if (verdict != null) {
            texts.add(multipath(verdict.toString(), number("subflowsMaximum")));
        }
    }

    private String multipath(String verdict, long subflows) {
        return switch (verdict) {
            case "unknown" -> "not known whether this was MPTCP";
            case "MPTCP" -> subflows > 0 ? "MPTCP with " + counted(subflows, "subflow") : "MPTCP";
            default -> facts.containsKey("fellBack") ? verdict + " " + facts.get("fellBack") : verdict;
        };
    }

    private void addText(String fact, String beginning) {
        if (facts.containsKey(fact)) {
            texts.add(beginning + facts.get(fact));
        }
    }

    private void addCount(String fact, long least, String text, String unit) {
        long count = number(fact);
        if (count >= least) {
            texts.add(text.formatted(counted(count, unit)));
        }
    }

    private long number(String fact) {
        return facts.get(fact) instanceof Number number ? number.longValue() : 0;
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
