// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.netperfmeter.results.MeasurementReport;

/** What is out of the ordinary in a report, in words; the result files have all facts. */
final class Remarks {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Object> facts;

    private Remarks(Map<String, Object> facts) {
        this.facts = facts;
    }

    static List<String> of(MeasurementReport report) {
        Remarks remarks = new Remarks(report.facts());
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

    private void addMultipath() {
        Object verdict = facts.get("multipath");
        if (verdict != null) {
            long subflows = number("subflowsMaximum");
            String text = verdict.equals("unknown") ? "not known whether this was MPTCP" : verdict.toString();
            texts.add(subflows > 0 ? text + ", " + counted(subflows, "subflow") + " at most" : text);
        }
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
