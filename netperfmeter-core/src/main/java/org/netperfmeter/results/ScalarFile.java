// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.HarmlessText;

/**
 * The scalar file (results.md 5). What the original's file has no place for follows at its end, as comment lines
 * {@code # name: value}, which readers of scalar files skip (tools.md 2.4).
 */
public final class ScalarFile {
    private static final int NAME_WIDTH = 26;
    private static final int RATE_DECIMALS = 6;
    private static final int CPU_DECIMALS = 3;
    private static final int RESERVED_BYTES = 1 << 17;
    private static final int RESERVED_BYTES_PER_FLOW = 1 << 13;

    private final StringBuilder text = new StringBuilder();
    private final String scenario;

    private ScalarFile(String scenario) {
        this.scenario = scenario;
    }

    /** Makes sure that the disk has room for it when it comes. */
    public static void reserve(OutputFile output, int flows) throws IOException {
        output.reserve(RESERVED_BYTES + (long) flows * RESERVED_BYTES_PER_FLOW);
    }

    /** Writes it; does not finish the output. */
    public static void write(MeasurementReport report, OutputFile output) throws IOException {
        ScalarFile file = new ScalarFile("netPerfMeter." + (report.active() ? "active" : "passive"));
        file.report(report);
        byte[] bytes = file.text.toString().getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }

    private void report(MeasurementReport report) {
        for (MeasurementReport.Flow flow : report.flows()) {
            flow(objectOf(flow), flow.counters());
        }
        total(report);
        cpus(report.cpu());
        ReportFacts.of(report).forEach(this::comment);
        for (MeasurementReport.Flow flow : report.flows()) {
            ReportFacts.of(flow).forEach((name, value) -> comment(objectOf(flow) + "." + name, value));
        }
    }

    private static String objectOf(MeasurementReport.Flow flow) {
        return "flow[" + Integer.toUnsignedString(flow.definition().flowId()) + "]";
    }

    private void flow(String object, FlowSnapshot counters) {
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

    private void total(MeasurementReport report) {
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

    private void comment(String name, Object value) {
        text.append("# ")
                .append(HarmlessText.of(name))
                .append(": ")
                .append(HarmlessText.of(String.valueOf(value)))
                .append('\n');
    }
}
