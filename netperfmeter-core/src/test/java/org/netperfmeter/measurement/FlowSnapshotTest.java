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
        statistics.transmitted(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1, 500, 1);
        assertEquals(Rate.NONE, statistics.snapshot().transmissionRate());
        statistics.transmitted(1_500_000, 1_500_000, 1_500_000, 1_500_000, 1, 500, 1);
        assertEquals(new Rate(2000, 4, 4), statistics.snapshot().transmissionRate());
        assertEquals(Rate.NONE, statistics.snapshot().receptionRate());
    }

    @Test
    void ratesReferToTheTimeThatHasPassed() {
        long hour = 3_600_000_000L;
        FlowStatistics statistics = new FlowStatistics(0);
        statistics.transmitted(1_000_000, 1_100_000, 1_000_000, 1_100_000, 1, 500, 1);
        statistics.transmitted(1_200_000 + hour, 1_500_000 + hour, 1_200_000, 1_500_000, 1, 500, 1);
        statistics.received(2_000_000, 2_000_000, true, true, 0, 0, 0, 0, 100);
        statistics.received(4_000_000 - hour, 4_000_000, true, true, 1, 1, 100, 0, 100);
        FlowSnapshot counters = statistics.snapshot();
        assertEquals(1_500_000 + hour, counters.lastTransmissionMicros());
        assertEquals(4_000_000 - hour, counters.lastReceptionMicros());
        assertEquals(new Rate(2000, 4, 4), counters.transmissionRate());
        assertEquals(new Rate(100, 1, 1), counters.receptionRate());
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
