// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it; any thread may read it. */
public final class ManualClock implements Clock {
    private final long epochMicros;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong stepMicros = new AtomicLong();

    /** Of which the time of day begins at 1,000,000 us. */
    public ManualClock() {
        this(1_000_000);
    }

    /** @param epochMicros the time of day that it begins at */
    public ManualClock(long epochMicros) {
        this.epochMicros = epochMicros;
    }

    public void advanceMicros(long micros) {
        nanos.addAndGet(micros * 1000);
    }

    /** The time of day is set. */
    public void step(long micros) {
        stepMicros.addAndGet(micros);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long toMicros(long nanoTime) {
        return toSteadyMicros(nanoTime) + stepMicros.get();
    }

    @Override
    public long toSteadyMicros(long nanoTime) {
        return epochMicros + nanoTime / 1000;
    }
}
