// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.Optional;

/** How the run of an active node ends, in words. Of each kind, the first reason counts. Belongs to the control loop. */
final class Ending {
    private final NodeListener listener;

    private String reason;
    /** Why the measurement did not go on as long as it was to, if it did not at the user's wish. */
    private Optional<String> cutShort = Optional.empty();

    private String failure;

    /** @param listener is told of failures beyond the first */
    Ending(NodeListener listener) {
        this.listener = listener;
    }

    /** The measurement ends. */
    void because(String why) {
        reason = reason == null ? why : reason;
    }

    /** The user ends the measurement; unless it ends already, that is before its time. */
    void cutShort(String why) {
        if (reason == null) {
            cutShort = Optional.of(why + " before the run time was over");
        }
    }

    /** The run does not do what it was to. */
    void failed(String why) {
        if (failure == null) {
            failure = why;
        } else if (!failure.equals(why)) {
            listener.note(NodeListener.Level.ERROR, why);
        }
    }

    /** Results are missing, as the listener has been told. */
    void resultsFailed(String why) {
        failure = failure == null ? "cannot write results: " + why : failure;
    }

    /** Why the measurement has ended; null before. */
    String reason() {
        return reason;
    }

    /** What the run fails with, if it does. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Why the results are not all that was asked for, if so. */
    Optional<String> partial() {
        return failure().or(() -> cutShort);
    }
}
