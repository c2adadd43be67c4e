// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ArrivalTest {
    private final ManualClock clock = new ManualClock();
    private final Arrival arrival = new Arrival();

    @Test
    void pieceOfUnknownAgeCameWhenItWasRead() {
        clock.advanceMicros(500);
        clock.step(-300);
        arrival.batch(clock, clock.nanos());
        arrival.piece(2000);
        arrival.piece(-1);
        assertEquals(1_000_200, arrival.micros());
        assertEquals(1_000_500, arrival.steadyMicros());
        assertEquals(500_000, arrival.readNanos());
    }

    @Test
    void pieceCameAsLongBeforeAsItsAgeSays() {
        clock.advanceMicros(500);
        clock.step(-300);
        arrival.batch(clock, clock.nanos());
        arrival.piece(100_000);
        assertEquals(1_000_100, arrival.micros());
        assertEquals(1_000_400, arrival.steadyMicros());
        assertEquals(500_000, arrival.readNanos());
    }
}
