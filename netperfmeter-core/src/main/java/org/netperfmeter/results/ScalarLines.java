// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowQuality;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.TimeSummary;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.HarmlessText;

/**
 * Lines of a scalar file (results.md 5): those of the original, and if they were asked for further ones of each flow, in the
 * same syntax; what there are no scalars for, as comments {@code # name: value}.
 */
final class ScalarLines {
    private static final int NAME_WIDTH = 26;
    private static final int RATE_DECIMALS = 6;
    private static final int CPU_DECIMALS = 3;
    private static final double MICROS_PER_MILLI = 1000;

    private final StringBuilder text = new StringBuilder();
    private final MeasurementReport report;
    private final Function<FlowDefinition, String> names;
    private final String scenario;

    /** @param names of the objects that flows are */
    ScalarLines(MeasurementReport report, Function<FlowDefinition, String> names) {
        this.report = report;
        this.names = names;
        scenario = ResultObject.node(report.active());
    }

    /** Adds whole lines of another kind. */
    void text(String lines) {
        text.append(lines);
    }

    void writeTo(OutputFile output) throws IOException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }

    /** The scalars of a flow. */
    void flow(MeasurementReport.Flow flow) {
        String object = names.apply(flow.definition());
        counters(object, flow.counters());
        flow.quality().ifPresent(quality -> extended(object, flow.counters(), quality));
        flow.transport()
                .map(TransportSummary::scalars)
                .ifPresent(scalars -> scalars.forEach(scalar -> further(object, scalar)));
    }

    /** The scalars of all flows together, of the clocks and of the CPUs, which follow the last flow. */
    void node() {
        total();
        report.clocks()
                .filter(clocks ->
                        report.flows().stream().anyMatch(flow -> flow.quality().isPresent()))
                .ifPresent(this::clocks);
        cpus(report.cpu());
    }

    /**
     * What there are no scalars for.
     *
     * @param maxCharacters of a value; the rest is cut off
     */
    void comments(int maxCharacters) {
        ReportFacts.of(report).forEach((name, value) -> comment(name, value, maxCharacters));
        for (MeasurementReport.Flow flow : report.flows()) {
            String object = names.apply(flow.definition());
            ReportFacts.of(flow).forEach((name, value) -> comment(object + "." + name, value, maxCharacters));
        }
    }

    private void counters(String object, FlowSnapshot counters) {
        count(object, "First Transmission", counters.firstTransmissionMicros());
        count(object, "Last Transmission", counters.lastTransmissionMicros());
        count(object, "First Reception", counters.firstReceptionMicros());
        count(object, "Last Reception", counters.lastReceptionMicros());
        volume(object, "Transmitted", counters.transmitted());
        rate(object, "Transmitted Bit Rate", counters.transmissionRate().bitsPerSecond());
        rates(object, "Transmitted", counters.transmissionRate());
        volume(object, "Received", counters.received());
        rate(object, "Received Bit Rate", counters.receptionRate().bitsPerSecond());
        rates(object, "Received", counters.receptionRate());
    }

    private void further(String object, Scalar scalar) {
        scalar(ResultObject.within(object, scalar.part()), scalar.name(), NAME_WIDTH, scalar.value());
    }

    /** Times in milliseconds, as in vectors. What does not exist, such as delays without messages, is left out. */
    private void extended(String object, FlowSnapshot counters, FlowQuality quality) {
        times(object, "Delay", quality.delay());
        if (counters.receivedPackets() > 1) {
            rate(object, "Jitter", counters.jitterMillis());
        }
        times(object, "Absolute IPDV", quality.absoluteIpdv());
        volume(object, "Lost", counters.lost());
        count(object, "Incomplete Frames", counters.incompleteFrames());
        count(object, "Duplicated Packets", quality.duplicatedPackets());
        count(object, "Reordered Packets", quality.reorderedPackets());
        if (quality.reorderedPackets() > 0) {
            rate(object, "Reordering Extent Mean", quality.meanReorderingExtent());
            count(object, "Reordering Extent Maximum", quality.maxReorderingExtent());
        }
        if (counters.receivedPackets() > 1) {
            rate(object, "Longest Gap", quality.longestGapMicros() / MICROS_PER_MILLI);
        }
        times(object, "Send Lateness", quality.sendLateness());
        count(object, "Schedule Restarts", counters.scheduleRestarts());
    }

    private void times(String object, String name, TimeSummary times) {
        if (times.isEmpty()) {
            return;
        }
        rate(object, name + " Minimum", times.minMicros() / MICROS_PER_MILLI);
        rate(object, name + " Mean", times.meanMicros() / MICROS_PER_MILLI);
        rate(object, name + " Standard Deviation", times.standardDeviationMicros() / MICROS_PER_MILLI);
        rate(object, name + " 50th Percentile", times.p50Micros() / MICROS_PER_MILLI);
        rate(object, name + " 90th Percentile", times.p90Micros() / MICROS_PER_MILLI);
        rate(object, name + " 99th Percentile", times.p99Micros() / MICROS_PER_MILLI);
        rate(object, name + " 99.9th Percentile", times.p999Micros() / MICROS_PER_MILLI);
        rate(object, name + " Maximum", times.maxMicros() / MICROS_PER_MILLI);
    }

    /** Durations in milliseconds, drift in millionths (ppm). */
    private void clocks(ClockEstimate clocks) {
        String object = "clock";
        count(object, "Reference Time", clocks.referenceMicros());
        rate(object, "Offset", clocks.offsetMicros() / MICROS_PER_MILLI);
        rate(object, "Drift", clocks.driftPpm());
        rate(object, "Offset Error Bound", clocks.errorMicros() / MICROS_PER_MILLI);
        rate(object, "Drift Error Bound", clocks.driftErrorPpm());
        rate(object, "Smallest Round Trip", clocks.minRoundTripMicros() / MICROS_PER_MILLI);
        count(object, "Exchanges", clocks.exchanges());
        count(object, "Jumps", clocks.jumps());
    }

    private void total() {
        String object = "total";
        count(object, "First Statistics Event", report.firstEventMicros());
        count(object, "Last Statistics Event", report.endMicros());
        totals(object, "Transmitted", report.transmitted(), report.durationMicros());
        totals(object, "Received", report.received(), report.durationMicros());
        totals(object, "Lost", report.lost(), report.durationMicros());
    }

    private void totals(String object, String kind, Volume volume, long durationMicros) {
        volume(object, kind, volume);
        rates(object, kind, volume.over(durationMicros));
    }

    private void volume(String object, String kind, Volume volume) {
        count(object, kind + " Bytes", volume.bytes());
        count(object, kind + " Packets", volume.packets());
        count(object, kind + " Frames", volume.frames());
    }

    private void rates(String object, String kind, Rate rate) {
        rate(object, kind + " Byte Rate", rate.bytesPerSecond());
        rate(object, kind + " Packet Rate", rate.packetsPerSecond());
        rate(object, kind + " Frame Rate", rate.framesPerSecond());
    }

    private void cpus(CpuUsage usage) {
        for (int cpu = 0; cpu < usage.cpus().size(); cpu++) {
            cpu("CPU[" + (cpu + 1) + "]", usage.cpus().get(cpu));
        }
        cpu("totalCPU", usage.total());
    }

    private void cpu(String object, List<Double> shares) {
        for (int state = 0; state < shares.size(); state++) {
            scalar(object, CpuUsage.STATES.get(state), 0, DecimalText.fixed(shares.get(state), CPU_DECIMALS));
        }
    }

    private void count(String object, String name, long value) {
        scalar(object, name, NAME_WIDTH, Long.toUnsignedString(value));
    }

    private void rate(String object, String name, double value) {
        scalar(object, name, NAME_WIDTH, DecimalText.fixed(value, RATE_DECIMALS));
    }

    /** One line; the value begins at least this many columns behind the quote that opens the name. */
    private void scalar(String object, String name, int width, String value) {
        text.append("scalar \"").append(scenario).append('.').append(object).append("\" ");
        int nameStart = text.length();
        text.append('"').append(name).append("\" ");
        while (text.length() < nameStart + width) {
            text.append(' ');
        }
        text.append(value).append('\n');
    }

    private void comment(String name, Object value, int maxCharacters) {
        String whole = String.valueOf(value);
        text.append("# ")
                .append(HarmlessText.of(name))
                .append(": ")
                .append(HarmlessText.of(whole.substring(0, Math.min(whole.length(), maxCharacters))))
                .append('\n');
    }
}
