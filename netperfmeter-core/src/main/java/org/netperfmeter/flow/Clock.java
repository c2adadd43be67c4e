// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/** Monotonic time, and how to turn it into time of day. */
public interface Clock {
    /** Monotonic time in nanoseconds ({@link System#nanoTime}): for schedules and durations. */
    long nanos();

    /** The time of day, in microseconds since 1970-01-01 UTC, that belongs to a monotonic time. */
    long toMicros(long nanos);

    /** The time of day in microseconds since 1970-01-01 UTC. */
    default long micros() {
        return toMicros(nanos());
    }
}
