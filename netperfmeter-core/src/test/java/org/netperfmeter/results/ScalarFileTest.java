// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.wire.ClockLine;

class ScalarFileTest {
    private static String written(MeasurementReport report) throws IOException {
        try (OutputFile output = OutputFile.temporary(false)) {
            ResultFormat.original().writeScalars(report, output);
            output.finish();
            return new String(Channels.newInputStream(output.read()).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.0.10/run-active.sca",
                "2.0.10/run-passive.sca",
                "2.0.10-udp-loss/loss-active.sca",
                "2.0.10-udp-loss/loss-passive.sca"
            })
    void fileIsTheOriginalsUpToTheComments(String name) throws IOException {
        String sample = Samples.text(name);
        String text = written(reportOf(sample));
        assertEquals(sample, text.substring(0, text.indexOf("# ")));
    }

    /** What the original must have known when it wrote this file. */
    private static MeasurementReport reportOf(String sample) {
        Map<String, Map<String, String>> objects = ScalarReader.read(sample);
        Map<String, String> total = objects.get("total");
        List<MeasurementReport.Flow> flows = new ArrayList<>();
        List<List<Double>> cpus = new ArrayList<>();
        objects.forEach((object, values) -> {
            if (object.startsWith("flow[")) {
                int id = Integer.parseInt(object.replaceAll("\\D", ""));
                // Losses are known as a total only.
                Volume lost = flows.isEmpty() ? volume(total, "Lost") : Volume.NONE;
                flows.add(new MeasurementReport.Flow(Flows.flow(id, "Flow " + id), counters(values, lost), Map.of()));
            } else if (object.startsWith("CPU[")) {
                cpus.add(shares(values));
            }
        });
        return new MeasurementReport(
                sample.contains("netPerfMeter.active"),
                1,
                count(total, "First Statistics Event"),
                count(total, "Last Statistics Event"),
                "test",
                Optional.empty(),
                flows,
                new CpuUsage(shares(objects.get("totalCPU")), cpus),
                Map.of());
    }

    private static FlowSnapshot counters(Map<String, String> values, Volume lost) {
        long[] times = {
            count(values, "First Transmission"),
            count(values, "Last Transmission"),
            count(values, "First Reception"),
            count(values, "Last Reception")
        };
        return Flows.counters(times, volume(values, "Transmitted"), volume(values, "Received"), lost, 0);
    }

    private static long count(Map<String, String> values, String name) {
        return Long.parseLong(values.get(name));
    }

    private static Volume volume(Map<String, String> values, String kind) {
        return new Volume(
                count(values, kind + " Bytes"), count(values, kind + " Packets"), count(values, kind + " Frames"));
    }

    private static List<Double> shares(Map<String, String> values) {
        return values.values().stream().map(Double::valueOf).toList();
    }

    private static MeasurementReport report(long firstEventMicros, long endMicros, MeasurementReport.Flow... flows) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", "0.1.0");
        facts.put("evil", "a\nscalar \"x\" \"y\" 1");
        return new MeasurementReport(
                false,
                1,
                firstEventMicros,
                endMicros,
                "run time is over",
                Optional.of("the reason\r\nscalar"),
                List.of(flows),
                CpuUsage.IDLE,
                facts);
    }

    @Test
    void factsFollowAsComments() throws IOException {
        FlowStatistics statistics = new FlowStatistics(0);
        statistics.received(3_000_000, 3_000_000, true, true, 0, 0, 0, 2_998_500, 1000);
        statistics.received(3_100_000, 3_100_000, false, true, 2, 5, 5000, 3_099_000, 1000);
        statistics.lateness(1500);
        MeasurementReport.Flow flow = new MeasurementReport.Flow(
                Flows.flow(7, "Flow 7"), statistics.snapshot(), Map.of("mptcp", "fell back to TCP"));
        String text = written(report(2_000_000, 4_000_000, flow));
        assertEquals("""
                # endReason: run time is over
                # partial: the reason  scalar
                # version: 0.1.0
                # evil: a scalar "x" "y" 1
                # flow[7].incompleteFrames: 1
                # flow[7].lateOrDuplicatePackets: 0
                # flow[7].lostBytes: 4000
                # flow[7].lostPackets: 4
                # flow[7].lostFrames: 1
                # flow[7].meanDelayMillis: 1.250
                # flow[7].minDelayMillis: 1.000
                # flow[7].maxDelayMillis: 1.500
                # flow[7].jitterMillis: 0.031
                # flow[7].meanSendLatenessMicros: 1.500
                # flow[7].maxSendLatenessMicros: 1.500
                # flow[7].scheduleRestarts: 0
                # flow[7].mptcp: fell back to TCP
                """, text.substring(text.indexOf("# ")));
    }

