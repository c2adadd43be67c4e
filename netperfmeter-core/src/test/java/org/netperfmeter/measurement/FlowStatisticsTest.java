// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FlowStatisticsTest {
    private final FlowStatistics statistics = new FlowStatistics(5000);
    private int next;

    /** Receives message n, a frame of its own, sent at 1000 ms + n and delayed by this. */
    private void receive(int number, long delayMicros) {
        long sent = 1_000_000L + number;
        statistics.received(
                sent + delayMicros, sent + delayMicros, true, true, number, number, 100L * number, sent, 100);
    }

    /** 1 is missing, and what is behind it waits for 5 seconds, of which none have passed. */
    @Test
    void stepOfTheTimeOfDayGivesNothingUp() {
        long hour = 3_600_000_000L;
        statistics.received(1000, 1000, true, true, 0, 0, 0, 900, 100);
        statistics.received(2000, 2000, true, true, 2, 2, 200, 1900, 100);
        statistics.received(3000 + hour, 3000, true, true, 3, 3, 300, 2900 + hour, 100);
        assertEquals(0, statistics.snapshot().lostPackets());
        statistics.received(4000 + hour, 4000, true, true, 1, 1, 100, 3900 + hour, 100);
        assertEquals(4, statistics.snapshot().receivedFrames());
        assertEquals(0, statistics.snapshot().lateOrDuplicatePackets());
    }

    @Test
    void newFlowIsEmpty() {
        assertEquals(FlowSnapshot.EMPTY, statistics.snapshot());
    }

    @Test
    void transmissionsAddUp() {
        statistics.transmitted(100, 200, 100, 200, 3, 4200, 1);
        statistics.transmitted(300, 400, 300, 400, 2, 2000, 2);
        FlowSnapshot s = statistics.snapshot();
        assertEquals(100, s.firstTransmissionMicros());
        assertEquals(400, s.lastTransmissionMicros());
        assertEquals(new Volume(6200, 5, 3), s.transmitted());
        assertEquals(Volume.NONE, s.received());
    }

    @Test
    void latenessHasMeanAndMaximum() {
        statistics.lateness(1000);
        statistics.lateness(4000);
        statistics.lateness(2500);
        statistics.scheduleRestarted();
        FlowSnapshot s = statistics.snapshot();
        assertEquals(3, s.lateFrames());
        assertEquals(2.5, s.meanLatenessMicros());
        assertEquals(4000, s.maxLatenessNanos());
        assertEquals(1, s.scheduleRestarts());
    }

    @Test
    void receptionsAddUp() {
        receive(0, 50);
        receive(1, 60);
        FlowSnapshot s = statistics.snapshot();
        assertEquals(1_000_050, s.firstReceptionMicros());
        assertEquals(1_000_061, s.lastReceptionMicros());
        assertEquals(new Volume(200, 2, 2), s.received());
        assertEquals(Volume.NONE, s.lost());
        assertEquals(55, s.meanDelayMicros());
        assertEquals(0.055, s.meanDelayMillis());
        assertEquals(50, s.minDelayMicros());
        assertEquals(60, s.maxDelayMicros());
    }

    @Test
    void jitterStartsWithTheSecondMessage() {
        receive(0, 1_600_000);
        assertEquals(1_600_000, statistics.lastDelayMicros());
        assertEquals(0, statistics.lastDelayDifferenceMicros());
        assertEquals(0, statistics.jitterMillis());
        receive(1, 1_616_000);
        assertEquals(16_000, statistics.lastDelayDifferenceMicros());
        assertEquals(1.0, statistics.jitterMillis());
        receive(2, 1_584_000);
        assertEquals(-32_000, statistics.lastDelayDifferenceMicros());
        assertEquals(1.0 + (32 - 1.0) / 16, statistics.jitterMillis());
        assertEquals(1.0 + (32 - 1.0) / 16, statistics.snapshot().jitterMillis());
    }

    @Test
    void delaysMayBeNegative() {
        receive(0, -10);
        receive(1, -30);
        receive(2, 10);
        FlowSnapshot s = statistics.snapshot();
        assertEquals(-10, s.meanDelayMicros());
        assertEquals(-30, s.minDelayMicros());
        assertEquals(10, s.maxDelayMicros());
    }

    @Test
    void meanDelayIsExactThoughTheClocksAreDecadesApart() {
        long halfACentury = 1_577_880_000_000_000L;
        for (int i = 0; i < 100_000; i++) {
            receive(i, halfACentury + i % 2);
        }
        assertEquals(halfACentury + 0.5, statistics.snapshot().meanDelayMicros());
    }

    @Test
    void duplicateCountsInPacketsBytesAndDelayButNotInFrames() {
        receive(0, 10);
        receive(0, 30);
        FlowSnapshot s = statistics.snapshot();
        assertEquals(new Volume(200, 2, 1), s.received());
        assertEquals(1, s.lateOrDuplicatePackets());
        assertEquals(20, s.meanDelayMicros());
    }

    @Test
    void messageThatFillsAGapCompletesSeveralFrames() {
        receive(0, 0);
        receive(2, 0);
        receive(3, 0);
        assertEquals(0, statistics.lastReceivedFramesIncrease());
        receive(1, 0);
        assertEquals(3, statistics.lastReceivedFramesIncrease());
        assertEquals(4, statistics.receivedFrames());
        assertEquals(4, statistics.receivedPackets());
        assertEquals(400, statistics.receivedBytes());
    }

    @Test
    void endDecidesWhatIsOpen() {
        receive(0, 0);
        receive(2, 0);
        assertEquals(Volume.NONE, statistics.snapshot().lost());
        statistics.finishReception();
        FlowSnapshot s = statistics.snapshot();
        assertEquals(new Volume(100, 1, 1), s.lost());
        assertEquals(2, s.receivedFrames());
        assertEquals(0, s.incompleteFrames());
    }

    @Test
    void defragmentationTimeoutIsInMilliseconds() {
        FlowStatistics s = new FlowStatistics(2);
        s.received(10_000, 10_000, true, true, 1, 1, 100, 0, 100);
        s.received(11_999, 11_999, true, true, 2, 2, 200, 0, 100);
        assertEquals(0, s.snapshot().lostPackets());
        s.received(12_000, 12_000, true, true, 3, 3, 300, 0, 100);
        assertEquals(1, s.snapshot().lostPackets());
        assertThrows(IllegalArgumentException.class, () -> new FlowStatistics(-1));
    }

    @Test
    void nothingIsAllocatedPerMessage() {
        assertEquals(0, Allocations.fewestBytesOf(() -> run(1_000_000)));
    }

    /** Every 1000th message comes ten messages late, so that the window is used as well. */
    private void run(int messages) {
        int end = next + messages;
        for (int i = next; i < end; i++) {
            statistics.transmitted(i, i, i, i, 1, 100, 1);
            statistics.lateness(i);
            if (i % 1000 != 0) {
                receive(i, 50);
            }
            if (i % 1000 == 10) {
                receive(i - 10, 60);
            }
        }
        next = end;
    }
}
