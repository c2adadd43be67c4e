// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process held before, during and after a load.
 *
 * <p>It is flat if the median of the last quarter of the time under load is not above that of the second quarter by more
 * than a twentieth and a {@linkplain Vital#tolerance tolerance}, and if nothing is left after it: as many threads,
 * descriptors and unfinished files as before it, and no more than a {@linkplain Vital#idleTolerance tolerance} more live heap.
 * The first quarter is left to warm up. How much memory of an idle process is resident says nothing: Java keeps what it had.
 */
final class Series {
    static final int QUARTERS = 4;
    private static final double GROWTH = 1.05;
    /** Until the process has closed what the details came over. */
    private static final long DETACH_MILLIS = 1_000;

    private final String name;
    private final long pid;
    private final List<Vitals> samples = new ArrayList<>();
    private Vitals before;
    private Vitals after;

    /** Of a process of this user. */
    Series(String name, long pid) {
        this.name = name;
        this.pid = pid;
    }

    /** Looks at the idle process before the load; details go into a file. */
    void begin(Path directory) throws IOException, InterruptedException {
        before = idle(directory, "before");
    }

    /** Looks at the process under load. */
    void sample() throws IOException, InterruptedException {
        samples.add(Vitals.of(pid));
    }

    /** Looks at the idle process after the load; details go into a file. */
    void end(Path directory) throws IOException, InterruptedException {
        after = idle(directory, "after");
    }

    private Vitals idle(Path directory, String when) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(name + "-" + when + ".txt"), Vitals.details(pid));
        Thread.sleep(DETACH_MILLIS);
        return Vitals.of(pid);
    }

    /** A row for each vital sign: before, medians of the quarters, after, and what is wrong. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (Vital vital : Vital.values()) {
            StringBuilder row =
                    new StringBuilder("%-8s %-20s %8s".formatted(name, vital.title(), vital.format(before.of(vital))));
            for (int quarter = 0; quarter < QUARTERS; quarter++) {
                row.append(" %8s".formatted(vital.format(median(vital, quarter))));
            }
            row.append(" %8s".formatted(vital.format(after.of(vital))));
            String faults = (grows(vital) ? "  GROWS" : "") + (isLeft(vital) ? "  LEFT" : "");
            rows.add(row.append(faults.isEmpty() ? "  flat" : faults).toString());
        }
        return rows;
    }

    boolean isFlat() {
        for (Vital vital : Vital.values()) {
            if (grows(vital) || isLeft(vital)) {
                return false;
            }
        }
        return true;
    }

    private boolean grows(Vital vital) {
        return median(vital, QUARTERS - 1) > GROWTH * median(vital, 1) + vital.tolerance();
    }

    private boolean isLeft(Vital vital) {
        return switch (vital) {
            case RESIDENT -> false;
            case LIVE_HEAP -> after.of(vital) > before.of(vital) + vital.idleTolerance();
            case THREADS, DESCRIPTORS, TEMPORARY_FILES -> after.of(vital) != before.of(vital);
        };
    }

    /** Of a quarter of the samples, the first being 0. */
    private double median(Vital vital, int quarter) {
        int from = samples.size() * quarter / QUARTERS;
        int to = samples.size() * (quarter + 1) / QUARTERS;
        double[] sorted = samples.subList(from, to).stream()
                .mapToDouble(sample -> sample.of(vital))
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
