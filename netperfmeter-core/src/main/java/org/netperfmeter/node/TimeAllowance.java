// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

/** How often a client is told the time: {@value #AT_ONCE} times at once, and once every quarter of a second after that. */
final class TimeAllowance {
    static final int AT_ONCE = 32;
    static final long REFILL_NANOS = 250_000_000L;

    /** From when on all of it is there; it is used up if that is {@link #AT_ONCE} refills away. */
    private long fullNanos;

    TimeAllowance(long nowNanos) {
        fullNanos = nowNanos;
    }

    /** Whether it may be told once more. */
    boolean take(long nowNanos) {
        long wouldBeFull = REFILL_NANOS + (fullNanos - nowNanos > 0 ? fullNanos : nowNanos);
        boolean may = wouldBeFull - nowNanos <= AT_ONCE * REFILL_NANOS;
        if (may) {
            fullNanos = wouldBeFull;
        }
        return may;
    }
}
