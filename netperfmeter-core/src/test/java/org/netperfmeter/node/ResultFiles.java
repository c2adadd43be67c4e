// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Reads result files, plain or compressed. */
final class ResultFiles {
    static final String FLOW_HEADER = "AbsTime\tRelTime\tSeqNumber\tAbsBytes\tAbsPackets\tAbsFrames"
            + "\tRelBytes\tRelPackets\tRelFrames\tDelay\tPrevPacketDelayDiff\tJitter";
    static final String MEASUREMENT_HEADER = "AbsTime\tRelTime\tInterval\tFlowID\tDescription\tJitter\tAction"
            + "\tAbsBytes\tAbsPackets\tAbsFrames\tRelBytes\tRelPackets\tRelFrames";

    private static final String PARTIAL = "# partial: ";

    private static final Pattern SCALAR =
            Pattern.compile("scalar \"netPerfMeter\\.(active|passive)\\.([^\"]+)\" \"([^\"]+)\" +(\\S+)");

    private ResultFiles() {}

    static String text(Path file) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream content =
                        file.toString().endsWith(".bz2") ? new BZip2CompressorInputStream(bytes, true) : bytes) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The counters of a scalar file, by "object name"; the file must be complete. */
    static Map<String, Long> scalars(Path file) throws IOException {
        return scalars(text(file));
    }

    static Map<String, Long> scalars(String text) {
        assertTrue(text.endsWith("\n"), "the last line has no end");
        Map<String, Long> counters = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("# ")) {
                continue;
            }
            Matcher scalar = SCALAR.matcher(line);
            assertTrue(scalar.matches(), line);
            if (scalar.group(4).indexOf('.') < 0) {
                counters.put(scalar.group(2) + " " + scalar.group(3), Long.parseLong(scalar.group(4)));
            }
        }
        assertTrue(text.contains(".totalCPU\" \"Hypervisor\" "), "the CPUs are missing");
        return counters;
    }

    /** What a comment of a scalar file says of something. */
    static String fact(String scalars, String name) {
        return scalars.lines()
                .filter(line -> line.startsWith("# " + name + ": "))
                .map(line -> line.substring(name.length() + 4))
                .findFirst()
                .orElseThrow();
    }

    /** The rows of a vector; header and running numbers must be right. */
    static List<String[]> rows(String text, String header) {
        assertTrue(text.endsWith("\n"), "the last row has no end");
        String[] lines = text.lines().filter(line -> !line.startsWith(PARTIAL)).toArray(String[]::new);
        assertEquals(header, lines[0]);
        int columns = header.split("\t", -1).length + 1;
        List<String[]> rows = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String[] row = lines[i].split("\t", -1);
            assertEquals(columns, row.length, lines[i]);
            assertEquals(String.format("%06d", i), row[0]);
            rows.add(row);
        }
        return rows;
    }

    /** Why a file says that it is partial, in its last line if it is a vector. */
    static Optional<String> partial(Path file) throws IOException {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(PARTIAL))
                .map(line -> line.substring(PARTIAL.length()))
                .findFirst();
    }

    /** Names of all files. */
    static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Writes files as if an earlier measurement had. */
    static Map<String, String> pretend(Path directory, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(directory.resolve(name), "of an earlier measurement: " + name + "\n");
        }
        return contents(directory);
    }

    /** What all files hold, by their names. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String name : names(directory)) {
            contents.put(name, Files.readString(directory.resolve(name)));
        }
        return contents;
    }

    static List<String[]> flowRows(Path file) throws IOException {
        return rows(text(file), FLOW_HEADER);
    }

    static List<String[]> measurementRows(Path file) throws IOException {
        return rows(text(file), MEASUREMENT_HEADER);
    }

    /** What one node sent the other has received, all of it: bytes, packets and frames. */
    static void assertSameCounters(String object, Map<String, Long> sender, Map<String, Long> receiver) {
        for (String unit : List.of("Bytes", "Packets", "Frames")) {
            assertEquals(
                    sender.get(object + " Transmitted " + unit),
                    receiver.get(object + " Received " + unit),
                    object + " " + unit);
        }
        for (String unit : List.of("Bytes", "Packets", "Frames")) {
            assertEquals(0, receiver.get("total Lost " + unit), "lost " + unit);
        }
    }
}
