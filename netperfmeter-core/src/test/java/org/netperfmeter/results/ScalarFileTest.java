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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowOptions;

class ScalarFileTest {
    private static String written(MeasurementReport report) throws IOException {
        try (OutputFile output = OutputFile.temporary(false)) {
            ScalarFile.write(report, output);
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
        statistics.received(3_000_000, true, true, 0, 0, 0, 2_998_500, 1000);
        statistics.received(3_100_000, false, true, 2, 5, 5000, 3_099_000, 1000);
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
    void strictReaderTakesOurFile() throws IOException {
        FlowStatistics statistics = new FlowStatistics(5000);
        statistics.transmitted(1_000_000, 3_000_000, 4, 6000, 2);
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
        statistics.transmitted(1_000_000, 3_000_000, 1, bytes, 1);
        return new MeasurementReport.Flow(
                Flows.stream(flowId, streamId, "Stream " + streamId, FlowOptions.DEFAULTS),
                statistics.snapshot(),
                Map.of());
    }

    @Test
    void ratesOfTheTotalAreZeroWithoutAnEventOrDuration() throws IOException {
        FlowStatistics statistics = new FlowStatistics(5000);
        statistics.transmitted(1, 2, 4, 6000, 2);
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
