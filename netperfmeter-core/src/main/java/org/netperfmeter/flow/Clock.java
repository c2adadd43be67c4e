// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/** Monotonic time, and how to turn it into time of day. */
public interface Clock {
    /** Monotonic time in nanoseconds ({@link System#nanoTime}): for schedules and durations. */
    long nanos();

    /** The time of day, in microseconds since 1970-01-01 UTC, that belongs to a monotonic time. */
    long toMicros(long nanos);

    /**
     * The time of day as if it had never been seen to jump: for durations, which are differences of such times. Between
     * jumps they are those of the times of day, to the microsecond.
     */
    default long toSteadyMicros(long nanos) {
        return toMicros(nanos);
    }

    /** The time of day in microseconds since 1970-01-01 UTC. */
    default long micros() {
        return toMicros(nanos());
    }

    /** To be called about once a second, so that steps of the time of day are seen. Returns whether there was one. */
    default boolean recalibrate() {
        return false;
    }

    /** How often the time of day has been seen to jump. */
    default long steps() {
        return 0;
    }
}
