// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeHistogramTest {
    private final TimeHistogram histogram = new TimeHistogram();

    private TimeSummary summary(long... values) {
        for (long value : values) {
            histogram.record(value);
        }
        return histogram.summary(1);
    }

    private static long[] range(long first, long last) {
        long step = first <= last ? 1 : -1;
        long[] values = new long[Math.toIntExact((last - first) * step + 1)];
        Arrays.setAll(values, i -> first + i * step);
        return values;
    }

    /** The standard deviation of 100 numbers that follow each other is the root of (100 * 100 - 1) / 12. */
    private static TimeSummary oneToHundred(long offset) {
        return new TimeSummary(
                100,
                offset + 1,
                offset + 50.5,
                Math.sqrt(833.25),
                offset + 50,
                offset + 90,
                offset + 99,
                offset + 100,
                offset + 100);
    }

    private static void assertAlmostEquals(TimeSummary expected, TimeSummary actual) {
        assertEquals(expected.standardDeviationMicros(), actual.standardDeviationMicros(), 1e-9);
        assertEquals(expected.meanMicros(), actual.meanMicros(), 1e-9 * Math.abs(expected.meanMicros()));
        assertEquals(
                expected,
                new TimeSummary(
                        actual.count(),
                        actual.minMicros(),
                        expected.meanMicros(),
                        expected.standardDeviationMicros(),
                        actual.p50Micros(),
                        actual.p90Micros(),
                        actual.p99Micros(),
                        actual.p999Micros(),
                        actual.maxMicros()));
    }

    @Test
    void nothingHasAnEmptySummary() {
        assertEquals(TimeSummary.NONE, summary());
        assertTrue(summary().isEmpty());
        assertEquals(0, histogram.bytes());
    }

    @Test
    void oneValueIsAllThereIs() {
        assertEquals(new TimeSummary(1, -7, -7, 0, -7, -7, -7, -7, -7), summary(-7));
    }

    @Test
    void numbersOfOneToHundred() {
        assertAlmostEquals(oneToHundred(0), summary(range(1, 100)));
    }

    /** Each new minimum but for the margin moves the base. */
    @Test
    void baseFollowsTheMinimumWithoutLoss() {
        assertAlmostEquals(oneToHundred(0), summary(range(100, 1)));
    }

    @Test
    void clocksThatDifferByYearsCostNoResolution() {
        long threeYears = 94_608_000_000_000L;
        assertAlmostEquals(oneToHundred(-threeYears), summary(range(1 - threeYears, 100 - threeYears)));
    }

    @Test
    void negativeValuesComeBeforePositiveOnes() {
        assertAlmostEquals(oneToHundred(-50), summary(range(50, -49)));
    }

    @Test
    void percentileIsTheNearestRank() {
        for (int i = 0; i < 998; i++) {
            histogram.record(5);
        }
        assertEquals(5, summary(5, 100).p999Micros());
        histogram.record(100);
        assertEquals(100, histogram.summary(1).p999Micros());
        assertEquals(5, histogram.summary(1).p99Micros());
    }

    /** The first message is late, since Java has not compiled anything: the others are seen as exactly as without it. */
    @Test
    void highFirstValueDoesNotBlurTheOthers() {
        histogram.record(20_000);
        TimeSummary summary = summary(range(1, 99));
        assertEquals(50, summary.p50Micros());
        assertEquals(99, summary.p99Micros());
        assertEquals(20_000, summary.p999Micros());
        assertEquals((20_000 + 99 * 50) / 100.0, summary.meanMicros(), 1e-9);
    }

    /** A single high value has wide buckets, but leaves those near the minimum as they are. */
    @Test
    void baseMovesBelowHighValuesWithoutBlur() {
        histogram.record(500);
        histogram.record(3_000_000);
        TimeSummary summary = summary(range(1, 98));
        assertEquals(50, summary.p50Micros());
        assertEquals(90, summary.p90Micros());
        assertEquals(3_000_000, summary.p999Micros());
    }

    /** Delays that sink by 70 for each message move the base some hundred times, not 100,000 times. */
    @Test
    void sinkingValuesMoveTheBaseSeldom() {
        for (int i = 0; i < 100_000; i++) {
            histogram.record(-70L * i);
        }
        assertTrue(histogram.moves() < 1100, "moved " + histogram.moves());
        assertEquals(-3_500_000, histogram.summary(1).p50Micros(), 3 * 3_500_000 / 128.0);
    }

    /** Buckets are 4 wide from 512 above the base on, which is 64 below the first value: 512 to 515 is one. */
    @Test
    void wideBucketsCountAsTheirMiddle() {
        assertEquals(2000 - 64 + 514, summary(2000, 2000 - 64 + 513, 9000).p50Micros());
    }

    @Test
    void noPercentileIsBeyondTheExtremes() {
        assertEquals(1_000_000, summary(0, 1_000_000).p999Micros());
        assertEquals(-5, summary(-5, -5, -5, -5).p50Micros());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noErrorAddsUpWhileTheMinimumSinks(long seed) {
        Random random = new Random(seed);
        long[] values = new long[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = -i * 7L + (long) (20_000 * Math.pow(random.nextDouble(), 8));
            histogram.record(values[i]);
        }
        TimeSummary summary = histogram.summary(1);
        assertEquals(Arrays.stream(values).average().orElseThrow(), summary.meanMicros(), 1e-6);
        assertNear(values, summary, 7L * values.length);
    }

    /** Its base moves a dozen times at the beginning, when what it has recorded is high. */
    @ParameterizedTest
    @ValueSource(longs = {100, 3_000, 50_000, 1_000_000})
    void valuesAreAsExactAsIsPromised(long mean) {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            TimeHistogram times = new TimeHistogram();
            long[] values = new long[2_000];
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) (-mean * Math.log(1 - random.nextDouble()));
                times.record(values[i]);
            }
            assertNear(values, times.summary(1), 0);
        }
    }

    /** Exact nearby, within 2 percent of the distance from the minimum beyond, and 0.05 percent of what that sank. */
    private static void assertNear(long[] values, TimeSummary summary, long descent) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        assertEquals((double) sorted[0], summary.minMicros());
        double[] shares = {0.5, 0.9, 0.99, 0.999};
        double[] percentiles = {summary.p50Micros(), summary.p90Micros(), summary.p99Micros(), summary.p999Micros()};
        for (int i = 0; i < shares.length; i++) {
            double exact = sorted[(int) Math.ceil(shares[i] * sorted.length) - 1];
            double distance = exact - sorted[0];
            double error = distance <= 190 && descent == 0 ? 0 : 0.02 * distance + 0.0005 * descent;
            assertEquals(exact, percentiles[i], error, "share " + shares[i] + " at " + distance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Short.MAX_VALUE - 1, Short.MAX_VALUE, Short.MAX_VALUE + 1, 2 * Short.MAX_VALUE + 2})
    void countersBecomeAsWideAsNeeded(int copies) {
        for (int i = 0; i < copies; i++) {
            histogram.record(3);
        }
        assertEquals(new TimeSummary(copies, 3, 3, 0, 3, 3, 3, 3, 3), histogram.summary(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {Short.MAX_VALUE / 2, Short.MAX_VALUE / 2 + 1, Short.MAX_VALUE + 1})
    void countersBecomeAsWideAsNeededByValuesInTurns(int pairs) {
        for (int i = 0; i < pairs; i++) {
            histogram.record(3);
            histogram.record(5);
        }
        assertEquals(new TimeSummary(2L * pairs, 3, 4, 1, 3, 5, 5, 5, 5), histogram.summary(1));
    }

    @Test
    void repeatedValuesCountAsOftenAsTheyCame() {
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 30_000; k++) {
                histogram.record(3);
            }
            for (int k = 0; k < 10_000; k++) {
                histogram.record(-1);
            }
        }
        // Of 80,000 values one in four is 4 below the others.
        assertAlmostEquals(new TimeSummary(80_000, -1, 2, Math.sqrt(3), 3, 3, 3, 3, 3), histogram.summary(1));
        TimeBins bins = histogram.bins(1);
        assertEquals(2, bins.size());
        assertEquals(20_000, bins.count(0));
        assertEquals(60_000, bins.count(1));
    }

    @Test
    void baseMovesWithWideCounters() {
        for (int i = 0; i < Short.MAX_VALUE; i++) {
            histogram.record(3);
        }
        TimeSummary summary = summary(4, -1000, 5);
        assertEquals(3, summary.p50Micros(), 4);
        assertEquals(Short.MAX_VALUE + 3, summary.count());
        assertEquals(-1000, summary.minMicros());
        assertEquals(5, summary.maxMicros());
    }

    @Test
    void ticksMayBeShorterThanMicroseconds() {
        histogram.record(1500);
        histogram.record(2500);
        assertEquals(new TimeSummary(2, 1.5, 2, 0.5, 1.5, 2.5, 2.5, 2.5, 2.5), histogram.summary(1000));
    }

    @Test
    void anyTimeStampIsTaken() {
        TimeSummary summary = summary(0, Long.MAX_VALUE, Long.MIN_VALUE, 1, -1);
        assertEquals(5, summary.count());
        assertTrue(summary.minMicros() <= summary.p50Micros() && summary.p50Micros() <= summary.maxMicros());
        assertTrue(histogram.bytes() < 20_000, "takes " + histogram.bytes());
    }

    @Test
    void memoryIsThatOfAFewKilobytes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            histogram.record(random.nextInt(20_000));
        }
        assertTrue(histogram.bytes() <= 3000, "takes " + histogram.bytes());
    }
}
