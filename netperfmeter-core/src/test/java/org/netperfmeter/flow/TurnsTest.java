// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>();

    @Test
    void whereNobodyWaitsItIsEverybodysTurn() {
        assertTrue(turns.isTurnOf("a"));
        assertTrue(turns.isTurnOf("b"));
        assertFalse(turns.areOthersWaiting("a"));
        assertNull(turns.next());
    }

    @Test
    void whoWaitsFirstIsNextUntilHeLeaves() {
        turns.await("a");
        turns.await("b");
        turns.await("a");
        assertTrue(turns.isTurnOf("a"));
        assertFalse(turns.isTurnOf("b"));
        assertFalse(turns.isTurnOf("c"));
        turns.leave("a");
        assertEquals("b", turns.next());
        turns.await("a");
        assertFalse(turns.isTurnOf("a"));
        turns.leave("b");
        assertTrue(turns.isTurnOf("a"));
        assertFalse(turns.areOthersWaiting("a"));
        assertTrue(turns.areOthersWaiting("b"));
    }

    @Test
    void whoLeavesInTheMiddleIsForgotten() {
        turns.await("a");
        turns.await("b");
        turns.await("c");
        turns.leave("b");
        turns.leave("a");
        assertEquals("c", turns.next());
        assertFalse(turns.areOthersWaiting("c"));
    }
}
