// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SystemCalls;

/** What a data plane thread asks of the scheduler, for itself. */
public final class ThreadTuning {
    /** The lowest already precedes every thread of the normal policy. */
    private static final int REAL_TIME_PRIORITY = 1;

    private ThreadTuning() {}

    /** Timer slack of 1 ns: sleeps end when they should (prctl). */
    public static void preciseTimers() {
        // A system without it only sleeps 50 us longer.
        int ignored = SystemCalls.setTimerSlack(1);
    }

    /** Fixed real-time priority (SCHED_FIFO). Returns whether it was permitted. */
    public static boolean realTime() {
        return SystemCalls.setScheduler(OsConstant.SCHED_FIFO, REAL_TIME_PRIORITY) == 0;
    }
}
