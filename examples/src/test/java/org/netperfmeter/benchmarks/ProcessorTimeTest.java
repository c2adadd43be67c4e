// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void idlingAndWaitingIsNotBusyAndGuestsAreNotCountedTwice() {
        // user nice system idle iowait irq softirq steal guest guest_nice
        assertEquals(
                13.67, ProcessorTime.busySeconds("cpu  1000 200 100 90000 5000 7 20 40 900 9\ncpu0 1 2 3\n"), 1e-9);
    }

    @Test
    void nameOfAProgramMayLookLikeTheRest() {
        String[] fields = ProcessorTime.fields("4711 (a) 9 (b) S 1 2 3\n");
        assertEquals("S", fields[0]);
        assertEquals("3", fields[3]);
    }

    @Test
    void foreignIsWhatIsBusyAndNotOwn() {
        ProcessorTime before = new ProcessorTime(100, 40, 30);
        ProcessorTime after = new ProcessorTime(109, 47, 36);
        assertEquals(new ProcessorTime(9, 7, 6), after.since(before));
        assertEquals(0.5, after.since(before).foreignProcessors(4), 1e-12);
    }

    @Test
    void nobodyElseIsForeignWhereTheKernelRoundsInOurFavour() {
        assertEquals(0, new ProcessorTime(7, 7.01, 0).foreignProcessors(1));
    }

    @Test
    void thisProcessHasWorked() throws IOException {
        ProcessorTime now = ProcessorTime.now();
        double own = ProcessorTime.ofProcess(ProcessHandle.current().pid());
        assertTrue(own > 0);
        assertTrue(now.ownSeconds() > 0);
        assertTrue(now.busySeconds() > 0);
    }
}
