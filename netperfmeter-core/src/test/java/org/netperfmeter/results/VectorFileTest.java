// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.Allocations;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowOptions;

class VectorFileTest {
    private static final String FLOW_HEADER = "AbsTime\tRelTime\tSeqNumber\tAbsBytes\tAbsPackets\tAbsFrames"
            + "\tRelBytes\tRelPackets\tRelFrames\tDelay\tPrevPacketDelayDiff\tJitter";

    private static String content(OutputFile file) throws IOException {
        return new String(Channels.newInputStream(file.read()).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String row(String... fields) {
        return String.join("\t", fields) + "\n";
    }

    private static long unscaled(String decimal) {
        return new BigDecimal(decimal).unscaledValue().longValueExact();
    }

    /** Rows of a sample as the original wrote them, written again. */
    @ParameterizedTest
    @ValueSource(
            strings = {"run-active-00000000-0000.vec", "run-passive-00000001-0000.vec", "run-active-00000002-0000.vec"})
    void flowVectorIsTheOriginals(String name) throws IOException {
        String sample = Samples.text("2.0.10/" + name);
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = new FlowRows(output, Optional.empty())) {
            for (String line : sample.lines().skip(1).toList()) {
                String[] f = line.split("\t", -1);
                vector.row(
                        Long.parseLong(f[1]),
                        unscaled(f[2]),
                        Long.parseLong(f[3]),
                        Long.parseLong(f[4]),
                        Long.parseLong(f[5]),
                        Long.parseLong(f[6]),
                        Long.parseLong(f[7]),
                        Long.parseLong(f[9]),
                        unscaled(f[10]),
                        unscaled(f[11]),
                        Double.parseDouble(f[12]));
            }
            vector.finish(Optional.empty());
            assertEquals(sample, content(output));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run-active.vec", "run-passive.vec"})
    void measurementVectorIsTheOriginals(String name) throws IOException {
        String sample = Samples.text("2.0.10/" + name);
        List<String[]> rows =
                sample.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        Map<Integer, FlowSnapshot> before = new HashMap<>();
        try (OutputFile output = OutputFile.temporary(false);
                MeasurementVector vector = new MeasurementRows(output)) {
            List<MeasurementSample.Flow> flows = new ArrayList<>();
            for (int i = 0; i < rows.size(); i += 3) {
                String[] f = rows.get(i);
                if (f[4].equals("-1")) {
                    vector.sample(new MeasurementSample(Long.parseLong(f[1]), unscaled(f[2]), unscaled(f[3]), flows));
                    flows.clear();
                    continue;
                }
                int flowId = Integer.parseInt(f[4]);
                FlowSnapshot now = Flows.counters(
                        new long[4],
                        absolute(f),
                        absolute(rows.get(i + 1)),
                        absolute(rows.get(i + 2)),
                        Double.parseDouble(f[6]));
                flows.add(new MeasurementSample.Flow(
                        Flows.flow(flowId, f[5].replace("\"", "")),
                        now,
                        before.getOrDefault(flowId, FlowSnapshot.EMPTY)));
                before.put(flowId, now);
            }
            vector.finish(Optional.empty());
            assertEquals(sample, content(output));
        }
    }

    private static Volume absolute(String[] fields) {
        return new Volume(Long.parseLong(fields[8]), Long.parseLong(fields[9]), Long.parseLong(fields[10]));
    }

    @Test
    void numbersAreFormattedExactly() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = new FlowRows(output, Optional.empty())) {
            vector.row(1, 0, -1, Long.MAX_VALUE, 0, 0, 65535, 0, -1, 0, 0.0005);
            vector.row(
                    1795375544633999L, 3_600_000_000L, 9, 99, 100, 101, 999_999, 1000, -1000, 123_456_789, 12345.6789);
            vector.row(0, 999_999, 0, 0, 0, 0, 0, 0, -999, 999, 0.0625);
            vector.finish(Optional.empty());
            String[] lines = content(output).split("(?<=\n)", -1);
            assertEquals(
                    row(
                            "000001",
                            "1",
                            "0.000000",
                            "18446744073709551615",
                            "9223372036854775807",
                            "0",
                            "0",
                            "65535",
                            "1",
                            "0",
                            "-0.001",
                            "0.000",
                            "0.001"),
                    lines[1]);
            assertEquals(
                    row(
                            "000002",
                            "1795375544633999",
                            "3600.000000",
                            "9",
                            "99",
                            "100",
                            "101",
                            "999999",
                            "1",
                            "1000",
                            "-1.000",
                            "123456.789",
                            "12345.679"),
                    lines[2]);
            assertEquals(
                    row("000003", "0", "0.999999", "0", "0", "0", "0", "0", "1", "0", "-0.999", "0.999", "0.062"),
                    lines[3]);
        }
    }

    /** Message by message, since the clocks drift. */
    @Test
    void correctedDelaysAreMarkedByAColumnWithTheCorrection() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = new FlowRows(output, Optional.of(receivedMicros -> 2_500_000 - receivedMicros))) {
            vector.row(1_000_000, 0, 0, 100, 1, 1, 100, 1, -1_499_960, 0, 0);
            vector.row(5_000_000, 4_000_000, 1, 200, 2, 2, 100, 1, 2_500_001, 3_999_961, 0);
            vector.finish(Optional.empty());
            assertEquals(
                    FLOW_HEADER + "\tDelayCorrection\n"
                            + row("000001", "1000000", "0.000000", "0", "100", "1", "1", "100", "1", "1")
                                    .replace("\n", "\t0.040\t0.000\t0.000\t1500.000\n")
                            + row("000002", "5000000", "4.000000", "1", "200", "2", "2", "100", "1", "1")
                                    .replace("\n", "\t0.001\t3999.961\t0.000\t-2500.000\n"),
                    content(output));
        }
    }

    @Test
    void rowNumbersGrowBeyondSixDigits() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = new FlowRows(output, Optional.empty())) {
            for (int i = 0; i < 1_000_000; i++) {
                vector.row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            }
            vector.finish(Optional.empty());
            List<String> lines = content(output).lines().toList();
            assertEquals("999999\t0\t", lines.get(999_999).substring(0, 9));
            assertEquals("1000000\t0\t", lines.get(1_000_000).substring(0, 10));
            assertEquals(1_000_001, lines.size());
        }
    }

    @Test
    void rowsAreWrittenWithoutGarbage(@TempDir Path directory) throws IOException {
        try (FlowVector vector = new FlowRows(OutputFile.create(directory.resolve("x.vec")), Optional.empty())) {
            assertEquals(0, Allocations.fewestBytesOf(() -> rows(vector, 100_000)));
        }
    }

    private static void rows(FlowVector vector, int count) {
        try {
            for (int i = 0; i < count; i++) {
                vector.row(1795375544633999L + i, i, i, 1000L * i, i, i, 1000, 1, i, -i, i / 7.0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void flowVectorWithoutMessagesHasItsHeaderOnly() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                FlowVector vector = new FlowRows(output, Optional.empty())) {
            vector.finish(Optional.empty());
            assertEquals(
                    row(
                            "AbsTime",
                            "RelTime",
                            "SeqNumber",
                            "AbsBytes",
                            "AbsPackets",
                            "AbsFrames",
                            "RelBytes",
                            "RelPackets",
                            "RelFrames",
                            "Delay",
                            "PrevPacketDelayDiff",
                            "Jitter"),
                    content(output));
        }
    }

    /** Flow ID and description tell streams apart: there is no column for the stream ID (results.md 6). */
    @Test
    void streamsHaveRowsOfTheirOwn() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                MeasurementVector vector = new MeasurementRows(output)) {
            vector.sample(new MeasurementSample(
                    1_000_000, 0, 0, List.of(stream(5, 0, "First", 100), stream(6, 1, "Second", 200))));
            vector.finish(Optional.empty());
            List<String> lines = content(output).lines().toList();
            assertEquals(10, lines.size());
            assertEquals(
                    row("000001", "1000000", "0.000000", "0.000000", "5", "\"First\"", "0.000", "\"Sent\"")
                                    .replace("\n", "\t")
                            + "100\t1\t1\t100\t1\t1",
                    lines.get(1));
            assertEquals(
                    row("000004", "1000000", "0.000000", "0.000000", "6", "\"Second\"", "0.000", "\"Sent\"")
                                    .replace("\n", "\t")
                            + "200\t1\t1\t200\t1\t1",
                    lines.get(4));
            assertEquals(
                    row("000007", "1000000", "0.000000", "0.000000", "-1", "\"Total\"", "0", "\"Sent\"")
                                    .replace("\n", "\t")
                            + "300\t2\t2\t300\t2\t2",
                    lines.get(7));
        }
    }

    private static MeasurementSample.Flow stream(int flowId, int streamId, String description, long bytes) {
        return new MeasurementSample.Flow(
                Flows.stream(flowId, streamId, description, FlowOptions.DEFAULTS),
                Flows.counters(new long[4], new Volume(bytes, 1, 1), Volume.NONE, Volume.NONE, 0),
                FlowSnapshot.EMPTY);
    }

    @Test
    void measurementVectorWithoutSamplesIsEmpty() throws IOException {
        try (OutputFile output = OutputFile.temporary(false);
                MeasurementVector vector = new MeasurementRows(output)) {
            vector.finish(Optional.empty());
            assertEquals("", content(output));
        }
    }

    @Test
    void closedFileIsComplete(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("run.vec");
        try (FlowVector vector = new FlowRows(OutputFile.create(path), Optional.empty())) {
            vector.row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        assertEquals(2, Files.readAllLines(path).size());
    }
}
