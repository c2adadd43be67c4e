// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/**
 * When a pacing thread stops to sleep and begins to spin, so that a frame leaves when it is due. The longer a processor has
 * slept, the longer it takes to go on.
 *
 * <p>Linux takes the processor from threads of real-time priority for the rest of a second in which they ran for 950 ms
 * (sched(7), {@code sched_rt_runtime_us}): frames would be 50 ms late. So a thread that has slept for less than a twelfth of
 * its time sleeps until the next frame is due, and that one leaves as late as the thread wakes up. Single-threaded.
 */
final class SpinWindow {
    /** What of a sleep is spent awake, in system calls. */
    private static final long CALLS_NANOS = 5_000;

    /** Time awake by time asleep, at most. */
    private static final int AWAKE_BY_ASLEEP = 11;

    /** How much sleep may be owed: 11 ms awake. */
    private static final long CREDIT_NANOS = 1_000_000;

    private final long leastNanos;
    private final long mostNanos;
    private final int windowsAWait;

    private long dueNanos = Long.MIN_VALUE;
    private long spinNanos;
    private long owedNanos;
    /** Up to when it is known how much of the time was spent asleep. */
    private long accountedNanos;

    /** The window is a part of the wait, within bounds. */
    private SpinWindow(long nowNanos, long leastNanos, long mostNanos, int windowsAWait) {
        this.leastNanos = leastNanos;
        this.mostNanos = mostNanos;
        this.windowsAWait = windowsAWait;
        accountedNanos = nowNanos;
    }

    /** Costs a fiftieth of a processor at most. After the 10 ms of 100 frames/s, most wake-ups took less than 150 us. */
    static SpinWindow ordinary(long nowNanos) {
        return new SpinWindow(nowNanos, 0, 200_000, 50);
    }

    /**
     * For a thread that nothing may hold up. Most wake-ups behind waits of less than a millisecond took less than 70 us. At
     * 100 frames/s it costs a twenty-fifth of a processor, at 1000 an eighth.
     */
    static SpinWindow realTime(long nowNanos) {
        return new SpinWindow(nowNanos, 70_000, 400_000, 8);
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
        return owedNanos > CREDIT_NANOS ? 0 : Math.max(leastNanos, Math.min(mostNanos, waitNanos / windowsAWait));
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
