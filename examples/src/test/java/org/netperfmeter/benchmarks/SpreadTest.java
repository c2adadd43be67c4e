// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertEquals(new Spread(3, 1, 50), Spread.of(50, 3, 1, 2, 4));
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheMiddleOnes() {
        assertEquals(new Spread(2.5, 1, 4), Spread.of(4, 2, 3, 1));
    }

    @Test
    void oneValueIsItsOwnRange() {
        assertEquals(new Spread(7, 7, 7), Spread.of(7));
    }

    @Test
    void nothingHasNoMedian() {
        assertThrows(IllegalArgumentException.class, Spread::of);
    }
}
