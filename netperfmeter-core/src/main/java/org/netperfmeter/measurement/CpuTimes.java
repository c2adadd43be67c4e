// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of the CPU lines of /proc/stat: ticks since boot in each of {@link CpuUsage#STATES}. */
final class CpuTimes {
    // "cpu  1 2 3 ..." of all CPUs, "cpu0 1 2 3 ..." of one
    private static final Pattern LINE = Pattern.compile("(?m)^cpu(\\d{0,6})((?: +\\d{1,18})+) *$");

    private final long[] total;
    private final NavigableMap<Integer, long[]> cpus;

    private CpuTimes(long[] total, NavigableMap<Integer, long[]> cpus) {
        this.total = total;
        this.cpus = cpus;
    }

    /** Reads the text of /proc/stat. Lines that are not understood are left out; old kernels have fewer columns. */
    static CpuTimes parse(String text) {
        long[] total = new long[CpuUsage.STATES.size()];
        NavigableMap<Integer, long[]> cpus = new TreeMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            long[] ticks = ticks(line.group(2).trim().split(" +", -1));
            if (line.group(1).isEmpty()) {
                total = ticks;
            } else {
                cpus.put(Integer.valueOf(line.group(1)), ticks);
            }
        }
        return new CpuTimes(total, cpus);
    }

    private static long[] ticks(String[] columns) {
        long[] ticks = new long[CpuUsage.STATES.size()];
        for (int i = 0; i < Math.min(ticks.length, columns.length); i++) {
            ticks[i] = Long.parseLong(columns[i]);
        }
        return ticks;
    }

    /**
     * The shares of the states between an earlier reading and this one. CPUs are numbered from 0 without holes up to the
     * highest that either reading names: /proc/stat leaves out CPUs that are offline. Where a CPU has no line in one of the
     * readings, or no ticks passed, it was idle. A counter that decreased (the kernel does that to IOWait) did not move.
     */
    CpuUsage usageSince(CpuTimes before) {
        int count = Math.max(before.cpuCount(), cpuCount());
        List<List<Double>> usage = new ArrayList<>(count);
        for (int cpu = 0; cpu < count; cpu++) {
            usage.add(shares(before.cpus.get(cpu), cpus.get(cpu)));
        }
        return new CpuUsage(shares(before.total, total), usage);
    }

    private int cpuCount() {
        return cpus.isEmpty() ? 0 : cpus.lastKey() + 1;
    }

    private static List<Double> shares(long[] before, long[] after) {
        if (before == null || after == null) {
            return CpuUsage.IDLE.total();
        }
        long[] ticks = new long[after.length];
        long sum = 0;
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = Math.max(0, after[i] - before[i]);
            sum += ticks[i];
        }
        if (sum == 0) {
            return CpuUsage.IDLE.total();
        }
        List<Double> shares = new ArrayList<>(ticks.length);
        for (long t : ticks) {
            shares.add(100.0 * t / sum);
        }
        return Collections.unmodifiableList(shares);
    }
}
