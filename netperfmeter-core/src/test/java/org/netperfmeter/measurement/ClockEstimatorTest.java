// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.wire.ClockLine;

class ClockEstimatorTest {
    private static final long SECOND = 1_000_000;
    private static final double EXACT = 1e-9;

    private final ClockEstimator estimator = new ClockEstimator();

    /** A question and its answer, over a path with these delays. */
    private void exchange(long sentMicros, double offsetMicros, long thereMicros, long backMicros) {
        estimator.add(new ClockSample(
                sentMicros,
                sentMicros + thereMicros + Math.round(offsetMicros),
                sentMicros + thereMicros + backMicros));
    }

    private ClockEstimate estimate() {
        return estimator.estimate().orElseThrow();
    }

    @Test
    void withoutAnswersNothingIsKnown() {
        assertEquals(Optional.empty(), estimator.estimate());
    }

    @Test
    void oneAnswerGivesTheOffsetToHalfTheRoundTripAndNoDrift() {
        estimator.add(new ClockSample(1000, 5_000_050, 1100));
        // In the middle of the round trip it was 1050 here and 5000050 there. 1 us is the resolution of the stamps;
        // half of
        // the round trip away, the greatest drift of 500 ppm adds nothing, since the only sample is in the middle.
        assertEquals(new ClockEstimate(new ClockLine(1050, 4_999_000, 0), 51, 5e-4, 100, 1, 0), estimate());
    }

    @Test
    void asymmetryIsWithinTheBound() {
        exchange(0, 7000, 99, 1);
        assertEquals(7049, estimate().offsetMicros());
        assertEquals(51, estimate().errorMicros());
        assertTrue(Math.abs(estimate().offsetMicros() - 7000) <= estimate().errorMicros());
    }

    @Test
    void driftIsTheSlopeBetweenTwoAnswers() {
        exchange(0, 1000, 50, 50);
        exchange(10 * SECOND, 2000, 50, 50);
        ClockEstimate estimate = estimate();
        assertEquals(1000, estimate.offsetMicros(), EXACT);
        assertEquals(100, estimate.driftPpm(), EXACT);
        assertEquals(51, estimate.errorMicros(), EXACT);
        // 51 us at each end, in opposite directions, over 10 s.
        assertEquals(10.2, estimate.driftErrorPpm(), EXACT);
        assertEquals(1500, estimate.line().offsetMicros(50 + 5 * SECOND), EXACT);
    }

    @Test
    void driftThatIsNotKnownToThePossibleIsTakenForZero() {
        // (51 + 51) us / 0.204 s = 500 ppm; a microsecond later it is known to less.
        exchange(0, 1000, 50, 50);
        exchange(204_000, 1040, 50, 50);
        assertEquals(0, estimate().driftPpm());
        assertEquals(500, estimate().driftErrorPpm());
        // The later one. At the time of the first it was 51 us from 1000.
        assertEquals(1040, estimate().offsetMicros());
        assertEquals(40 + 51, estimate().errorMicros(), EXACT);

        exchange(204_001, 1040, 50, 50);
        assertEquals(40 / 0.204001, estimate().driftPpm(), 1e-6);
    }

    @Test
    void answerOfAShorterRoundTripTakesThePlaceOfAWorseOne() {
        exchange(0, 1000, 900, 100);
        assertEquals(1400, estimate().offsetMicros());
        assertEquals(501, estimate().errorMicros());
        exchange(2000, 1000, 60, 40);
        assertEquals(1010, estimate().offsetMicros());
        // Back to the first exchange it is 1550 us, with 500 ppm.
        assertEquals(51 + 0.775, estimate().errorMicros(), EXACT);
        assertEquals(100, estimate().minRoundTripMicros());
        exchange(4000, 1000, 500, 500);
        assertEquals(1010, estimate().offsetMicros());
        assertEquals(3, estimate().exchanges());
    }

