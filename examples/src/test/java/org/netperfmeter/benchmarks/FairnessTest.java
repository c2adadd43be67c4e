// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FairnessTest {
    @Test
    void equalSharesAreFair() {
        assertEquals(1, Fairness.jain(5, 5, 5, 5), 1e-12);
    }

    @Test
    void oneThatHasEverythingAmongFourIsAQuarterFair() {
        assertEquals(0.25, Fairness.jain(0, 9, 0, 0), 1e-12);
    }

    @Test
    void sharesOfOneToThree() {
        // (1 + 3)^2 / (2 (1^2 + 3^2))
        assertEquals(0.8, Fairness.jain(1, 3), 1e-12);
    }

    @Test
    void sharesOfNothingHaveNoIndex() {
        assertThrows(IllegalArgumentException.class, () -> Fairness.jain(0, 0));
    }
}
