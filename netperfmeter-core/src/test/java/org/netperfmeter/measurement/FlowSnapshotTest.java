// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FlowSnapshotTest {
    @Test
    void rateIsVolumePerSecondOfTheDuration() {
        Rate rate = new Volume(3000, 6, 2).over(1_500_000);
        assertEquals(new Rate(2000, 4, 2 / 1.5), rate);
        assertEquals(16000, rate.bitsPerSecond());
    }

    @Test
    void rateIsZeroWithoutDuration() {
        assertEquals(Rate.NONE, new Volume(3000, 6, 2).over(0));
        assertEquals(Rate.NONE, new Volume(3000, 6, 2).over(-1));
    }

    @Test
    void flowsRatesSpanTheFirstToTheLastMessage() {
        FlowStatistics statistics = new FlowStatistics(0);
        statistics.transmitted(1_000_000, 1_000_000, 1, 500, 1);
        assertEquals(Rate.NONE, statistics.snapshot().transmissionRate());
        statistics.transmitted(1_500_000, 1_500_000, 1, 500, 1);
        assertEquals(new Rate(2000, 4, 4), statistics.snapshot().transmissionRate());
        assertEquals(Rate.NONE, statistics.snapshot().receptionRate());
    }

    @Test
    void volumesAddAndSubtract() {
        Volume a = new Volume(10, 20, 30);
        Volume b = new Volume(1, 2, 3);
        assertEquals(new Volume(11, 22, 33), a.plus(b));
        assertEquals(new Volume(9, 18, 27), a.minus(b));
    }

    @Test
    void meansOfNothingAreZero() {
        assertEquals(0, FlowSnapshot.EMPTY.meanDelayMillis());
        assertEquals(0, FlowSnapshot.EMPTY.meanLatenessMicros());
    }
}