    /** An error of 51 us has become one of 1501 us, with 15 ppm, after 96.7 s. */
    @Test
    void goodAnswerServesForLongButNotForEver() {
        exchange(0, 0, 50, 50);
        exchange(95 * SECOND, 95, 1500, 1500);
        assertEquals(0, estimate().driftPpm());
        // The second answer, which is 95 us from the line.
        assertEquals(95 + 1501, estimate().errorMicros(), EXACT);
        // The slope between both, and what that is known to.
        assertEquals((95 + 51 + 1501) / 95.00145, estimate().driftErrorPpm(), EXACT);
        exchange(98 * SECOND, 98, 1500, 1500);
        assertEquals(98 / 98.00145, estimate().driftPpm(), 1e-6);
        assertEquals(1501, estimate().errorMicros(), EXACT);
    }

    @Test
    void boundDoesNotGrowWithTheRunIfTheFirstAnswersWereSlower() {
        row(0, 0, 30_000);
        row(600 * SECOND, 0, 20_000);
        ClockEstimate estimate = estimate();
        // Of a row the outermost count: 600 s and three round trips of 40 ms.
        assertEquals(30_001, estimate.errorMicros(), EXACT);
        assertEquals((30_001 + 20_001) / (600.12 - 0.01), estimate.driftErrorPpm(), 1e-6);
    }

    @Test
    void boundDoesNotGrowWithTheRunIfTheLastAnswersWereSlower() {
        row(0, 0, 20_000);
        row(600 * SECOND, 0, 30_000);
        assertEquals(30_001, estimate().errorMicros(), EXACT);
        assertEquals((20_001 + 30_001) / (600.18 + 0.01), estimate().driftErrorPpm(), 1e-6);
    }

    /** Within the errors of 51 us, the quickest answer of the first row serves in place of the first one. */
    @Test
    void slowFirstAnswerIsReplacedByTheNextQuickOne() {
        exchange(0, 0, 1000, 1000);
        exchange(SECOND, 0, 50, 50);
        exchange(11 * SECOND, 0, 50, 50);
        // 102 us in 10 s, for a second and half the difference of the round trips.
        assertEquals(10.2, estimate().driftErrorPpm(), EXACT);
        assertEquals(51 + 10.2e-6 * (SECOND - 950), estimate().errorMicros(), EXACT);
    }

    /** As when a queue is full, towards one side. */
    @Test
    void fullNetworkDoesNotBendTheLine() {
        row(0, 0, 50);
        for (int second = 1; second <= 60; second++) {
            exchange(second * SECOND, 0, 20_000, 50);
            assertTrue(
                    Math.abs(estimate().line().offsetMicros(second * SECOND)) <= 1,
                    estimate().toString());
            assertTrue(
                    estimate().errorMicros() <= 51 + Math.min(500 * second + 10, 20_050),
                    estimate().toString());
        }
    }

    /** Four answers, one after the other. */
    private void row(long sentMicros, double offsetMicros, long oneWayMicros) {
        for (int i = 0; i < 4; i++) {
            exchange(sentMicros + i * (2 * oneWayMicros), offsetMicros, oneWayMicros, oneWayMicros);
        }
    }

    @Test
    void quietMomentsAroundAFullNetworkDecide() {
        exchange(0, 500, 50, 50);
        for (int second = 1; second < 60; second++) {
            exchange(second * SECOND, 500 + 3 * second, 20_000, 50);
        }
        exchange(60 * SECOND, 680, 50, 50);
        ClockEstimate estimate = estimate();
        assertEquals(500, estimate.offsetMicros(), EXACT);
        assertEquals(3, estimate.driftPpm(), EXACT);
        assertEquals(51, estimate.errorMicros(), EXACT);
    }

    @Test
    void passiveClockMayBeBehind() {
        exchange(1_800_000_000_000_000L, -1_800_000_000_000_000.0 + 3, 20, 20);
        assertEquals(3 - 1_800_000_000_000_000.0, estimate().offsetMicros());
        assertEquals(21, estimate().errorMicros());
    }

    @Test
    void offsetsOfAnyClockAreFinite() {
        estimator.add(new ClockSample(0, Long.MAX_VALUE, 10));
        estimator.add(new ClockSample(1000, Long.MIN_VALUE, 1010));
        estimator.add(new ClockSample(SECOND, Long.MAX_VALUE / 2, SECOND + 10));
        assertEquals(2, estimate().jumps());
        assertTrue(Double.isFinite(estimate().offsetMicros()));
    }

