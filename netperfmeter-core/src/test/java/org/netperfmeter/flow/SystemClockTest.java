// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SystemClockTest {
    private static final long HOUR_MICROS = 3_600_000_000L;

    private long offsetNanos = 1_800_000_000_000_000_300L;
    private final SystemClock clock = new SystemClock(() -> offsetNanos);

    @Test
    void stepMovesTheTimeOfDayAndNotTheSteadyTime() {
        assertEquals(1_800_000_000_000_000L, clock.toMicros(600));
        assertEquals(1_800_000_000_000_000L, clock.toSteadyMicros(600));

        offsetNanos += HOUR_MICROS * 1000;
        assertTrue(clock.recalibrate());
        assertEquals(1_800_000_000_000_000L + HOUR_MICROS, clock.toMicros(600));
        assertEquals(1_800_000_000_000_000L, clock.toSteadyMicros(600));

        offsetNanos -= 3 * HOUR_MICROS * 1000;
        assertTrue(clock.recalibrate());
        assertEquals(1_800_000_000_000_000L - 2 * HOUR_MICROS, clock.toMicros(600));
        assertEquals(1_800_000_000_000_000L, clock.toSteadyMicros(600));
        assertEquals(2, clock.steps());
    }

    @Test
    void correctionMovesBoth() {
        offsetNanos += 1_000_000;
        assertFalse(clock.recalibrate());
        assertEquals(1_800_000_000_001_000L, clock.toMicros(600));
        assertEquals(1_800_000_000_001_000L, clock.toSteadyMicros(600));
        assertEquals(0, clock.steps());
    }

    @Test
    void noiseMovesNeither() {
        offsetNanos += 5_000;
        assertFalse(clock.recalibrate());
        assertEquals(1_800_000_000_000_000L, clock.toMicros(600));
        assertEquals(1_800_000_000_000_000L, clock.toSteadyMicros(600));
    }

    /** Although the step was no whole number of them. */
    @Test
    void afterAStepBothAreRoundedAtTheSameMoments() {
        offsetNanos += HOUR_MICROS * 1000 + 500;
        clock.recalibrate();
        for (long nanos = 0; nanos < 3000; nanos += 100) {
            assertEquals(HOUR_MICROS, clock.toMicros(nanos) - clock.toSteadyMicros(nanos));
        }
    }
}
