// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpinWindowTest {
    private static final long START_NANOS = 5_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long MOST_AWAKE_A_SECOND_NANOS = 950_000_000;

    private final SpinWindow spin = SpinWindow.realTime(START_NANOS);

    @ParameterizedTest
    @CsvSource({"20, 70", "100, 70", "560, 70", "1000, 125", "3200, 400", "10000, 400", "1000000, 400"})
    void spinsLongerBehindALongerSleep(long waitMicros, long windowMicros) {
        long dueNanos = START_NANOS + waitMicros * 1000;
        assertEquals(dueNanos - windowMicros * 1000, spin.sleepUntilNanos(START_NANOS, dueNanos));
    }

    @ParameterizedTest
    @CsvSource({"20000, 400", "1000000, 20000", "10000000, 200000", "60000000, 200000"})
    void ordinaryThreadSpinsForAFiftiethOfTheWaitAndNotForLong(long waitNanos, long windowNanos) {
        long dueNanos = START_NANOS + waitNanos;
        assertEquals(dueNanos - windowNanos, SpinWindow.ordinary(START_NANOS).sleepUntilNanos(START_NANOS, dueNanos));
    }

    @Test
    void windowStaysAsItIsUntilTheFrameIsDue() {
        long dueNanos = START_NANOS + 10_000_000;
        assertEquals(dueNanos - 400_000, spin.sleepUntilNanos(START_NANOS, dueNanos));
        spin.slept(START_NANOS, dueNanos - 390_000);
        assertEquals(dueNanos - 400_000, spin.sleepUntilNanos(dueNanos - 390_000, dueNanos));
        assertEquals(dueNanos - 400_000, spin.sleepUntilNanos(dueNanos - 1, dueNanos));
    }

    @Test
    void sleepsAsLongAsNoFrameWillBeDue() {
        assertEquals(Long.MAX_VALUE, spin.sleepUntilNanos(START_NANOS, Long.MAX_VALUE));
    }

    /** 11 ms awake are what 1 ms of sleep makes good; of a sleep, 5 us are spent in system calls. */
    @Test
    void whoSleptTooLittleDoesNotSpin() {
        long nowNanos = START_NANOS + 11_000_000;
        assertEquals(nowNanos + 30_000, spin.sleepUntilNanos(nowNanos, nowNanos + 100_000));
        nowNanos += 22;
        assertEquals(nowNanos + 100_000, spin.sleepUntilNanos(nowNanos, nowNanos + 100_000));
        spin.slept(nowNanos, nowNanos + 5_000);
        nowNanos += 5_000;
        assertEquals(nowNanos + 100_000, spin.sleepUntilNanos(nowNanos, nowNanos + 100_000));
        spin.slept(nowNanos, nowNanos + 5_000 + 909);
        nowNanos += 5_909;
        assertEquals(nowNanos + 100_000, spin.sleepUntilNanos(nowNanos, nowNanos + 100_000));
        spin.slept(nowNanos, nowNanos + 5_000 + 455);
        nowNanos += 5_455;
        assertEquals(nowNanos + 30_000, spin.sleepUntilNanos(nowNanos, nowNanos + 100_000));
    }

    @Test
    void longSleepIsNoCredit() {
        spin.slept(START_NANOS, START_NANOS + 60 * SECOND_NANOS);
        long nowNanos = START_NANOS + 60 * SECOND_NANOS + 11_000_022;
        assertEquals(nowNanos + 100_000, spin.sleepUntilNanos(nowNanos, nowNanos + 100_000));
    }

    /** A frame takes 4 us, a processor 12 us to go on. */
    @ParameterizedTest
    @ValueSource(longs = {10_000, 20_000, 50_000, 70_000})
    void noSecondIsSpentAwakeForSoLongThatTheKernelInterferes(long gapNanos) {
        long nowNanos = START_NANOS;
        long endNanos = START_NANOS;
        for (int second = 0; second < 3; second++) {
            endNanos += SECOND_NANOS;
            long asleepNanos = 0;
            for (long dueNanos = nowNanos + gapNanos; nowNanos < endNanos; dueNanos += gapNanos) {
                long untilNanos = spin.sleepUntilNanos(nowNanos, dueNanos);
                if (untilNanos > nowNanos) {
                    spin.slept(nowNanos, untilNanos + 12_000);
                    asleepNanos += untilNanos + 12_000 - nowNanos - 5_000;
                    nowNanos = untilNanos + 12_000;
                }
                nowNanos = Math.max(nowNanos, dueNanos) + 4_000;
            }
            assertTrue(SECOND_NANOS - asleepNanos < MOST_AWAKE_A_SECOND_NANOS, "asleep for " + asleepNanos + " ns");
        }
    }
}
