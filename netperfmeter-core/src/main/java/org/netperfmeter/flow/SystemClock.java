// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The system's clock: CLOCK_MONOTONIC plus its offset to CLOCK_REALTIME. Reading it costs no more than reading the
 * monotonic clock.
 */
public final class SystemClock implements Clock {
    /** Offsets differ by the time between two readings; less than this is noise, more a correction by NTP. */
    private static final long NOISE_NANOS = 5_000;

    /** More than this at once is a step, not a correction of the clock's frequency. */
    private static final long STEP_NANOS = 1_000_000;

    private static final int READINGS = 8;

    private final LongSupplier offsets;

    private volatile long offsetNanos;
    private volatile long steadyOffsetNanos;
    private long steps;
    /** All steps together; whole microseconds, so that differences of both kinds of time are rounded alike. */
    private long stepsMicros;

    public SystemClock() {
        this(SystemClock::measureOffset);
    }

    /** @param offsets measures how many nanoseconds CLOCK_REALTIME is ahead of CLOCK_MONOTONIC */
    SystemClock(LongSupplier offsets) {
        this.offsets = offsets;
        offsetNanos = offsets.getAsLong();
        steadyOffsetNanos = offsetNanos;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long toMicros(long nanos) {
        return (nanos + offsetNanos) / 1000;
    }

    @Override
    public long toSteadyMicros(long nanos) {
        return (nanos + steadyOffsetNanos) / 1000;
    }

    /** Measures the offset anew. One thread calls it. Returns whether the time of day has jumped. */
    @Override
    public boolean recalibrate() {
        long measured = offsets.getAsLong();
        long change = measured - offsetNanos;
        boolean stepped = Math.abs(change) > STEP_NANOS;
        if (stepped) {
            steps++;
            stepsMicros += change / 1000;
        }
        if (Math.abs(change) > NOISE_NANOS) {
            offsetNanos = measured;
            steadyOffsetNanos = measured - stepsMicros * 1000;
        }
        return stepped;
    }

    /** How often the time of day has jumped by more than a millisecond, as seen by {@link #recalibrate}. */
    @Override
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
