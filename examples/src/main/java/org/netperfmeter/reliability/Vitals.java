// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process of Java holds at a moment, behind a full collection of garbage: that is no leak. */
record Vitals(Map<Vital, Long> values) {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    /**
     * An option of the JVM for processes that are looked at. Its serial collector leaves some garbage where it is else, up to
     * a twentieth of the old generation, and fills that with arrays of int, which the histogram counts.
     */
    static final String EXACT_HEAP = "-XX:MarkSweepDeadRatio=0";

    private static final long BYTES_PER_KIB = 1024;

    /** Threads that the JVM and its class library start and end as they like. */
    private static final Set<String> FOREIGN_THREADS =
            Set.of("C1 CompilerThre", "C2 CompilerThre", "Attach Listener", "process reaper");

    Vitals {
        values = Map.copyOf(values);
    }

    double of(Vital vital) {
        return (double) values.get(vital);
    }

    /** Looks at a process of the same user, by {@code jcmd} and proc(5). */
    static Vitals of(long pid) throws IOException, InterruptedException {
        Map<Vital, Long> values = new EnumMap<>(Vital.class);
        Path proc = Path.of("/proc", Long.toString(pid));
        values.put(Vital.THREADS, (long) threads(proc).size());
        List<String> descriptors = descriptors(proc);
        values.put(Vital.DESCRIPTORS, (long) descriptors.size());
        values.put(
                Vital.TEMPORARY_FILES,
                descriptors.stream()
                        .filter(target -> target.endsWith(".part") || target.endsWith(" (deleted)"))
                        .count());
        // Last: jcmd connects to the process, which may take a moment to close that.
        values.put(Vital.LIVE_HEAP, number(LIVE, histogram(pid)));
        values.put(Vital.RESIDENT, BYTES_PER_KIB * number(RESIDENT, Files.readString(proc.resolve("status"))));
        return new Vitals(values);
    }

    /** The same in detail: all objects by class, threads and descriptors. */
    static String details(long pid) throws IOException, InterruptedException {
        Path proc = Path.of("/proc", Long.toString(pid));
        return histogram(pid)
                + threads(proc).stream().sorted().collect(Collectors.joining("\n", "\nThreads:\n", "\n"))
                + descriptors(proc).stream().sorted().collect(Collectors.joining("\n", "\nDescriptors:\n", "\n"));
    }

    /** The histogram counts what is left by a full collection. */
    private static String histogram(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try (InputStream output = jcmd.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            jcmd.waitFor();
        }
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static List<String> threads(Path proc) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path thread : list(proc.resolve("task"))) {
            try {
                names.add(Files.readString(thread.resolve("comm")).strip());
            } catch (IOException e) {
                // It has just ended.
            }
        }
        names.removeAll(FOREIGN_THREADS);
        return names;
    }

    private static List<String> descriptors(Path proc) throws IOException {
        return list(proc.resolve("fd")).stream()
                .map(Vitals::target)
                .filter(target -> !target.isEmpty())
                .toList();
    }

    /** Empty if it has just been closed. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
