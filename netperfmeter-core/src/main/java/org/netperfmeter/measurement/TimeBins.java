// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.Arrays;

/**
 * How many of some times lie between which bounds: the bins of a histogram that are not empty, in ascending order. They do
 * not overlap, and together they have all of the times. A time counts in the bin whose lower bound it has; where a
 * histogram is not exact, in one beside it.
 */
public final class TimeBins {
    private static final double MICROS_PER_MILLI = 1000;

    private final double ticksPerMilli;
    private long[] lows = new long[16];
    private long[] ends = new long[16];
    private long[] counts = new long[16];
    private int size;

    TimeBins(double ticksPerMicro) {
        ticksPerMilli = ticksPerMicro * MICROS_PER_MILLI;
    }

    void add(long low, long end, long count) {
        if (size == lows.length) {
            lows = Arrays.copyOf(lows, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        lows[size] = low;
        ends[size] = end;
        counts[size] = count;
        size++;
    }

    /** How many bins there are. */
    public int size() {
        return size;
    }

    /** The least time in a bin. */
    public double lowMillis(int bin) {
        return lows[bin] / ticksPerMilli;
    }

    /** The least time that is too long for a bin. */
    public double endMillis(int bin) {
        return ends[bin] / ticksPerMilli;
    }

    /** How many times are in a bin, one at least. */
    public long count(int bin) {
        return counts[bin];
    }
}
