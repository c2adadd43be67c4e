// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks at a running process ten times a second: when it has ended, it is too late to ask. */
final class ProcessWatch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;
    private static final String PEAK_MEMORY = "VmHWM:";
    private static final double BYTES_PER_KIB = 1024;

    /** One look. */
    record Look(long nanos, double cpuSeconds) {}

    private final long pid;
    private final List<Look> looks = Collections.synchronizedList(new ArrayList<>());
    private final Sampler sampler;
    private volatile double peakMemoryBytes;

    ProcessWatch(Child child) {
        pid = child.pid();
        sampler = Sampler.start("watch " + pid, PERIOD_MILLIS, this::look);
    }

    private void look() throws IOException {
        double cpuSeconds = ProcessorTime.ofProcess(pid);
        looks.add(new Look(System.nanoTime(), cpuSeconds));
        // It only grows, but a process that is ending has no memory any more.
        double bytes = peakMemoryBytes(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        peakMemoryBytes = bytes > 0 ? bytes : peakMemoryBytes;
    }

    /** From {@code /proc/PID/status}; 0 for a process that has no memory any more. */
    static double peakMemoryBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith(PEAK_MEMORY))
                .map(line -> line.substring(PEAK_MEMORY.length()).strip().split(" +"))
                .mapToDouble(fields -> Double.parseDouble(fields[0]) * BYTES_PER_KIB)
                .findFirst()
                .orElse(0);
    }

    double peakMemoryBytes() {
        return peakMemoryBytes;
    }

    /** Processor time between two moments ({@link System#nanoTime}) by the time between them. */
    double coreShare(long fromNanos, long toNanos) throws RunFailedException {
        return coreShare(List.copyOf(looks), fromNanos, toNanos);
    }

    static double coreShare(List<Look> looks, long fromNanos, long toNanos) throws RunFailedException {
        List<Look> inside = looks.stream()
                .filter(look -> look.nanos() >= fromNanos && look.nanos() <= toNanos)
                .toList();
        if (inside.size() < 2) {
            throw new RunFailedException("the process was not seen often enough to know its share of a core");
        }
        Look first = inside.get(0);
        Look last = inside.get(inside.size() - 1);
        return (last.cpuSeconds() - first.cpuSeconds())
                / ((last.nanos() - first.nanos()) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public void close() {
        sampler.close();
    }
}
