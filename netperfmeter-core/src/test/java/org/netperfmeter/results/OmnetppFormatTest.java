// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.netperfmeter.measurement.Allocations;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.Exponential;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.Uniform;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;

class OmnetppFormatTest {
    /** 2026-11-23, 13:56:47.25 UTC. */
    private static final long START = 1_795_442_207_250_000L;

    private static final ResultFormat ACTIVE = ResultFormat.omnetpp(true, 0xABCDEF, -1);
    private static final String RUN = "netPerfMeter-active-20261123-13:56:47-0000000000abcdef";
    private static final String HEADER =
            """
            version 2
            run %s
            attr configname active
            attr datetime 20261123-13:56:47
            attr experiment netPerfMeter
            attr measurement 0000000000abcdef
            attr network netPerfMeter
            attr processid %d
            attr repetition 0
            attr replication #0
            attr resultdir .
            attr runnumber 0
            attr seedset 18446744073709551615
            attr firstEventMicros 1795442207250000
            """.formatted(RUN, ProcessHandle.current().pid());
    private static final List<Double> CPU_SHARES =
            List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 100.0, 0.0, 0.0, 0.0, 0.0);
    private static final String FLOW = "netPerfMeter.active.flow[7]";

    private static String content(OutputFile file) throws IOException {
        return new String(Channels.newInputStream(file.read()).readAllBytes(), StandardCharsets.UTF_8);
    }

    // ------ Vectors

    private static String flowVector(Rows rows, Optional<String> partial) throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = ACTIVE.flowVector(output, Flows.flow(7, "Flow"), Optional.empty())) {
            rows.write(vector);
            vector.finish(partial);
            return content(output);
        }
    }

    @FunctionalInterface
    private interface Rows {
        void write(FlowVector vector) throws IOException;
    }

    @Test
    void flowHasAVectorOfEachColumn() throws IOException {
        String text = flowVector(
                vector -> {
                    vector.begin(START);
                    vector.row(START, 0, 4, 1000, 3, 1, 500, 1, -25, 0, 0);
                    vector.row(START + 1_500_001, 1_500_001, -1, 1400, 5, 2, 400, 1, 1975, 2000, 0.125);
                },
                Optional.empty());
        assertEquals(HEADER + """
                vector 0 netPerfMeter.active.flow[7] Delay ETV
                attr unit ms
                0\t3\t0.000000\t-0.025
                0\t5\t1.500001\t1.975
                vector 1 netPerfMeter.active.flow[7] "Delay Difference" ETV
                attr unit ms
                1\t3\t0.000000\t0.000
                1\t5\t1.500001\t2.000
                vector 2 netPerfMeter.active.flow[7] Jitter ETV
                attr unit ms
                2\t3\t0.000000\t0.000
                2\t5\t1.500001\t0.125
                vector 3 netPerfMeter.active.flow[7] "Sequence Number" ETV
                3\t3\t0.000000\t4
                3\t5\t1.500001\t18446744073709551615
                vector 4 netPerfMeter.active.flow[7] "Message Bytes" ETV
                attr unit B
                4\t3\t0.000000\t500
                4\t5\t1.500001\t400
                vector 5 netPerfMeter.active.flow[7] "Received Bytes" ETV
                attr unit B
                5\t3\t0.000000\t1000
                5\t5\t1.500001\t1400
                vector 6 netPerfMeter.active.flow[7] "Received Frames" ETV
                6\t3\t0.000000\t1
                6\t5\t1.500001\t2
                """, text);
        OmnetppFile.read(text);
    }

    @Test
    void correctedDelaysComeWithTheirCorrection() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = ACTIVE.flowVector(
                        output, Flows.flow(7, "Flow"), Optional.of(absMicros -> absMicros == START ? -500 : 250))) {
            vector.begin(START);
            vector.row(START, 0, 0, 0, 1, 0, 0, 0, 2000, 0, 0);
            vector.row(START + 1, 1, 0, 0, 2, 0, 0, 0, 2000, 0, 0);
            vector.finish(Optional.empty());
            OmnetppFile file = OmnetppFile.read(content(output));
            assertValues(file, FLOW, "Delay", 0, 1.5, 0.000001, 2.25);
            assertValues(file, FLOW, "Delay Correction", 0, -0.5, 0.000001, 0.25);
        }
    }

    @Test
    void timeDoesNotGoBackWithTheClock() throws IOException {
        OmnetppFile file = OmnetppFile.read(flowVector(
                vector -> {
                    vector.begin(START);
                    long packet = 0;
                    for (long relMicros : new long[] {-5, 3_000_000, 2_000_000, 3_000_001}) {
                        packet++;
                        vector.row(START + relMicros, relMicros, 0, 0, packet, 0, 0, 0, 0, 0, 0);
                    }
                },
                Optional.empty()));
        assertEquals(
                List.of(0.0, 3.0, 3.0, 3.000001),
                file.vector(FLOW, "Delay").values().stream()
                        .map(OmnetppFile.Value::seconds)
                        .toList());
    }

    /** Declarations come before their values also if a file is written in many pieces. */
    @Test
    void longFileIsWhole() throws IOException {
        OmnetppFile file = OmnetppFile.read(flowVector(
                vector -> {
                    vector.begin(START);
                    rows(vector, 20_000);
                },
                Optional.of("the disk\nis full")));
        assertEquals(RUN, file.run());
        assertEquals(7, file.vectors().size());
        for (OmnetppFile.Vector vector : file.vectors()) {
            assertEquals(20_000, vector.values().size());
        }
        assertEquals(
                DoubleStream.iterate(0, n -> n < 20_000, n -> n + 1).boxed().toList(),
                file.vector(FLOW, "Sequence Number").values().stream()
                        .map(OmnetppFile.Value::value)
                        .toList());
        assertEquals(List.of("partial: the disk is full"), file.comments());
    }

    @Test
    void valuesOfAVectorAreTogether() throws IOException {
        String text = flowVector(
                vector -> {
                    vector.begin(START);
                    rows(vector, 10_000);
                },
                Optional.empty());
        long blocks = 0;
        char last = ' ';
        for (String line : text.lines().toList()) {
            blocks += line.charAt(0) == last ? 0 : 1;
            last = line.charAt(0);
        }
        assertTrue(blocks < 1000, blocks + " blocks for 70,000 values");
    }

    private static void rows(FlowVector vector, int count) {
        try {
            for (int i = 0; i < count; i++) {
                vector.row(START + i, i, i, 1000L * i, i, i, 1000, 1, i, -i, i / 7.0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void valuesAreWrittenWithoutGarbage() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = ACTIVE.flowVector(output, Flows.flow(7, "Flow"), Optional.empty())) {
            vector.begin(START);
            assertEquals(0, Allocations.fewestBytesOf(() -> rows(vector, 10_000)));
        }
    }

    @Test
    void flowWithoutMessagesHasEmptyVectors() throws IOException {
        OmnetppFile file = OmnetppFile.read(flowVector(vector -> vector.begin(START), Optional.empty()));
        assertEquals(7, file.vectors().size());
        assertTrue(file.vectors().stream().allMatch(vector -> vector.values().isEmpty()));
    }

    /** The peer did not start: the file stays empty, as that of a measurement without events. */
    @Test
    void fileThatDoesNotBeginStaysEmpty() throws IOException {
        assertEquals("", flowVector(vector -> {}, Optional.empty()));
    }

    @Test
    void measurementHasCountersAndTheirRates() throws IOException {
        FlowSnapshot first =
                Flows.counters(new long[4], new Volume(1000, 10, 5), new Volume(300, 3, 2), new Volume(100, 1, 1), 0.5);
        FlowSnapshot second = Flows.counters(
                new long[4], new Volume(4000, 40, 20), new Volume(800, 8, 4), new Volume(100, 1, 1), 0.25);
        OmnetppFile file;
        try (OutputFile output = OutputFile.temporary(false);
                MeasurementVector vector = ACTIVE.measurementVector(output)) {
            vector.begin(START);
            vector.sample(new MeasurementSample(
                    START, 0, 0, List.of(new MeasurementSample.Flow(Flows.flow(7, ""), first, FlowSnapshot.EMPTY))));
            vector.sample(new MeasurementSample(
                    START + 2_000_000,
                    2_000_000,
                    2_000_000,
                    List.of(new MeasurementSample.Flow(Flows.flow(7, ""), second, first))));
            vector.finish(Optional.empty());
            file = OmnetppFile.read(content(output));
        }
        assertEquals(2 * 18 + 1, file.vectors().size());
        for (String module : List.of(FLOW, "netPerfMeter.active.total")) {
            assertValues(file, module, "Transmitted Bytes", 0, 1000, 2, 4000);
            assertValues(file, module, "Transmitted Packets", 0, 10, 2, 40);
            assertValues(file, module, "Transmitted Frames", 0, 5, 2, 20);
            assertValues(file, module, "Transmitted Byte Rate", 2, 1500);
            assertValues(file, module, "Transmitted Packet Rate", 2, 15);
            assertValues(file, module, "Transmitted Frame Rate", 2, 7.5);
            assertValues(file, module, "Received Bytes", 0, 300, 2, 800);
            assertValues(file, module, "Received Frame Rate", 2, 1);
            assertValues(file, module, "Lost Packets", 0, 1, 2, 1);
            assertValues(file, module, "Lost Byte Rate", 2, 0);
        }
        assertValues(file, FLOW, "Jitter", 0, 0.5, 2, 0.25);
    }

    /** @param expected times and values in turn */
    private static void assertValues(OmnetppFile file, String module, String name, double... expected) {
        assertEquals(
                DoubleStream.of(expected).boxed().toList(),
                file.vector(module, name).values().stream()
                        .flatMap(value ->
                                DoubleStream.of(value.seconds(), value.value()).boxed())
                        .toList(),
                name);
    }

    private static PathSample path(PathSample.Part part, long id, Map<PathMetric, Long> values) {
        return new PathSample(part, id, "10.0.0.1:9000", "[2001:db8::1]:9001", "ESTABLISHED", values);
    }

    @Test
    void whatTheKernelSaysHasAVectorFromWhenItIsSaid() throws IOException {
        FlowDefinition flow = Flows.flow(7, "");
        PathSample connection = path(PathSample.Part.CONNECTION, 0, Map.of(PathMetric.SUBFLOWS, 2L));
        PathSample subflow =
                path(PathSample.Part.SUBFLOW, 3, Map.of(PathMetric.RTT, 10_250L, PathMetric.BUSY, 1_500_000L));
        OmnetppFile file;
        try (OutputFile output = OutputFile.temporary(false);
                TransportVector vector = ACTIVE.transportVector(output)) {
            vector.begin(START);
            vector.sample(new TransportSamples(
                    START, 0, 0, List.of(new TransportSamples.Connection(flow, List.of(connection)))));
            vector.sample(new TransportSamples(
                    START + 1_000_000,
                    1_000_000,
                    1_000_000,
                    List.of(new TransportSamples.Connection(flow, List.of(connection, subflow)))));
            vector.finish(Optional.empty());
            file = OmnetppFile.read(content(output));
        }
        assertValues(file, FLOW, "Transport Subflows", 0, 2, 1, 2);
        assertValues(file, FLOW + ".subflow[3]", "Transport RTT", 1, 10.25);
        assertValues(file, FLOW + ".subflow[3]", "Transport BusyTime", 1, 1.5);
        assertEquals(3, file.vectors().size());
        assertEquals(
                Map.of("unit", "ms", "localAddress", "10.0.0.1:9000", "remoteAddress", "[2001:db8::1]:9001"),
                file.vector(FLOW + ".subflow[3]", "Transport RTT").attributes());
    }

    // ------ Scalars

    private static OmnetppFile scalars(
            boolean active, FlowDefinition flow, FlowStatistics statistics, PathSample... samples) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seed", "18446744073709551615");
        facts.put("software", "x \"y\"\nz\\");
        facts.put("long", "é".repeat(10_000));
        TransportSummary transport = new TransportSummary(flow);
        transport.add(List.of(samples));
        MeasurementReport report = new MeasurementReport(
                active,
                0xABCDEF,
                START,
                START + 2_000_000,
                "run time over",
                Optional.of("the disk is full"),
                List.of(new MeasurementReport.Flow(
                        flow,
                        statistics.snapshot(),
                        statistics.quality(),
                        statistics.distributions(),
                        Map.of("multipath", "fell back to TCP"),
                        Optional.of(transport))),
                new CpuUsage(CPU_SHARES, List.of()),
                facts);
        try (OutputFile output = OutputFile.temporary(false)) {
            ResultFormat.omnetpp(active, 0xABCDEF, -1).writeScalars(report, output);
            output.finish();
            String text = content(output);
            assertTrue(!active || text.startsWith(HEADER), text);
            return OmnetppFile.read(text);
        }
    }

    @Test
    void scalarsAreThoseOfTheOriginalBehindARun() throws IOException {
        FlowStatistics statistics = new FlowStatistics(5000);
        statistics.transmitted(START, START + 2_000_000, START, START + 2_000_000, 4, 6000, 2);
        OmnetppFile file = scalars(
                true,
                Flows.flow(7, "Flow"),
                statistics,
                new PathSample(PathSample.Part.CONNECTION, 0, "", "", "", Map.of(PathMetric.DROPS, 3L)),
                new PathSample(PathSample.Part.SUBFLOW, 1, "", "", "", Map.of(PathMetric.RTT, 1500L)));
        assertEquals(19, file.scalars().get(FLOW).size());
        assertEquals(24_000, file.scalars().get(FLOW).get("Transmitted Bit Rate"));
        assertEquals(20, file.scalars().get("netPerfMeter.active.total").size());
        assertEquals(
                CPU_SHARES,
                List.copyOf(file.scalars().get("netPerfMeter.active.totalCPU").values()));
        assertEquals(1.5, file.scalars().get(FLOW + ".subflow[1]").get("Transport RTT Mean"));
        assertEquals(3, file.scalars().get(FLOW).get("Transport Drops"));
        assertEquals(Map.of(), file.histograms());
    }

    @Test
    void streamsWithTheSameIdAreModulesOfTheirOwn() throws IOException {
        List<MeasurementReport.Flow> flows = new ArrayList<>();
        for (int stream = 0; stream < 2; stream++) {
            FlowDefinition flow = Flows.stream(7, stream, "stream " + stream, Flows.OPTIONS);
            flows.add(new MeasurementReport.Flow(flow, new FlowStatistics(0).snapshot(), Map.of()));
        }
        MeasurementReport report = new MeasurementReport(
                true,
                1,
                START,
                START + 1,
                "why",
                Optional.empty(),
                flows,
                new CpuUsage(CPU_SHARES, List.of()),
                Map.of());
        OutputFile output = OutputFile.temporary(false);
        ACTIVE.writeScalars(report, output);
        output.finish();
        String text = content(output);
        OmnetppFile file = OmnetppFile.read(text);
        assertEquals("stream 0", file.parameters().get(FLOW + ".description"));
        assertEquals("stream 1", file.parameters().get(FLOW + ".stream[1].description"));
        assertTrue(file.scalars().containsKey(FLOW));
        assertTrue(file.scalars().containsKey(FLOW + ".stream[1]"));
        assertEquals(
                List.of("0", "0"),
                PeerResults.parse(text).flows().stream()
                        .map(flow -> flow.facts().get("lostPackets"))
                        .toList());
    }

    @Test
    void factsAreAttributesOfTheRun() throws IOException {
        OmnetppFile file = scalars(true, Flows.flow(7, "Flow"), new FlowStatistics(0));
        assertEquals("run time over", file.attributes().get("endReason"));
        assertEquals("the disk is full", file.attributes().get("partial"));
        assertEquals("x \"y\"\nz\\", file.attributes().get("software"));
        assertEquals("é".repeat(1000), file.attributes().get("long"));
        assertTrue(file.comments().contains("endReason: run time over"), file.comments()::toString);
    }

    @Test
    void flowsAreParameters() throws IOException {
        FlowDefinition flow = Flows.flow(
                7,
                "a \\ b 'ü'",
                TransportProtocol.UDP,
                new TrafficPattern(new Exponential(12.5), new Uniform(100, 200)),
                Flows.SILENCE);
        Map<String, String> parameters =
                scalars(true, flow, new FlowStatistics(0)).parameters();
        assertEquals("a \\ b 'ü'", parameters.get(FLOW + ".description"));
        assertEquals("UDP", parameters.get(FLOW + ".protocol"));
        assertEquals("exponential(12.5)", parameters.get(FLOW + ".outboundFrameRate"));
        assertEquals("uniform(100.0, 200.0)", parameters.get(FLOW + ".outboundFrameBytes"));
        assertEquals("constant(0.0)", parameters.get(FLOW + ".inboundFrameBytes"));
        assertEquals("fell back to TCP", parameters.get(FLOW + ".multipath"));
    }

    @Test
    void passiveNodeHasARunOfItsOwnAndDoesNotKnowWhatItIsToReceive() throws IOException {
        OmnetppFile file = scalars(false, Flows.flow(7, "Flow"), new FlowStatistics(0));
        assertEquals("netPerfMeter-passive-20261123-13:56:47-0000000000abcdef", file.run());
        assertEquals("passive", file.attributes().get("configname"));
        assertEquals("0000000000abcdef", file.attributes().get("measurement"));
        assertTrue(file.parameters().containsKey("netPerfMeter.passive.flow[7].outboundFrameRate"));
        assertFalse(file.parameters().containsKey("netPerfMeter.passive.flow[7].inboundFrameRate"));
    }

    /** The squares of the distances to the mean of 1002.25 us are 12.75 us^2 in sum. */
    @Test
    void distributionsAreHistograms() throws IOException {
        FlowStatistics statistics = new FlowStatistics(0, true);
        long[] delays = {1000, 1002, 1002, 1005};
        for (int i = 0; i < delays.length; i++) {
            statistics.received(
                    START + 1000L * i,
                    START + 1000L * i,
                    true,
                    true,
                    i,
                    i,
                    100L * i,
                    START + 1000L * i - delays[i],
                    100);
        }
        OmnetppFile file = scalars(true, Flows.flow(7, "Flow"), statistics);
        assertEquals(
                List.of("Delay", "Absolute IPDV"),
                List.copyOf(file.histograms().get(FLOW).keySet()));
        OmnetppFile.Histogram delay = file.histograms().get(FLOW).get("Delay");
        assertEquals(4, delay.fields().get("count"));
        assertEquals(1.00225, delay.fields().get("mean"), 1e-12);
        assertEquals(Math.sqrt(12.75 / 3) / 1000, delay.fields().get("stddev"), 1e-12);
        assertEquals(4.009, delay.fields().get("sum"), 1e-12);
        assertEquals(1 + 2 * 1.004004 + 1.010025, delay.fields().get("sqrsum"), 1e-12);
        assertEquals(1, delay.fields().get("min"));
        assertEquals(1.005, delay.fields().get("max"));
        assertEquals(Map.of("unit", "ms"), delay.attributes());
        assertEquals(List.of(Double.NEGATIVE_INFINITY, 1.0, 1.001, 1.002, 1.003, 1.005, 1.006), delay.lows());
        assertEquals(List.of(0L, 1L, 0L, 2L, 0L, 1L, 0L), delay.counts());
    }

    @Test
    void singleValueHasNoDeviationOfASample() throws IOException {
        FlowStatistics statistics = new FlowStatistics(0, true);
        statistics.lateness(2501);
        OmnetppFile.Histogram lateness = scalars(true, Flows.flow(7, "Flow"), statistics)
                .histograms()
                .get(FLOW)
                .get("Send Lateness");
        assertEquals(Double.NaN, lateness.fields().get("stddev"));
        assertEquals(0.002501, lateness.fields().get("min"));
        assertEquals(List.of(Double.NEGATIVE_INFINITY, 0.002501, 0.002502), lateness.lows());
        assertEquals(List.of(0L, 1L, 0L), lateness.counts());
    }

    /** Neighbours beyond the precision of floating-point numbers. */
    @Test
    void binsThatCannotBeToldApartAreOne() throws IOException {
        FlowStatistics statistics = new FlowStatistics(0, true);
        for (int i = 0; i < 4; i++) {
            statistics.received(START, START, true, true, i, i, 100L * i, START - (1L << 60) - i % 2, 100);
        }
        OmnetppFile.Histogram delay = scalars(true, Flows.flow(7, "Flow"), statistics)
                .histograms()
                .get(FLOW)
                .get("Delay");
        assertEquals(List.of(0L, 4L, 0L), delay.counts());
    }

    // ------ Tokens

    @Test
    void textsAreQuotedWhereTheyHaveTo() {
        assertEquals("flow[7]", QuotedText.token("flow[7]"));
        assertEquals("#0", QuotedText.token("#0"));
        assertEquals("\"\"", QuotedText.token(""));
        assertEquals("\"a b\"", QuotedText.token("a b"));
        assertEquals("\"é\"", QuotedText.token("é"));
        assertEquals("\"\\\"x\\\\\"", QuotedText.token("\"x\\"));
        assertEquals("\"a\\n\\r\\tb \"", QuotedText.token("a\n\r\tb\u0007"));
        for (String text :
                List.of("", "a b", "\"", "\\", "\\\"", "a\nb\tc\r", "scalar x y 1\nscalar", "π \uD83D\uDE00")) {
            assertEquals(List.of("attr", text), OmnetppFile.tokens("attr " + QuotedText.token(text)));
        }
    }
}
