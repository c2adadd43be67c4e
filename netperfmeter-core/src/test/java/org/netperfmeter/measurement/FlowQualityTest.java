// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowQualityTest {
    private final FlowStatistics statistics = new FlowStatistics(5000, true);

    /** A message, a frame of its own. */
    private void receive(int number, long nowMicros, long delayMicros) {
        statistics.received(
                nowMicros, nowMicros, true, true, number, number, 100L * number, nowMicros - delayMicros, 100);
    }

    private FlowQuality quality() {
        return statistics.quality().orElseThrow();
    }

    @Test
    void nothingIsKeptUnlessAskedFor() {
        FlowStatistics plain = new FlowStatistics(5000);
        plain.received(10, 10, true, true, 0, 0, 0, 5, 100);
        plain.lateness(100);
        assertEquals(Optional.empty(), plain.quality());
    }

    @Test
    void flowWithoutMessagesHasNoTimes() {
        assertEquals(new FlowQuality(TimeSummary.NONE, TimeSummary.NONE, 0, 0, 0, 0, 0, TimeSummary.NONE), quality());
    }

    /** Delays of -30, -10, -50 and -14 microseconds: differences of 20, 40 and 36. */
    @Test
    void delaysAndTheirVariation() {
        receive(0, 1000, -30);
        receive(1, 2000, -10);
        receive(2, 3000, -50);
        receive(3, 4000, -14);
        double squares = 4 * 4 + 16 * 16 + 24 * 24 + 12 * 12;
        assertEquals(
                new TimeSummary(4, -50, -26, Math.sqrt(squares / 4), -30, -10, -10, -10, -10),
                quality().delay());
        assertEquals(
                new TimeSummary(3, 20, 32, Math.sqrt((12 * 12 + 8 * 8 + 4 * 4) / 3.0), 36, 40, 40, 40, 40),
                rounded(quality().absoluteIpdv()));
        assertEquals(-26, statistics.snapshot().meanDelayMicros());
    }

    /** Without the last bit of what was divided. */
    private static TimeSummary rounded(TimeSummary times) {
        double squares = times.standardDeviationMicros() * times.standardDeviationMicros();
        return new TimeSummary(
                times.count(),
                times.minMicros(),
                Math.rint(times.meanMicros() * 1e9) / 1e9,
                Math.sqrt(Math.rint(squares * times.count()) / times.count()),
                times.p50Micros(),
                times.p90Micros(),
                times.p99Micros(),
                times.p999Micros(),
                times.maxMicros());
    }

    @Test
    void stepOfTheTimeOfDayIsNoGap() {
        long hour = 3_600_000_000L;
        statistics.received(1000, 1000, true, true, 0, 0, 0, 900, 100);
        statistics.received(2000 + hour, 2000, true, true, 1, 1, 100, 1900 + hour, 100);
        statistics.received(3001 - hour, 3001, true, true, 2, 2, 200, 2901 - hour, 100);
        assertEquals(1001, quality().longestGapMicros());
    }

    /** Only 0 to 1, and 5 to 6: what was lost, overtaken or duplicated has no predecessor right before it. */
    @Test
    void variationIsThatOfNeighboursInOrder() {
        receive(0, 1000, 10);
        receive(1, 2000, 13);
        receive(3, 3000, 100);
        receive(2, 4000, 500);
        receive(3, 5000, 900);
        receive(5, 6000, 200);
        receive(6, 7000, 205);
        TimeSummary variation = quality().absoluteIpdv();
        assertEquals(2, variation.count());
        assertEquals(3, variation.minMicros());
        assertEquals(4, variation.meanMicros());
        assertEquals(5, variation.maxMicros());
        assertEquals(7, quality().delay().count());
    }

    /** What comes after a message that was overtaken is compared with the newest one, not with that. */
    @Test
    void overtakenMessageDoesNotBreakThePair() {
        receive(0, 1000, 10);
        receive(2, 2000, 20);
        receive(1, 3000, 500);
        receive(3, 4000, 27);
        assertEquals(1, quality().absoluteIpdv().count());
        assertEquals(7, quality().absoluteIpdv().maxMicros());
    }

    @Test
    void orderOfArrival() {
        receive(0, 1000, 1);
        receive(3, 2000, 1);
        receive(4, 3000, 1);
        receive(1, 4000, 1);
        receive(1, 5000, 1);
        receive(2, 6000, 1);
        FlowQuality quality = quality();
        assertEquals(1, quality.duplicatedPackets());
        assertEquals(2, quality.reorderedPackets());
        assertEquals(2.5, quality.meanReorderingExtent());
        assertEquals(3, quality.maxReorderingExtent());
    }

    /** Behind the timeout it is lost for frames, and still reordered. */
    @Test
    void lateMessageIsNoDuplicate() {
        receive(1, 1_000_000, 1);
        receive(2, 7_000_000, 1);
        receive(0, 7_000_001, 1);
        receive(0, 7_000_002, 1);
        FlowSnapshot counters = statistics.snapshot();
        assertEquals(1, counters.lostPackets());
        assertEquals(2, counters.lateOrDuplicatePackets());
        assertEquals(1, quality().duplicatedPackets());
        assertEquals(1, quality().reorderedPackets());
        assertEquals(2, quality().maxReorderingExtent());
    }

    @Test
    void longestGapIsBetweenTwoArrivals() {
        receive(0, 1_000_000, 0);
        assertEquals(0, quality().longestGapMicros());
        receive(1, 1_000_300, 0);
        receive(2, 1_002_000, 0);
        receive(2, 1_003_701, 0);
        receive(3, 1_003_702, 0);
        assertEquals(1701, quality().longestGapMicros());
    }

    @Test
    void sendLatenessIsExactToNanoseconds() {
        statistics.lateness(1_001);
        statistics.lateness(1_000);
        statistics.lateness(1_099);
        TimeSummary lateness = quality().sendLateness();
        assertEquals(3, lateness.count());
        assertEquals(1.0, lateness.minMicros());
        assertEquals(3.1 / 3, lateness.meanMicros(), 1e-12);
        assertEquals(1.001, lateness.p50Micros());
        assertEquals(1.099, lateness.p99Micros());
        assertEquals(1.099, lateness.maxMicros());
    }

    @Test
    void nothingIsAllocatedForAMessage() {
        int[] next = {0};
        long bytes = Allocations.fewestBytesOf(() -> {
            for (int i = 0; i < 10_000; i++) {
                int n = next[0]++;
                // Every hundredth is overtaken by the next, and every thousandth is lost.
                int number = n % 100 == 98 ? n + 1 : n % 100 == 99 ? n - 1 : n;
                if (n % 1000 != 500) {
                    receive(number, 1_000_000L + 10L * n, n * 7919L % 5000);
                }
                statistics.lateness(n * 104_729L % 1_000_000);
            }
        });
        assertEquals(0, bytes);
    }
}
