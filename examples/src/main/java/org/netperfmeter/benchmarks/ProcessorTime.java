// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/**
 * Processor time since the start of the host or a process, in seconds, as {@code /proc} has it (proc(5)).
 *
 * @param busySeconds of all processors and whoever they worked for, including time stolen by other virtual machines
 * @param ownSeconds of this process and of its children that have ended
 * @param childrenSeconds of its children that have ended
 */
record ProcessorTime(double busySeconds, double ownSeconds, double childrenSeconds) {
    /** USER_HZ, which is 100 on all architectures on which this program runs. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double NANOS_PER_SECOND = 1e9;

    // Fields of /proc/stat, and of /proc/PID/stat behind the name of the program.
    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    /** What has passed until now. */
    static ProcessorTime now() throws IOException {
        String[] self = statFields(Path.of("/proc/self/stat"));
        double children = seconds(self, CUTIME) + seconds(self, CSTIME);
        double own = children + seconds(self, UTIME) + seconds(self, STIME) + softInterruptThreadSeconds();
        return new ProcessorTime(busySeconds(Files.readString(Path.of("/proc/stat"))), own, children);
    }

    /** What has passed since an earlier moment. */
    ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(
                busySeconds - earlier.busySeconds,
                ownSeconds - earlier.ownSeconds,
                childrenSeconds - earlier.childrenSeconds);
    }

    /**
     * How many processors others kept busy, on average.
     *
     * @param seconds that have passed by the clock
     */
    double foreignProcessors(double seconds) {
        return Math.max(0, busySeconds - ownSeconds) / seconds;
    }

    /** Begins to measure {@link #foreignProcessors}. */
    static Rounds.Load foreignLoad() throws IOException {
        ProcessorTime before = now();
        long startNanos = System.nanoTime();
        return () -> now().since(before).foreignProcessors((System.nanoTime() - startNanos) / NANOS_PER_SECOND);
    }

    /** User and system time of a process that still runs, with all its threads. */
    static double ofProcess(long pid) throws IOException {
        String[] fields = statFields(Path.of("/proc", Long.toString(pid), "stat"));
        return seconds(fields, UTIME) + seconds(fields, STIME);
    }

    /** The first line of {@code /proc/stat}: everything but idling and waiting; guests are part of the user's time. */
    static double busySeconds(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        double ticks = 0;
        for (int field = USER; field <= STEAL; field++) {
            ticks += field == IDLE || field == IO_WAIT ? 0 : Double.parseDouble(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The kernel's threads that handle packets when there are too many: work that the runs cause. */
    private static double softInterruptThreadSeconds() throws IOException {
        double seconds = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                seconds += softInterruptThreadSeconds(process.resolve("stat"));
            }
        }
        return seconds;
    }

    private static double softInterruptThreadSeconds(Path file) {
        try {
            String stat = Files.readString(file);
            if (!stat.contains("(ksoftirqd/")) {
                return 0;
            }
            String[] fields = fields(stat);
            return seconds(fields, UTIME) + seconds(fields, STIME);
        } catch (IOException e) {
            // The process has ended meanwhile.
            return 0;
        }
    }

    private static String[] statFields(Path file) throws IOException {
        return fields(Files.readString(file));
    }

    /** Fields behind the name, which may contain blanks and parentheses; the first is the state. */
    static String[] fields(String stat) {
        int nameEnd = stat.lastIndexOf(')');
        if (nameEnd < 0) {
            throw new NoSuchElementException("not the state of a process: " + stat);
        }
        return stat.substring(nameEnd + 1).strip().split(" ");
    }

    private static double seconds(String[] fields, int field) {
        return Double.parseDouble(fields[field]) / TICKS_PER_SECOND;
    }
}
