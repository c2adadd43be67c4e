// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SystemCalls;

/** What a data plane thread asks of the scheduler, for itself. */
public final class ThreadTuning {
    /** The lowest already precedes every thread of the normal policy. */
    private static final int REAL_TIME_PRIORITY = 1;

    /** The shortest that Linux knows. */
    private static final long TIME_SLICE_NANOS = 100_000;

    private ThreadTuning() {}

    /**
     * Sleeps end when they should: timer slack of 1 ns (prctl), and a short time slice (sched_setattr), by which threads that
     * have been calculating for long, such as those of a compiler, make room at once.
     */
    public static void preciseTimers() {
        // A system without them only sleeps longer: 50 us, or until the time slice of another thread ends.
        int unusedSlack = SystemCalls.setTimerSlack(1);
        int unusedSlice = SystemCalls.setTimeSlice(TIME_SLICE_NANOS);
    }

    /** Fixed real-time priority (SCHED_FIFO). Returns whether it was permitted. */
    public static boolean realTime() {
        return SystemCalls.setScheduler(OsConstant.SCHED_FIFO, REAL_TIME_PRIORITY) == 0;
    }
}
