// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.time.Instant;

/**
 * The system's clock: CLOCK_MONOTONIC plus its offset to CLOCK_REALTIME. Reading it costs no more than reading the
 * monotonic clock; {@link #recalibrate} is to be called about once a second, so that steps of the time of day are seen.
 */
public final class SystemClock implements Clock {
    /** Offsets differ by the time between two readings; less than this is noise, more a correction by NTP. */
    private static final long NOISE_NANOS = 5_000;

    /** More than this at once is a step, not a correction of the clock's frequency. */
    private static final long STEP_NANOS = 1_000_000;

    private static final int READINGS = 8;

    private volatile long offsetNanos;
    private long steps;

    public SystemClock() {
        offsetNanos = measureOffset();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long toMicros(long nanos) {
        return (nanos + offsetNanos) / 1000;
    }

    /** Measures the offset anew. One thread calls it. Returns whether the time of day has jumped. */
    public boolean recalibrate() {
        long measured = measureOffset();
        long change = Math.abs(measured - offsetNanos);
        if (change > NOISE_NANOS) {
            offsetNanos = measured;
        }
        if (change > STEP_NANOS) {
            steps++;
        }
        return change > STEP_NANOS;
    }

    /** How often the time of day has jumped by more than a millisecond, as seen by {@link #recalibrate}. */
    public long steps() {
        return steps;
    }

    /** The offset of the reading that took the shortest time, and so is the most exact. */
    private static long measureOffset() {
        long best = 0;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            long before = System.nanoTime();
            Instant now = Instant.now();
            long duration = System.nanoTime() - before;
            if (duration < shortest) {
                shortest = duration;
                long realtime = now.getEpochSecond() * 1_000_000_000L + now.getNano();
                best = realtime - (before + duration / 2);
            }
        }
        return best;
    }
}
