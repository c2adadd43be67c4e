// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.Optional;

/** Notices a client that gets nowhere. Belongs to the control loop, which tells the time. */
final class Progress {
    private final PassiveLimits limits;

    /** When the client got on, by a whole message or by what was done for it. */
    private long madeNanos;

    private boolean incomplete;
    /** When the message began that is incomplete. */
    private long incompleteNanos;

    /** What took too long. */
    record Overdue(Refusal reason, String text) {}

    Progress(PassiveLimits limits, long nowNanos) {
        this.limits = limits;
        madeNanos = nowNanos;
    }

    /** A whole message has come, or something has been done. */
    void made(long nowNanos) {
        madeNanos = nowNanos;
        incomplete = false;
    }

    /** There is a message of which a part is missing. */
    void missing(long nowNanos) {
        if (!incomplete) {
            incomplete = true;
            incompleteNanos = nowNanos;
        }
    }

    /**
     * What has taken too long by now.
     *
     * @param mayBeSilent whether a measurement runs, and the client owes nothing
     * @param measurementNanos how long its longest measurement runs; 0: none
     */
    Optional<Overdue> overdue(long nowNanos, boolean mayBeSilent, long measurementNanos) {
        if (incomplete && nowNanos - incompleteNanos >= limits.nanos(Limit.IDENTIFY_SECONDS)) {
            return overdue(Refusal.TIME_OUT, "a message is not complete within", Limit.IDENTIFY_SECONDS);
        }
        if (!mayBeSilent && nowNanos - madeNanos >= limits.nanos(Limit.PROGRESS_SECONDS)) {
            return overdue(Refusal.TIME_OUT, "nothing was said or taken within", Limit.PROGRESS_SECONDS);
        }
        if (measurementNanos >= limits.nanos(Limit.MEASUREMENT_SECONDS)) {
            return overdue(Refusal.RUN_TIME, "a measurement takes longer than", Limit.MEASUREMENT_SECONDS);
        }
        return Optional.empty();
    }

    private Optional<Overdue> overdue(Refusal reason, String what, Limit limit) {
        return Optional.of(new Overdue(reason, what + " " + limit.option() + "=" + limits.of(limit)));
    }
}
