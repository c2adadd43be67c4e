// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SequencedCountersTest {
    @Test
    void copyHasWhatWasWritten() {
        SequencedCounters counters = new SequencedCounters(2);
        counters.beginUpdate();
        counters.set(0, 5);
        counters.add(1, 7);
        counters.add(1, 1);
        counters.endUpdate();
        assertArrayEquals(new long[] {5, 8}, counters.copy());
        assertEquals(8, counters.get(1));
    }

    @Test
    void copiesTakenWhileTheWriterRunsAreEachOfOneMoment() throws InterruptedException {
        int updates = 3_000_000;
        SequencedCounters counters = new SequencedCounters(3);
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= updates; i++) {
                counters.beginUpdate();
                counters.set(0, i);
                counters.add(1, 100);
                counters.set(2, -i);
                counters.endUpdate();
            }
        });
        writer.start();
        long last = 0;
        while (last < updates) {
            long[] copy = counters.copy();
            assertEquals(100 * copy[0], copy[1]);
            assertEquals(-copy[0], copy[2]);
            assertEquals(Math.max(last, copy[0]), copy[0], "counters never go back");
            last = copy[0];
        }
        writer.join();
    }
}
