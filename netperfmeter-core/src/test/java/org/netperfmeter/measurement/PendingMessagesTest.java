// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingMessagesTest {
    private final PendingMessages pending = new PendingMessages(64);

    private void add(long sequenceNumber) {
        pending.add(sequenceNumber, false, false, 0, 0, 100, 0);
    }

    @Test
    void keepsEveryFieldAlsoWhenItGrows() {
        pending.add(70, true, false, -1, Long.MIN_VALUE, 65535, 123);
        pending.add(71, false, true, 7, 5, 48, 456);
        pending.ensureCapacity(65);
        assertEquals(128, pending.capacity());
        assertTrue(pending.isFirst(70));
        assertFalse(pending.isLast(70));
        assertEquals(-1, pending.frameId(70));
        assertEquals(Long.MIN_VALUE, pending.byteSequenceNumber(70));
        assertEquals(65535, pending.bytes(70));
        assertEquals(123, pending.frameArrivalMicros(70));
        assertFalse(pending.isFirst(71));
        assertTrue(pending.isLast(71));
        assertEquals(48, pending.bytes(71));
        assertEquals(456, pending.frameArrivalMicros(71));
    }

    @Test
    void growsByDoublingAndOnlyIfNeeded() {
        pending.ensureCapacity(64);
        assertEquals(64, pending.capacity());
        pending.ensureCapacity(200);
        assertEquals(256, pending.capacity());
        pending.ensureCapacity(100);
        assertEquals(256, pending.capacity());
    }

    @Test
    void numbersOfOtherRoundsOfTheRingAreNotContained() {
        add(10);
        assertTrue(pending.contains(10));
        assertFalse(pending.contains(74));
        assertFalse(pending.contains(10 - 64));
    }

    @Test
    void neighboursOutsideTheRangeAreItsEnds() {
        add(10);
        add(20);
        assertEquals(10, pending.lowestAfter(-1000));
        assertEquals(20, pending.highestBefore(1000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 63, 100, Long.MAX_VALUE - 500, -500})
    void findsNeighboursAndLowestAsASortedSetDoes(long base) {
        Random random = new Random(base);
        TreeSet<Long> offsets = new TreeSet<>();
        pending.ensureCapacity(1024);
        while (offsets.size() < 40) {
            long offset = random.nextInt(1024);
            if (offsets.add(offset)) {
                add(base + offset);
            }
        }
        for (long offset = offsets.first() + 1; offset < offsets.last(); offset++) {
            assertEquals(base + offsets.higher(offset), pending.lowestAfter(base + offset));
            assertEquals(base + offsets.lower(offset), pending.highestBefore(base + offset));
            assertEquals(offsets.contains(offset), pending.contains(base + offset));
        }
        assertEquals(base + offsets.last(), pending.highest());
        while (!offsets.isEmpty()) {
            assertEquals(base + offsets.pollFirst(), pending.lowest());
            pending.removeLowest();
        }
        assertTrue(pending.isEmpty());
    }
}
