// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final Bar TEN_TIMES = Bar.atLeast(Quantity.GOODPUT, "a", 10).times("b");
    private static final Bar AT_MOST_60 = Bar.atMost(Quantity.CORE_SHARE, "a", 60);

    @Test
    void ratiosAreThoseOfTheSameRound() {
        // The ratio of the medians would be 30 / 2.
        assertEquals(
                Optional.of(new Spread(30, 10, 40)),
                TEN_TIMES.spread(List.of(round(10, 1), round(120, 3), round(30, 1), round(40, 4), round(80, 2))));
    }

    @Test
    void roundsWithoutOneOfBothDoNotCount() {
        assertEquals(
                Optional.of(new Spread(10, 10, 10)),
                TEN_TIMES.spread(List.of(
                        Map.of("a", Sample.of(Quantity.GOODPUT, 1)),
                        round(20, 2),
                        Map.of("a", Sample.of(Quantity.DELAY_P50, 1), "b", Sample.of(Quantity.GOODPUT, 2)))));
    }

    @Test
    void noRoundNoSpread() {
        assertEquals(Optional.empty(), TEN_TIMES.spread(List.of(Map.of())));
    }

    @Test
    void theLimitItselfIsGoodEnough() {
        assertTrue(TEN_TIMES.isMet(new Spread(10, 1, 11)));
        assertFalse(TEN_TIMES.isMet(new Spread(9.99, 1, 11)));
        assertTrue(AT_MOST_60.isMet(new Spread(60, 1, 90)));
        assertFalse(AT_MOST_60.isMet(new Spread(60.01, 1, 90)));
    }

    @Test
    void theWorstRoundCountsWhereNoneMayMissIt() {
        assertFalse(TEN_TIMES.inEveryRound().isMet(new Spread(12, 9, 20)));
        assertTrue(TEN_TIMES.inEveryRound().isMet(new Spread(12, 10, 20)));
        assertFalse(AT_MOST_60.inEveryRound().isMet(new Spread(10, 1, 61)));
        assertTrue(AT_MOST_60.inEveryRound().isMet(new Spread(10, 1, 60)));
    }

    @Test
    void farIsBeyondTwoThirds() {
        Bar atLeast6 = Bar.atLeast(Quantity.GOODPUT, "a", 6);
        assertFalse(atLeast6.isFarMissed(new Spread(4, 4, 4)));
        assertTrue(atLeast6.isFarMissed(new Spread(3.99, 3, 7)));
        assertFalse(AT_MOST_60.isFarMissed(new Spread(90, 1, 99)));
        assertTrue(AT_MOST_60.isFarMissed(new Spread(90.1, 1, 99)));
    }

    @Test
    void textsSayWhatIsComparedAndHow() {
        assertEquals("goodput, a / b", TEN_TIMES.subject());
        assertEquals(">= 10 x", TEN_TIMES.requirement());
        assertEquals("12.35 x (9.00 to 20.00)", TEN_TIMES.format(new Spread(12.345678, 9, 20)));
        assertEquals("<= 60 %, always", AT_MOST_60.inEveryRound().requirement());
        assertEquals("12.3 % (9.0 to 20.0)", AT_MOST_60.format(new Spread(12.345, 9, 20)));
        assertEquals("<= 0.1 %", Bar.atMost(Quantity.RATE_ERROR, "a", 0.1).requirement());
    }

    private static Map<String, Sample> round(double a, double b) {
        return Map.of("a", Sample.of(Quantity.GOODPUT, a), "b", Sample.of(Quantity.GOODPUT, b));
    }
}
