// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import org.netperfmeter.flow.Clock;

/** A clock that is off by an amount that a test knows. */
final class FalsifiedClock implements Clock {
    /** When clocks without drift show {@link #BEGIN_MICROS}, and those with it begin to drift. */
    private static final long BEGIN_NANOS = System.nanoTime();

    static final long BEGIN_MICROS = 1_800_000_000_000_000L;

    private final long offsetMicros;
    private final double drift;

    FalsifiedClock(long offsetMicros, double drift) {
        this.offsetMicros = offsetMicros;
        this.drift = drift;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long toMicros(long nanos) {
        double sinceNanos = nanos - BEGIN_NANOS;
        return BEGIN_MICROS + offsetMicros + (long) Math.floor((sinceNanos + drift * sinceNanos) / 1000);
    }
}
