// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final long NANOS = 5_000_000;

    private static Set<Thread> pacingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pacing-"))
                .collect(Collectors.toSet());
    }

    @Test
    void takesItsTimeAndLeavesNoThread() {
        Set<Thread> before = pacingThreads();
        long beganNanos = System.nanoTime();
        WarmUp.run(NANOS);
        assertTrue(System.nanoTime() - beganNanos >= NANOS);
        assertEquals(before, pacingThreads());
    }
}
