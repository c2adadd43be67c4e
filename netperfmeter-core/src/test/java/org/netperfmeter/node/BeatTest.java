// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BeatTest {
    private final Beat beat = new Beat(1000, 100);

    @Test
    void isDueOncePerInterval() {
        assertFalse(beat.take(999));
        assertTrue(beat.take(1000));
        assertFalse(beat.take(1000));
        assertFalse(beat.take(1099));
        assertTrue(beat.take(1100));
        assertEquals(1200, beat.nextNanos());
    }

    @Test
    void latenessDoesNotAddUp() {
        assertTrue(beat.take(1099));
        assertTrue(beat.take(1150));
        assertEquals(1200, beat.nextNanos());
    }

    @Test
    void whatIsMissedIsNotMadeUpFor() {
        assertTrue(beat.take(1250));
        assertEquals(1350, beat.nextNanos());
    }

    @Test
    void goesOnWhereItIsRestarted() {
        beat.take(1000);
        beat.restart(5000);
        assertFalse(beat.take(4999));
        assertTrue(beat.take(5000));
        assertEquals(5100, beat.nextNanos());
    }
}
