// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.traffic.FlowDefinition;

/**
 * The end of a run at a glance: a row for what was sent and one for what arrived of each flow and direction, as far as it is
 * known here, and below what is worth knowing of each flow.
 */
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
        List<Optional<PeerResults.Flow>> peer = report.flowsAtPeer();
        boolean arrivalUnknown = false;
        for (int i = 0; i < report.flows().size(); i++) {
            FlowDefinition definition = report.flows().get(i).definition();
            FlowSnapshot counters = report.flows().get(i).counters();
            Optional<Arrival> arrival = peer.get(i).flatMap(Arrival::of);
            if (!definition.outbound().isSilent() || counters.transmittedPackets() > 0) {
                rows.add(sent(definition, counters));
                arrival.ifPresent(known -> rows.add(arrived(definition, "out, received", known)));
                arrivalUnknown |= arrival.isEmpty();
            }
            if (!definition.inbound().isSilent() || counters.receivedPackets() > 0) {
                rows.add(arrived(definition, "in, received", Arrival.of(counters)));
            }
        }
        StringJoiner text = new StringJoiner("\n");
        text.add("Summary of measurement " + FlowText.measurement(report.measurementId()) + ":");
        aligned(rows).forEach(text::add);
        if (arrivalUnknown) {
            text.add(
                    " - what arrived at the passive node is not known without its scalar file, which -scalar=FILE fetches");
        }
        for (MeasurementReport.Flow flow : report.flows()) {
            for (String remark : Remarks.of(flow)) {
                text.add(" - " + name(flow.definition()) + ": " + remark);
            }
        }
        Remarks.of(report).forEach(remark -> text.add(" - " + remark));
        text.add(String.format(
                Locale.ROOT,
                " - CPU: %.1f%% of all processors of this host",
                report.cpu().utilizationPercent()));
        text.add(" - Ended by: " + report.endReason());
        report.partial().ifPresent(reason -> text.add(" - Partial results: " + reason));
        return text.toString();
    }

    private static List<String> sent(FlowDefinition flow, FlowSnapshot counters) {
        Rate rate = counters.transmissionRate();
        return row(flow, "out, sent", rate, OptionalDouble.of(rate.framesPerSecond()), UNKNOWN, UNKNOWN, UNKNOWN);
    }

    private static List<String> arrived(FlowDefinition flow, String direction, Arrival arrival) {
        return row(
                flow,
                direction,
                arrival.rate(),
                arrival.framesPerSecond(),
                milliseconds(arrival.meanDelayMillis()),
                milliseconds(arrival.jitterMillis()),
                arrival.lostPackets().isPresent()
                        ? lost(arrival.packets(), arrival.lostPackets().getAsLong())
                        : UNKNOWN);
    }

    private static String milliseconds(OptionalDouble millis) {
        return millis.isPresent() ? Quantity.milliseconds(millis.getAsDouble()) : UNKNOWN;
    }

    private static List<String> row(
            FlowDefinition flow,
            String direction,
            Rate rate,
            OptionalDouble framesPerSecond,
            String delay,
            String jitter,
            String lost) {
        return List.of(
                name(flow),
                flow.protocol().name(),
                direction,
                Quantity.bitRate(rate.bitsPerSecond()),
                Quantity.perSecond(rate.packetsPerSecond()),
                framesPerSecond.isPresent() ? Quantity.perSecond(framesPerSecond.getAsDouble()) : UNKNOWN,
                delay,
                jitter,
                lost);
    }

    private static String lost(long received, long lost) {
        long expected = received + lost;
        double percent = expected == 0 ? 0 : 100.0 * lost / expected;
        return String.format(Locale.ROOT, "%d (%.2f%%)", lost, percent);
    }

    private static String name(FlowDefinition flow) {
        return "#" + Integer.toUnsignedString(flow.flowId()) + " \"" + flow.description() + "\"";
    }

    private static List<String> aligned(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        int[] widths = widths(rows);
        for (List<String> row : rows) {
            StringJoiner line = new StringJoiner("  ");
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.add(column < TEXT_COLUMNS ? row.get(column) + padding : padding + row.get(column));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }
}
