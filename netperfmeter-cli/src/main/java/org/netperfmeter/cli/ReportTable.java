// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;

/** The end of a run at a glance: a row a flow and direction, and below what is worth knowing of each flow. */
final class ReportTable {
    private static final List<String> HEADINGS = List.of(
            "Flow", "Protocol", "Direction", "Bit rate", "Messages/s", "Frames/s", "Mean delay", "Jitter", "Lost");
    private static final String UNKNOWN = "-";

    /** The first columns hold text and stand left, the others hold numbers and stand right. */
    private static final int TEXT_COLUMNS = 3;

    private ReportTable() {}

    /** The table; every line but the last ends with a line feed. */
    static String render(MeasurementReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (MeasurementReport.Flow flow : report.flows()) {
            FlowDefinition definition = flow.definition();
            FlowSnapshot counters = flow.counters();
            if (!definition.outbound().isSilent() || counters.transmittedPackets() > 0) {
                rows.add(sent(definition, counters));
            }
            if (!definition.inbound().isSilent() || counters.receivedPackets() > 0) {
                rows.add(received(definition, counters));
            }
        }
        StringJoiner text = new StringJoiner("\n");
        text.add("Summary of measurement " + FlowText.measurement(report.measurementId()) + ":");
        aligned(rows).forEach(text::add);
        for (MeasurementReport.Flow flow : report.flows()) {
            for (String remark : Remarks.of(flow)) {
                text.add(" - " + name(flow.definition()) + ": " + remark);
            }
        }
        Remarks.of(report).forEach(remark -> text.add(" - " + remark));
        text.add(String.format(Locale.ROOT, " - CPU: %.1f%%", report.cpu().utilizationPercent()));
        text.add(" - Ended by: " + report.endReason());
        report.partial().ifPresent(reason -> text.add(" - Partial results: " + reason));
        return text.toString();
    }

    private static List<String> sent(FlowDefinition flow, FlowSnapshot counters) {
        return row(flow, "out", counters.transmissionRate(), UNKNOWN, UNKNOWN, UNKNOWN);
    }

    private static List<String> received(FlowDefinition flow, FlowSnapshot counters) {
        long packets = counters.receivedPackets();
        return row(
                flow,
                "in",
                counters.receptionRate(),
                packets == 0 ? UNKNOWN : Quantity.milliseconds(counters.meanDelayMillis()),
                packets < 2 ? UNKNOWN : Quantity.milliseconds(counters.jitterMillis()),
                lost(counters));
    }

    private static List<String> row(
            FlowDefinition flow, String direction, Rate rate, String delay, String jitter, String lost) {
        return List.of(
                name(flow),
                flow.protocol().name(),
                direction,
                Quantity.bitRate(rate.bitsPerSecond()),
                Quantity.perSecond(rate.packetsPerSecond()),
                Quantity.perSecond(rate.framesPerSecond()),
                delay,
                jitter,
                lost);
    }

    private static String lost(FlowSnapshot counters) {
        long expected = counters.receivedPackets() + counters.lostPackets();
        double percent = expected == 0 ? 0 : 100.0 * counters.lostPackets() / expected;
        return String.format(Locale.ROOT, "%d (%.2f%%)", counters.lostPackets(), percent);
    }

    private static String name(FlowDefinition flow) {
        return "#" + Integer.toUnsignedString(flow.flowId()) + " \"" + flow.description() + "\"";
    }

    private static List<String> aligned(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringJoiner line = new StringJoiner("  ");
            for (int column = 0; column < row.size(); column++) {
                String padding =
                        " ".repeat(width(rows, column) - row.get(column).length());
                line.add(column < TEXT_COLUMNS ? row.get(column) + padding : padding + row.get(column));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