    @Test
    void extendedScalarsFollowThoseOfTheirFlow() throws IOException {
        FlowStatistics statistics = new FlowStatistics(0, true);
        statistics.received(1_000_000, 1_000_000, true, true, 0, 0, 0, 1_000_030, 1000);
        statistics.received(1_000_100, 1_000_100, true, true, 1, 1, 1000, 1_000_090, 1000);
        statistics.received(1_002_600, 1_002_600, true, true, 3, 3, 3000, 1_002_595, 1000);
        statistics.received(1_002_700, 1_002_700, true, true, 2, 2, 2000, 1_002_690, 1000);
        statistics.received(1_002_800, 1_002_800, true, true, 2, 2, 2000, 1_002_795, 1000);
        statistics.lateness(1500);
        statistics.scheduleRestarted();
        String text = written(report(2_000_000, 4_000_000, flowOf(statistics)));
        String object = "scalar \"netPerfMeter.passive.flow[0]\" ";
        assertEquals("""
                "Delay Minimum"           -0.030000
                "Delay Mean"              0.000000
                "Delay Standard Deviation" 0.015166
                "Delay 50th Percentile"   0.005000
                "Delay 90th Percentile"   0.010000
                "Delay 99th Percentile"   0.010000
                "Delay 99.9th Percentile" 0.010000
                "Delay Maximum"           0.010000
                "Jitter"                  0.002940
                "Absolute IPDV Minimum"   0.040000
                "Absolute IPDV Mean"      0.040000
                "Absolute IPDV Standard Deviation" 0.000000
                "Absolute IPDV 50th Percentile" 0.040000
                "Absolute IPDV 90th Percentile" 0.040000
                "Absolute IPDV 99th Percentile" 0.040000
                "Absolute IPDV 99.9th Percentile" 0.040000
                "Absolute IPDV Maximum"   0.040000
                "Lost Bytes"              1000
                "Lost Packets"            1
                "Lost Frames"             1
                "Incomplete Frames"       0
                "Duplicated Packets"      1
                "Reordered Packets"       1
                "Reordering Extent Mean"  1.000000
                "Reordering Extent Maximum" 1
                "Longest Gap"             2.500000
                "Send Lateness Minimum"   0.001500
                "Send Lateness Mean"      0.001500
                "Send Lateness Standard Deviation" 0.000000
                "Send Lateness 50th Percentile" 0.001500
                "Send Lateness 90th Percentile" 0.001500
                "Send Lateness 99th Percentile" 0.001500
                "Send Lateness 99.9th Percentile" 0.001500
                "Send Lateness Maximum"   0.001500
                "Schedule Restarts"       1
                """.replace("\n\"", "\n" + object + "\""), extended(text, object));
    }

    @Test
    void clocksAreAmongTheExtendedScalarsAndTheComments() throws IOException {
        ClockEstimate clocks =
                new ClockEstimate(new ClockLine(1_800_000_000_000_007L, -1234.5, 12.5e-6), 51, 0.5e-6, 100, 8, 1);
        String extended = written(withClocks(clocks, flowOf(new FlowStatistics(0, true))));
        String object = "scalar \"netPerfMeter.active.clock\" ";
        assertEquals("""
                "Reference Time"          1800000000000007
                "Offset"                  -1.234500
                "Drift"                   12.500000
                "Offset Error Bound"      0.051000
                "Drift Error Bound"       0.500000
                "Smallest Round Trip"     0.100000
                "Exchanges"               8
                "Jumps"                   1
                """, lines(extended, object));
        assertEquals("""
                ReferenceMicros: 1800000000000007
                OffsetMillis: -1.234
                OffsetErrorMillis: 0.051
                DriftPpm: 12.500
                DriftErrorPpm: 0.500
                Jumps: 1
                """, lines(extended, "# clock"));

        String plain = written(withClocks(clocks, flowOf(new FlowStatistics(0))));
        assertEquals("", lines(plain, object));
        assertEquals("Offset: unknown\n", lines(written(withClocks(null, flowOf(new FlowStatistics(0)))), "# clock"));
    }

    private static MeasurementReport withClocks(ClockEstimate clocks, MeasurementReport.Flow flow) {
        return new MeasurementReport(
                true,
                1,
                0,
                0,
                0,
                "test",
                Optional.empty(),
                List.of(flow),
                CpuUsage.IDLE,
                Map.of(),
                Optional.ofNullable(clocks),
                Optional.empty());
    }

