// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/**
 * When a thread of real-time priority stops to sleep and begins to spin, so that a frame leaves when it is due. The longer a
 * processor has slept, the longer it takes to go on.
 *
 * <p>Linux takes the processor from real-time threads for the rest of a second in which they ran for 950 ms (sched(7),
 * {@code sched_rt_runtime_us}): frames would be 50 ms late. So a thread that has slept for less than a twelfth of its time
 * sleeps until the next frame is due, and that one leaves as late as the thread wakes up. Single-threaded.
 */
final class SpinWindow {
    /** Most wake-ups behind waits of less than a millisecond took less. */
    private static final long LEAST_NANOS = 70_000;

    /** At 100 frames/s it costs a twenty-fifth of a processor. */
    private static final long MOST_NANOS = 400_000;

    /** In between, that part of the wait is spent awake. */
    private static final int WINDOWS_A_WAIT = 8;

    /** What of a sleep is spent awake, in system calls. */
    private static final long CALLS_NANOS = 5_000;

    /** Time awake by time asleep, at most. */
    private static final int AWAKE_BY_ASLEEP = 11;

    /** How much sleep may be owed: 11 ms awake. */
    private static final long CREDIT_NANOS = 1_000_000;

    private long dueNanos = Long.MIN_VALUE;
    private long spinNanos;
    private long owedNanos;
    /** Up to when it is known how much of the time was spent asleep. */
    private long accountedNanos;

    SpinWindow(long nowNanos) {
        accountedNanos = nowNanos;
    }

    /**
     * Until when to sleep before a frame is due; in the past if it is time to spin.
     *
     * @param nextDueNanos Long.MAX_VALUE: there is none
     */
    long sleepUntilNanos(long nowNanos, long nextDueNanos) {
        if (nextDueNanos != dueNanos) {
            dueNanos = nextDueNanos;
            awake(nowNanos);
            spinNanos = dueNanos == Long.MAX_VALUE ? dueNanos : dueNanos - windowNanos(dueNanos - nowNanos);
        }
        return spinNanos;
    }

    private long windowNanos(long waitNanos) {
        return owedNanos > CREDIT_NANOS ? 0 : Math.max(LEAST_NANOS, Math.min(MOST_NANOS, waitNanos / WINDOWS_A_WAIT));
    }

    /** The thread has slept. */
    void slept(long fromNanos, long toNanos) {
        awake(Math.min(fromNanos + CALLS_NANOS, toNanos));
        owedNanos = Math.max(0, owedNanos - (toNanos - accountedNanos));
        accountedNanos = toNanos;
    }

    private void awake(long untilNanos) {
        owedNanos += (untilNanos - accountedNanos) / AWAKE_BY_ASLEEP;
        accountedNanos = untilNanos;
    }
}
