// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/**
 * How long pieces waited between the kernel's reception and this program's, where the kernel tells. A piece is a datagram or
 * a message of SCTP; of a stream it is what one read brings, and the time is that of its last segment. One thread writes; its
 * sums may be read when it has ended.
 */
public final class HostDelay {
    private static final double NANOS_PER_MICRO = 1e3;

    private long pieces;
    private long sumNanos;

    void add(long nanos) {
        pieces++;
        sumNanos += nanos;
    }

    /** Pieces that the kernel has stamped. */
    public long pieces() {
        return pieces;
    }

    /** NaN if there is no stamp. */
    public double meanMicros() {
        return pieces == 0 ? Double.NaN : sumNanos / NANOS_PER_MICRO / pieces;
    }
}
