// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalOrderTest {
    private final ArrivalOrder order = new ArrivalOrder();

    private void arrive(long... sequenceNumbers) {
        for (long sequenceNumber : sequenceNumbers) {
            order.received(sequenceNumber);
        }
    }

    private void assertOrder(long duplicates, long reordered, double meanExtent, long maxExtent) {
        assertEquals(
                List.of(duplicates, reordered, meanExtent, maxExtent),
                List.of(order.duplicates(), order.reordered(), order.meanExtent(), order.maxExtent()));
    }

    @Test
    void inOrderNothingIsToBeSaid() {
        arrive(0, 1, 2, 3);
        assertOrder(0, 0, 0, 0);
        assertEquals(4, order.next());
    }

    @Test
    void lostMessagesAreNotReordered() {
        arrive(3, 4, 9);
        assertOrder(0, 0, 0, 0);
        assertEquals(10, order.next());
    }

    /** The fourth of ten messages arrives as the eighth; the first beyond it was the fourth arrival. */
    @Test
    void extentIsTheDistanceToTheFirstMessageBeyond() {
        arrive(0, 1, 2, 4, 5, 6, 7, 3, 8, 9);
        assertOrder(0, 1, 4, 4);
    }

    @Test
    void twoMessagesThatWereOvertakenByOne() {
        arrive(0, 1, 2, 3, 6, 4, 5, 7, 8, 9);
        assertOrder(0, 2, 1.5, 2);
    }

    @Test
    void threeMessagesThatWereOvertakenByFour() {
        arrive(0, 1, 2, 6, 7, 8, 9, 3, 4, 5, 10);
        assertOrder(0, 3, 5, 6);
    }

    /** 7, in the middle of the gap 4..9, comes before 5: the first beyond 5 is still 10. */
    @Test
    void messageBeyondMayHaveBeenOvertakenItself() {
        arrive(0, 1, 2, 3, 10, 7, 5, 4, 9, 6, 8);
        assertOrder(0, 6, 3.5, 6);
    }

    /** 2 was overtaken by 3 first, though 5 opened the next gap later. */
    @Test
    void eachGapHasItsOwnFirstMessageBeyond() {
        arrive(0, 1, 3, 5, 4, 2);
        assertOrder(0, 2, 2, 3);
    }

    @Test
    void duplicatesAreNoArrivals() {
        arrive(0, 0, 1, 3, 3, 1, 4, 2, 2, 5, 0);
        assertOrder(5, 1, 2, 2);
    }

    @Test
    void duplicateOfAReorderedMessageIsADuplicateOnly() {
        arrive(0, 4, 2, 2, 1, 3, 1, 3, 2);
        assertOrder(4, 3, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anySequenceNumberIsTaken(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            order.received(random.nextLong() >>> random.nextInt(64));
            order.received(random.nextLong());
        }
        assertTrue(order.reordered() + order.duplicates() <= 40_000);
    }

    @Test
    void oldestGapIsForgotten() {
        for (int i = 0; i <= ArrivalOrder.MAX_GAPS; i++) {
            order.received(2L * i + 1);
        }
        arrive(0);
        assertOrder(1, 0, 0, 0);
        arrive(2);
        assertOrder(1, 1, ArrivalOrder.MAX_GAPS, ArrivalOrder.MAX_GAPS);
    }

    /** Each second message is lost, and whenever the table has been full for long, some come late. */
    @Test
    void theLatestGapsAreKeptHoweverManyThereHaveBeen() {
        int rounds = 5;
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < 3000; i++) {
                order.received(order.next() + 1);
            }
            if (round > 1) {
                long oldest = order.next() - 2 * ArrivalOrder.MAX_GAPS;
                arrive(oldest - 2, oldest, oldest + 2, oldest + 4000);
                assertEquals(round - 1, order.duplicates());
                assertEquals(3L * (round - 1), order.reordered());
            }
        }
        assertEquals(2L * 3000 * rounds, order.next());
        assertEquals(ArrivalOrder.MAX_GAPS + 3, order.maxExtent(), "with those that came late a round before");
    }

    /** Against the definitions, word for word. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheDefinitions(long seed) {
        Random random = new Random(seed);
        List<Long> arrivals = new ArrayList<>();
        for (long s = 0; s < 2000; s++) {
            for (int copies = random.nextInt(10) == 0 ? random.nextInt(3) : 1; copies > 0; copies--) {
                arrivals.add(s);
            }
        }
        for (int i = 0; i < arrivals.size(); i++) {
            if (random.nextInt(5) == 0) {
                Collections.swap(arrivals, i, Math.min(arrivals.size() - 1, i + random.nextInt(30)));
            }
        }
        long duplicates = 0;
        List<Long> firsts = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        List<Integer> extents = new ArrayList<>();
        for (long s : arrivals) {
            order.received(s);
            if (seen.add(s)) {
                firsts.add(s);
                extentOfLast(firsts, extents);
            } else {
                duplicates++;
            }
        }
        assertOrder(
                duplicates,
                extents.size(),
                extents.stream().mapToInt(extent -> extent).average().orElseThrow(),
                Collections.max(extents));
    }

    private static void extentOfLast(List<Long> firsts, List<Integer> extents) {
        int last = firsts.size() - 1;
        for (int j = 0; j < last; j++) {
            if (firsts.get(j) > firsts.get(last)) {
                extents.add(last - j);
                return;
            }
        }
    }
}
