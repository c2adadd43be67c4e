// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

/** Moments on a fixed grid. Whoever is late by a whole interval goes on from there, on a new grid. */
final class Beat {
    private final long intervalNanos;
    private long nextNanos;

    /** @param firstNanos when it is due for the first time */
    Beat(long firstNanos, long intervalNanos) {
        this.intervalNanos = intervalNanos;
        nextNanos = firstNanos;
    }

    /** Goes on at another moment. */
    void restart(long firstNanos) {
        nextNanos = firstNanos;
    }

    long nextNanos() {
        return nextNanos;
    }

    /** Whether it is due, which it then is no longer until an interval later. */
    boolean take(long nowNanos) {
        if (nowNanos - nextNanos < 0) {
            return false;
        }
        nextNanos += intervalNanos;
        if (nowNanos - nextNanos >= 0) {
            nextNanos = nowNanos + intervalNanos;
        }
        return true;
    }
}