    @Test
    void roundTripIntoThePastIsNoAnswer() {
        estimator.add(new ClockSample(1000, 5000, 999));
        assertEquals(Optional.empty(), estimator.estimate());
    }

    @Test
    void boundGrowsToReachAnswersThatTheLineDoesNotAgreeWith() {
        exchange(0, 0, 50, 50);
        exchange(5 * SECOND, 700, 50, 50);
        exchange(10 * SECOND, 0, 50, 50);
        assertEquals(0, estimate().driftPpm());
        assertEquals(700 - 51, estimate().errorMicros(), EXACT);
        // That is 598 us more than the two errors of 51 us, which give 10.2 ppm; in opposite directions, over 10 s.
        assertEquals(10.2 + 2 * 598 / 10.0, estimate().driftErrorPpm(), EXACT);
    }

    @Test
    void driftErrorIsNotMoreThanTwoPossibleRatesDiffer() {
        exchange(0, 0, 50, 50);
        exchange(SECOND, 1200, 50, 50);
        exchange(2 * SECOND, 200, 50, 50);
        assertEquals(100, estimate().driftPpm(), EXACT);
        assertEquals(600, estimate().driftErrorPpm(), EXACT);
    }

    @Test
    void answerThatContradictsIsRememberedAmongMoreThanAreKept() {
        for (int i = 0; i < 1025; i++) {
            if (i == 11) {
                exchange(i * SECOND, 1400, 60, 60);
            } else {
                exchange(i * SECOND, 0, 50, 50);
            }
        }
        assertEquals(0, estimate().jumps());
        assertEquals(1400 - 61, estimate().errorMicros(), EXACT);
    }

    @Test
    void newestAnswerIsRememberedAmongMoreThanAreKept() {
        for (int i = 0; i < 1024; i++) {
            exchange(i * SECOND, 0, 50, 50);
        }
        exchange(1024 * SECOND, 1400, 100, 100);
        assertEquals(0, estimate().jumps());
        assertEquals(1400 - 101, estimate().errorMicros(), EXACT);
    }

    /** The second one, 31 us off, is known to 52 us. */
    @Test
    void bestAnswersAreRememberedAmongMoreThanAreKept() {
        exchange(0, 0, 50, 50);
        exchange(SECOND, 0, 82, 20);
        for (int i = 2; i < 1024; i++) {
            exchange(i * SECOND, 0, 100, 100);
        }
        exchange(1024 * SECOND, 0, 50, 50);
        assertEquals(51, estimate().errorMicros(), EXACT);
    }

    @Test
    void clockThatIsSetEndsWhatWasKnown() {
        exchange(0, 0, 50, 50);
        exchange(10 * SECOND, 100, 50, 50);
        exchange(11 * SECOND, 1_000_110, 60, 60);
        assertEquals(1, estimate().jumps());
        assertEquals(1, estimate().exchanges());
        assertEquals(120, estimate().minRoundTripMicros());
        assertEquals(1_000_110, estimate().offsetMicros());
        exchange(12 * SECOND, 1_000_120, 50, 50);
        assertEquals(1_000_110, estimate().offsetMicros(), EXACT);
        assertEquals(10, estimate().driftPpm(), 0.001);
    }

    /** 51 + 51 us for the two answers, 500 us for a second of the greatest drift, 1000 us for what is no jump. */
    @Test
    void jumpIsWhatNothingElseExplains() {
        exchange(0, 0, 50, 50);
        exchange(SECOND, 1602, 50, 50);
        assertEquals(0, estimate().jumps());
        exchange(2 * SECOND, 1602 + 1603, 50, 50);
        assertEquals(1, estimate().jumps());
    }

