// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.Set;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.Hello;

/**
 * When an {@link ActiveSession} asks the passive node for its time: {@value #ROW} times in a row before Start and after
 * Stop, when the network is quiet, and once a second in between. There is one question at a time. Answers that do not come
 * hold nothing up: a row ends after a second at the latest.
 */
final class ClockQuestions {
    /** The first one is slow: the program does all of this for the first time. */
    static final int ROW = 4;

    static final long ROW_NANOS = ActiveSession.SECOND_NANOS;
    static final long PERIOD_NANOS = ActiveSession.SECOND_NANOS;

    /** A full network may be slow to bring an answer, but a passive node may also refuse to give one. */
    static final long PATIENCE_NANOS = 10 * ActiveSession.SECOND_NANOS;

    private final ActiveEffects effects;

    /** Of the question that was asked last; 0: none. */
    private int number;

    private boolean waiting;
    private long askedNanos;

    private boolean inRow;
    private boolean inLastRow;
    /** Questions of the row that have not been asked yet. */
    private int remaining;
    /** When the row ends, or the next question is due. */
    private long deadlineNanos = ActiveSession.NEVER;

    ClockQuestions(ActiveEffects effects) {
        this.effects = effects;
    }

    /** Whether a peer answers them. */
    static boolean understoodBy(Hello peer) {
        return peer.isCapableOf(Set.of(Capability.CLOCK_COMPARISON));
    }

    /** Whether the passive node waits for further questions. */
    boolean haveBegun() {
        return number > 0;
    }

    boolean isInRow() {
        return inRow;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    void beginRow(long nowNanos) {
        inRow = true;
        remaining = ROW;
        deadlineNanos = nowNanos + ROW_NANOS;
        askNext(nowNanos);
    }

    /** Nothing is asked after this row. */
    void beginLastRow(long nowNanos) {
        inLastRow = true;
        beginRow(nowNanos);
    }

    /** Asks once a period from now on. */
    void askNowAndThen(long nowNanos) {
        deadlineNanos = nowNanos + PERIOD_NANOS;
    }

    private void askNext(long nowNanos) {
        remaining--;
        ask(nowNanos, inLastRow && remaining == 0);
    }

    private void ask(long nowNanos, boolean last) {
        number++;
        waiting = true;
        askedNanos = nowNanos;
        effects.askForTime(number, last);
    }

    /** Event: an answer. One that comes too late is as good, unless something else has been asked since. */
    void answered(ClockReply reply, long nowNanos) {
        if (!waiting || reply.number() != number) {
            return;
        }
        waiting = false;
        effects.timeTold(reply, nowNanos);
        if (inRow && remaining > 0) {
            askNext(nowNanos);
        } else {
            inRow = false;
        }
    }

    /** Event: the deadline may have passed. */
    void timeout(long nowNanos) {
        if (nowNanos < deadlineNanos) {
            return;
        }
        if (inRow) {
            giveUp(nowNanos);
        } else {
            deadlineNanos = nowNanos + PERIOD_NANOS;
            if (!waiting || nowNanos - askedNanos >= PATIENCE_NANOS) {
                ask(nowNanos, false);
            }
        }
    }

    /** The passive node has to hear that no further question will come. */
    private void giveUp(long nowNanos) {
        inRow = false;
        if (inLastRow && remaining > 0) {
            ask(nowNanos, true);
        }
        deadlineNanos = ActiveSession.NEVER;
    }
}
