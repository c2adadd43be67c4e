// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the calling thread allocates. */
public final class Allocations {
    private static final int ROUNDS = 20;

    private Allocations() {}

    /**
     * The fewest bytes that any of some rounds allocates: 0 if the code allocates nothing in the long run, whatever the
     * first rounds spend on loading and compiling.
     */
    public static long fewestBytesOf(Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && fewest > 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return fewest;
    }
}
