// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * How long an unreliable message is tried (protocol.md 5.4).
 *
 * @param value 0..2^31-1: milliseconds, or trials; 0 if unlimited
 */
public record RetransmissionLimit(Kind kind, int value) {
    /** The unit of the limit. */
    public enum Kind {
        UNLIMITED,
        MILLISECONDS,
        TRIALS
    }

    public static final RetransmissionLimit UNLIMITED = new RetransmissionLimit(Kind.UNLIMITED, 0);

    public RetransmissionLimit {
        if (value < 0) {
            throw new IllegalArgumentException("retransmission limit must be 0..2147483647: " + value);
        }
    }
}
