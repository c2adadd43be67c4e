// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Looks a hundred times a second at what the loopback interface has carried. So pauses of a saturated flow are seen from
 * outside, and whatever program it is, nothing in it is disturbed.
 */
final class LoopbackProgress implements AutoCloseable {
    private static final Path INTERFACES = Path.of("/proc/net/dev");
    private static final String LOOPBACK = "lo:";
    private static final long PERIOD_MILLIS = 10;

    /** What counts as progress: more than control connections carry, less than a saturated flow does in a period. */
    private static final long PROGRESS_BYTES = 256 * 1024;

    /** One look. */
    record Look(long nanos, long bytes) {}

    private final List<Look> looks = Collections.synchronizedList(new ArrayList<>());
    private final Sampler sampler = Sampler.start("loopback progress", PERIOD_MILLIS, this::look);

    private void look() throws IOException {
        looks.add(new Look(System.nanoTime(), receivedBytes(Files.readString(INTERFACES))));
    }

    static long receivedBytes(String interfaces) {
        return interfaces
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(LOOPBACK))
                .map(line -> line.substring(LOOPBACK.length()).strip().split(" +"))
                .mapToLong(fields -> Long.parseLong(fields[0]))
                .findFirst()
                .orElse(0);
    }

    /** The longest pause between the first progress and the last. */
    long longestPauseNanos() {
        return longestPauseNanos(List.copyOf(looks), PROGRESS_BYTES);
    }

    static long longestPauseNanos(List<Look> looks, long progressBytes) {
        List<Look> marks = progress(looks, progressBytes);
        long longest = 0;
        for (int i = 1; i < marks.size(); i++) {
            longest = Math.max(longest, marks.get(i).nanos() - marks.get(i - 1).nanos());
        }
        return longest;
    }

    /** Bytes of the last tenth of the time between the first progress and the last, by the first. */
    double lastTenthByFirst() throws RunFailedException {
        return lastTenthByFirst(List.copyOf(looks), PROGRESS_BYTES);
    }

    static double lastTenthByFirst(List<Look> looks, long progressBytes) throws RunFailedException {
        List<Look> marks = progress(looks, progressBytes);
        if (marks.size() < 2) {
            throw new RunFailedException("loopback carried too little");
        }
        Look first = marks.get(0);
        Look last = marks.get(marks.size() - 1);
        long tenth = (last.nanos() - first.nanos()) / 10;
        double early = bytesAt(looks, first.nanos() + tenth) - first.bytes();
        double late = last.bytes() - bytesAt(looks, last.nanos() - tenth);
        return late / early;
    }

    private static double bytesAt(List<Look> looks, long nanos) {
        return looks.stream()
                .filter(look -> look.nanos() >= nanos)
                .findFirst()
                .orElseThrow()
                .bytes();
    }

    /** The looks that saw progress since the one before of them. */
    private static List<Look> progress(List<Look> looks, long progressBytes) {
        List<Look> marks = new ArrayList<>();
        long bytes = looks.isEmpty() ? 0 : looks.get(0).bytes();
        for (Look look : looks) {
            if (look.bytes() - bytes >= progressBytes) {
                marks.add(look);
                bytes = look.bytes();
            }
        }
        return marks;
    }

    @Override
    public void close() {
        sampler.close();
    }
}
