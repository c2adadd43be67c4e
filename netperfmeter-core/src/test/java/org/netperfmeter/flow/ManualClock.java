// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/** A clock that stands still until it is moved. Its time of day begins at 1,000,000 us. */
final class ManualClock implements Clock {
    private static final long EPOCH_MICROS = 1_000_000;

    private long nanos;

    void advanceMicros(long micros) {
        nanos += micros * 1000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long toMicros(long nanoTime) {
        return EPOCH_MICROS + nanoTime / 1000;
    }
}
