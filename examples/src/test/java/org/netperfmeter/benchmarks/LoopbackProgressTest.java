// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netperfmeter.benchmarks.LoopbackProgress.Look;

class LoopbackProgressTest {
    private static final long PROGRESS = 1000;

    @Test
    void bytesAreThoseThatLoopbackReceived() {
        assertEquals(
                123_456,
                LoopbackProgress.receivedBytes(
                        "Inter-|   Receive\n face |bytes\n  eth0: 7 1\n    lo:  123456  42 0\n"));
        assertEquals(9_999_999_999L, LoopbackProgress.receivedBytes("lo:9999999999 42 0\n"));
    }

    @Test
    void pauseIsTheLongestTimeWithoutProgress() {
        // What is less than progress adds up, but does not end a pause of its own.
        assertEquals(400, LoopbackProgress.longestPauseNanos(looks(0, 1000, 3000, 3400, 3999, 3999, 4000), PROGRESS));
    }

    @Test
    void timesBeforeTheFirstAndAfterTheLastProgressAreNoPauses() {
        assertEquals(
                100, LoopbackProgress.longestPauseNanos(looks(0, 0, 0, 0, 1000, 2000, 2999, 2999, 2999), PROGRESS));
    }

    @Test
    void steadyFlowHasNoPauseBeyondALook() {
        assertEquals(100, LoopbackProgress.longestPauseNanos(looks(0, 5000, 10_000, 15_000), PROGRESS));
    }

    @Test
    void nothingHasNoPause() {
        assertEquals(0, LoopbackProgress.longestPauseNanos(List.of(), PROGRESS));
    }

    @Test
    void lastTenthIsComparedWithTheFirst() throws RunFailedException {
        List<Look> looks = new ArrayList<>(List.of(new Look(0, 0)));
        long bytes = 0;
        for (int i = 1; i <= 101; i++) {
            bytes += i <= 11 ? 10_000 : i > 91 ? 5_000 : 7_000;
            looks.add(new Look(i * 100L, bytes));
        }
        assertEquals(0.5, LoopbackProgress.lastTenthByFirst(looks, PROGRESS), 1e-12);
    }

    @Test
    void nothingHasNoTenths() {
        assertThrows(RunFailedException.class, () -> LoopbackProgress.lastTenthByFirst(looks(0, 10), PROGRESS));
    }

    /** One look every 100 ns. */
    private static List<Look> looks(long... bytes) {
        List<Look> looks = new ArrayList<>();
        for (long value : bytes) {
            looks.add(new Look(looks.size() * 100L, value));
        }
        return looks;
    }
}