    /** Answers that took 2.4 s explain 900 ms; the quick one after them does not agree with the quick one before them. */
    @Test
    void jumpBehindSlowAnswersIsSeenByTheNextQuickOne() {
        exchange(0, 0, 50, 50);
        for (int second = 3; second < 60; second += 3) {
            exchange(second * SECOND, second < 20 ? 0 : 900_000, 1_200_000, 1_200_000);
        }
        assertEquals(0, estimate().jumps());
        exchange(61 * SECOND, 900_000, 50, 50);
        assertEquals(1, estimate().jumps());
        assertEquals(900_000, estimate().offsetMicros());
        assertEquals(51, estimate().errorMicros());
    }

    /** From the begin a drift of 450 ppm would explain it, but not from the best answer since then. */
    @Test
    void jumpIsSeenByTheBestAnswerNearTheEnd() {
        exchange(0, 0, 50, 50);
        exchange(1000 * SECOND, 0, 50, 50);
        exchange(1997 * SECOND, 900_000, 1_200_000, 1_200_000);
        assertEquals(0, estimate().jumps());
        exchange(2000 * SECOND, 900_000, 50, 50);
        assertEquals(1, estimate().jumps());
    }

    @Test
    void clockThatIsKnownToBeSetEndsWhatWasKnown() {
        exchange(0, 0, 50, 50);
        estimator.clockWasSet();
        assertEquals(Optional.empty(), estimator.estimate());
        exchange(10 * SECOND, 500, 100, 100);
        assertEquals(new ClockEstimate(new ClockLine(10 * SECOND + 100, 500, 0), 101, 5e-4, 200, 1, 1), estimate());
    }

    @Test
    void activeClockThatIsSetBackIsAJumpEvenIfThePassiveOneIsSetAsWell() {
        exchange(10 * SECOND, 0, 50, 50);
        exchange(5 * SECOND, 0, 50, 50);
        assertEquals(1, estimate().jumps());
        assertEquals(5 * SECOND + 50, estimate().line().referenceMicros());
    }

    @Test
    void errorBelowHalfTheRoundTripIsImpossible() {
        ClockLine line = new ClockLine(0, 0, 0);
        assertEquals(50, new ClockEstimate(line, 50, 0, 100, 1, 0).errorMicros());
        assertThrows(IllegalArgumentException.class, () -> new ClockEstimate(line, 49.9, 0, 100, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ClockEstimate(line, Double.NaN, 0, 100, 1, 0));
    }

    /** Exchanges for most of an hour, over paths of any asymmetry, of clocks of any drift: the truth is never out of bounds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void truthIsWithinTheBoundAtAnyTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double drift = random.nextDouble(-4e-4, 4e-4);
        double offset = random.nextDouble(-1e12, 1e12);
        long now = 1_700_000_000_000_000L;
        long begin = now;
        for (int i = 0; i < 3000; i++) {
            long there = 30 + (long) Math.exp(random.nextDouble(0, 10));
            long back = 30 + (long) Math.exp(random.nextDouble(0, 10));
            double truth = offset + drift * (now + there - begin);
            estimator.add(new ClockSample(now, now + there + (long) Math.floor(truth), now + there + back));
            long last = now + (there + back) / 2;
            now += i < 4 ? there + back : SECOND + random.nextInt(1000);
            if (i > 100 && i % 10 != 0) {
                continue;
            }
            ClockEstimate estimate = estimate();
            assertEquals(0, estimate.jumps());
            assertTrue(estimate.errorMicros() >= estimate.minRoundTripMicros() / 2.0);
            assertTrue(Math.abs(estimate.line().drift() - drift) <= estimate.driftError());
            long first = estimate.referenceMicros();
            for (long at : new long[] {first, (first + last) / 2, last}) {
                double apart = Math.abs(estimate.line().offsetMicros(at) - offset - drift * (at - begin));
                assertTrue(apart <= estimate.errorMicros(), "exchange " + i + ": " + apart + " us, " + estimate);
            }
            // The greatest drift, and that a better answer was too old to be taken.
            double mostMicros = estimate.minRoundTripMicros() / 2.0 + 1 + (500 + 15) * 1e-6 * (last - first);
            assertTrue(estimate.errorMicros() <= mostMicros + 0.1, "exchange " + i + ": " + estimate);
        }
    }
}