    /** What follows this beginning. */
    private static String lines(String text, String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()) + "\n")
                .collect(Collectors.joining());
    }

    /** Without the first object, as the text block above. */
    private static String extended(String text, String object) {
        int begin = text.indexOf(object + "\"Delay Minimum\"");
        return text.substring(begin + object.length(), text.indexOf("scalar \"netPerfMeter.passive.total\""));
    }

    @Test
    void whatDoesNotExistIsNoScalar() throws IOException {
        String text = written(report(2_000_000, 4_000_000, flowOf(new FlowStatistics(0, true))));
        Map<String, String> flow = ScalarReader.read(text).get("flow[0]");
        assertEquals(
                List.of(
                        "Lost Bytes",
                        "Lost Packets",
                        "Lost Frames",
                        "Incomplete Frames",
                        "Duplicated Packets",
                        "Reordered Packets",
                        "Schedule Restarts"),
                List.copyOf(flow.keySet()).subList(18, flow.size()));
    }

    private static MeasurementReport.Flow flowOf(FlowStatistics statistics) {
        return new MeasurementReport.Flow(
                Flows.flow(0, "Flow"),
                statistics.snapshot(),
                statistics.quality(),
                statistics.distributions(),
                Map.of(),
                Optional.empty());
    }

    @Test
    void strictReaderTakesOurFile() throws IOException {
        FlowStatistics statistics = new FlowStatistics(5000);
        statistics.transmitted(1_000_000, 3_000_000, 1_000_000, 3_000_000, 4, 6000, 2);
        MeasurementReport.Flow flow =
                new MeasurementReport.Flow(Flows.flow(-1, "Flow"), statistics.snapshot(), Map.of());
        Map<String, Map<String, String>> objects = ScalarReader.read(written(report(2_000_000, 4_000_000, flow)));
        assertEquals(List.of("flow[4294967295]", "total", "totalCPU"), List.copyOf(objects.keySet()));
        assertEquals(18, objects.get("flow[4294967295]").size());
        assertEquals(20, objects.get("total").size());
        assertEquals(CpuUsage.STATES, List.copyOf(objects.get("totalCPU").keySet()));
        assertEquals("24000.000000", objects.get("flow[4294967295]").get("Transmitted Bit Rate"));
        assertEquals("3000.000000", objects.get("total").get("Transmitted Byte Rate"));
    }

    /** Stream IDs do not appear (results.md 5.1). */
    @Test
    void streamsAreObjectsNamedByTheirFlowIds() throws IOException {
        String text =
                written(report(2_000_000, 4_000_000, stream(10, 0, 3000), stream(11, 1, 5000), stream(12, 2, 7000)));
        Map<String, Map<String, String>> objects = ScalarReader.read(text);
        assertEquals(List.of("flow[10]", "flow[11]", "flow[12]", "total", "totalCPU"), List.copyOf(objects.keySet()));
        assertEquals("5000", objects.get("flow[11]").get("Transmitted Bytes"));
        assertEquals("15000", objects.get("total").get("Transmitted Bytes"));
        assertTrue(text.contains("\n# flow[12].lostPackets: 0\n"), text);
    }

    private static MeasurementReport.Flow stream(int flowId, int streamId, long bytes) {
        FlowStatistics statistics = new FlowStatistics(5000);
        statistics.transmitted(1_000_000, 3_000_000, 1_000_000, 3_000_000, 1, bytes, 1);
        return new MeasurementReport.Flow(
                Flows.stream(flowId, streamId, "Stream " + streamId, FlowOptions.DEFAULTS),
                statistics.snapshot(),
                Map.of());
    }

    @Test
    void ratesOfTheTotalAreZeroWithoutAnEventOrDuration() throws IOException {
        FlowStatistics statistics = new FlowStatistics(5000);
        statistics.transmitted(1, 2, 1, 2, 4, 6000, 2);
        MeasurementReport.Flow flow =
                new MeasurementReport.Flow(Flows.flow(0, "Flow"), statistics.snapshot(), Map.of());
        for (long firstEvent : new long[] {0, 4_000_000, 5_000_000}) {
            Map<String, String> total = ScalarReader.read(written(report(firstEvent, 4_000_000, flow)))
                    .get("total");
            assertEquals("0.000000", total.get("Transmitted Byte Rate"));
            assertEquals("6000", total.get("Transmitted Bytes"));
        }
    }
}
