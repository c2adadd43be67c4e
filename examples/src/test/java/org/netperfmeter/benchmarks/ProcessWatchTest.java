// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.netperfmeter.benchmarks.ProcessWatch.Look;

class ProcessWatchTest {
    private static final List<Look> LOOKS = List.of(
            new Look(0, 0),
            new Look(1_000_000_000, 2.0),
            new Look(2_000_000_000, 2.5),
            new Look(3_000_000_000L, 2.9),
            new Look(4_000_000_000L, 4));

    @Test
    void shareIsThatBetweenTheFirstAndTheLastLookInside() throws RunFailedException {
        assertEquals(0.45, ProcessWatch.coreShare(LOOKS, 999_999_999, 3_999_999_999L), 1e-12);
    }

    @Test
    void looksAtTheEdgesAreInside() throws RunFailedException {
        assertEquals(1, ProcessWatch.coreShare(LOOKS, 0, 4_000_000_000L), 1e-12);
    }

    @Test
    void oneLookIsNotEnough() {
        assertThrows(RunFailedException.class, () -> ProcessWatch.coreShare(LOOKS, 1_500_000_000, 2_500_000_000L));
    }

    @Test
    void peakOfMemoryIsInTheStateOfAProcess() {
        assertEquals(
                85_388 * 1024, ProcessWatch.peakMemoryBytes("VmSize:\t 99 kB\nVmHWM:\t   85388 kB\nVmRSS:\t 1 kB\n"));
    }

    @Test
    void processThatEndsHasNone() {
        assertEquals(0, ProcessWatch.peakMemoryBytes("Name:\tjava\nState:\tZ (zombie)\n"));
    }
}
