// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.flowRows;
import static org.netperfmeter.node.ResultFiles.measurementRows;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a measurement, those that the passive node uploads included. */
@Timeout(60)
class FilesIT {
    private static final int SEQUENCE_NUMBER = 3;
    private static final int ABS_BYTES = 4;
    private static final int ABS_PACKETS = 5;
    private static final int ABS_FRAMES = 6;

    private static RunningPassive passive;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openPassive() throws IOException {
        passive = RunningPassive.open();
    }

    @AfterAll
    static void closePassive() {
        passive.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".bz2"})
    void vectorsHaveARowForEachMessage(String suffix) throws Exception {
        new ActiveRun(passive.basePort)
                .flow("TCP 200:3000:100:500:maxmsgsize=1400:description=First")
                .flow("UDP 100:300:50:400:id=17:description=Second")
                .scalars(directory.resolve("run.sca" + suffix))
                .vectors(directory.resolve("run.vec" + suffix))
                .runUntil(Enough.frames(10));
        Map<String, Long> active = scalars(directory.resolve("run-active.sca" + suffix));
        Map<String, Long> served = scalars(directory.resolve("run-passive.sca" + suffix));
        assertSameCounters("total", active, served);
        assertSameCounters("total", served, active);
        for (int flowId : new int[] {0, 17}) {
            String ids = String.format("-%08x-0000.vec", flowId) + suffix;
            assertRows("flow[" + flowId + "]", active, directory.resolve("run-active" + ids));
            assertRows("flow[" + flowId + "]", served, directory.resolve("run-passive" + ids));
        }
        assertSamples(directory.resolve("run-active.vec" + suffix));
        assertSamples(directory.resolve("run-passive.vec" + suffix));
        assertEquals(8, names().size(), names().toString());
    }

    private static void assertRows(String object, Map<String, Long> counters, Path file) throws IOException {
        List<String[]> rows = flowRows(file);
        assertFalse(rows.isEmpty(), file.toString());
        assertEquals(counters.get(object + " Received Packets"), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(Integer.toString(i), rows.get(i)[SEQUENCE_NUMBER]);
            assertEquals(Integer.toString(i + 1), rows.get(i)[ABS_PACKETS]);
        }
        String[] last = rows.get(rows.size() - 1);
        assertEquals(counters.get(object + " Received Bytes"), Long.parseLong(last[ABS_BYTES]));
        assertEquals(counters.get(object + " Received Frames"), Long.parseLong(last[ABS_FRAMES]));
    }

    /** At least the sample at the start: three rows for each of two flows and for the total. */
    private static void assertSamples(Path file) throws IOException {
        List<String[]> rows = measurementRows(file);
        assertTrue(rows.size() >= 9, rows.size() + " rows");
        assertEquals(0, rows.size() % 9);
        assertEquals(
                List.of("\"First\" \"Sent\"", "\"First\" \"Received\"", "\"First\" \"Lost\"", "\"Second\" \"Sent\""),
                rows.stream().limit(4).map(row -> row[5] + " " + row[7]).toList());
        assertEquals("-1", rows.get(6)[4]);
    }

    private Set<String> names() throws IOException {
        return ResultFiles.names(directory);
    }

    @Test
    void silentDirectionHasAVectorOfItsHeaderOnly() throws Exception {
        new ActiveRun(passive.basePort)
                .flow("TCP 100:200")
                .vectors(directory.resolve("run.vec"))
                .runUntil(Enough.frames(10));
        assertEquals(List.of(), flowRows(directory.resolve("run-active-00000000-0000.vec")));
        assertFalse(flowRows(directory.resolve("run-passive-00000000-0000.vec")).isEmpty());
    }

    @Test
    void noFilesAreWrittenUnlessWanted() throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort).flow("TCP 100:200").seconds(0.1);
        run.run();
        assertEquals(List.of(), run.events.files);
    }

    @Test
    void everyFileIsReportedOnceItIsComplete() throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort)
                .flow("TCP 100:200")
                .seconds(0.1)
                .scalars(directory.resolve("run.sca"))
                .vectors(directory.resolve("run.vec"))
                .configFile(directory.resolve("run.config"));
        run.run();
        assertEquals(7, run.events.files.size());
        assertEquals(
                names(),
                run.events.files.stream()
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void descriptionsReachThePassiveNodeUpToThirtyTwoBytes() throws Exception {
        new ActiveRun(passive.basePort)
                .flow("TCP 10:200:0:0:description=Größe und Länge, zu langem für das Feld")
                .vectors(directory.resolve("run.vec"))
                .seconds(0.1)
                .run();
        assertEquals(
                "\"Größe und Länge, zu langem für das Feld\"",
                measurementRows(directory.resolve("run-active.vec")).get(0)[5]);
        assertEquals(
                "\"Größe und Länge, zu langem f\"",
                measurementRows(directory.resolve("run-passive.vec")).get(0)[5]);
    }

    @Test
    void configFileNamesTheFlowsAndTheirFiles() throws Exception {
        new ActiveRun(passive.basePort)
                .flow("TCP 10:200:0:0:description=One")
                .flow("UDP 10:200")
                .vectors(directory.resolve("run.vec"))
                .configFile(directory.resolve("run.config"))
                .seconds(0.1)
                .run();
        List<String> lines = Files.readAllLines(directory.resolve("run.config"));
        assertEquals("NUM_FLOWS=2", lines.get(0));
        assertTrue(lines.contains("NAME_ACTIVE_NODE=\"client\""), lines.toString());
        assertTrue(lines.contains("FLOW0_DESCRIPTION=\"One\""), lines.toString());
        assertTrue(lines.contains("FLOW1_PROTOCOL=\"UDP\""), lines.toString());
        assertTrue(
                lines.contains("FLOW1_VECTOR_PASSIVE_NODE=\"" + directory + "/run-passive-00000001-0000.vec\""),
                lines.toString());
    }
}
