// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeAllowanceTest {
    private static final long BEGIN_NANOS = -1_000_000_000L;

    private final TimeAllowance allowance = new TimeAllowance(BEGIN_NANOS);

    private int takenAt(long nowNanos) {
        int taken = 0;
        while (allowance.take(nowNanos)) {
            taken++;
        }
        return taken;
    }

    @Test
    void soManyAtOnceAndOneForEachQuarterOfASecond() {
        assertEquals(32, takenAt(BEGIN_NANOS));
        assertFalse(allowance.take(BEGIN_NANOS + 249_999_999));
        assertTrue(allowance.take(BEGIN_NANOS + 250_000_000));
        assertEquals(3, takenAt(BEGIN_NANOS + 1_000_000_000));
    }

    @Test
    void noMoreIsSavedUpThanAtTheBeginning() {
        takenAt(BEGIN_NANOS);
        assertEquals(31, takenAt(BEGIN_NANOS + 31 * 250_000_000L));
        assertEquals(32, takenAt(BEGIN_NANOS + 1000 * 1_000_000_000L));
    }
}
