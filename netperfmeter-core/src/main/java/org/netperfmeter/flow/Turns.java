// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Who of the flows of one connection may use the next room in its send buffer: without turns, a saturated stream of an
 * association would take all of it, always. One thread uses it.
 *
 * @param <T> what stands for a flow
 */
final class Turns<T> {
    private final Deque<T> waiting = new ArrayDeque<>();

    /** Whether this one may send now. */
    boolean isTurnOf(T flow) {
        return waiting.isEmpty() || waiting.peek() == flow;
    }

    /** Whether somebody else waits. */
    boolean areOthersWaiting(T flow) {
        return !waiting.isEmpty() && (waiting.size() > 1 || waiting.peek() != flow);
    }

    /** Waits for room, behind those that wait already. */
    void await(T flow) {
        if (!waiting.contains(flow)) {
            waiting.add(flow);
        }
    }

    /** Needs no room any more, or has used it. */
    void leave(T flow) {
        waiting.remove(flow);
    }

    /** Whose turn is next; null if nobody waits. */
    T next() {
        return waiting.peek();
    }
}
