// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.ManualClock;
import org.netperfmeter.results.MeasurementReport;

@Timeout(20)
class RecorderTest {
    private final NodeEvents events = new NodeEvents();
    private final CountDownLatch thrown = new CountDownLatch(1);

    /** Of a thread that has no memory left. */
    private final class LastClock implements Clock {
        private final Thread test = Thread.currentThread();

        @Override
        public long nanos() {
            if (Thread.currentThread() != test) {
                thrown.countDown();
                throw new OutOfMemoryError("Java heap space");
            }
            return 0;
        }

        @Override
        public long toMicros(long nanos) {
            return nanos / 1000;
        }
    }

    @Test
    void totalRatesReferToTheTimeThatHasPassed() {
        for (long stepMicros : new long[] {0, 10_000_000, -3_600_000_000L}) {
            ManualClock clock = new ManualClock(1_800_000_000_000_000L);
            Recorder recorder =
                    new Recorder(1, List.of(), Optional.empty(), Optional.empty(), clock, events, 1_000_000_000L);
            clock.advanceMicros(10_000_000);
            clock.step(stepMicros);
            recorder.endWindow();
            recorder.stop();
            MeasurementReport report = recorder.report(true, "", Optional.empty(), Map.of(), Optional.empty());
            assertEquals(1_800_000_000_000_000L, report.firstEventMicros());
            assertEquals(1_800_000_010_000_000L + stepMicros, report.endMicros());
            assertEquals(10_000_000, report.durationMicros());
        }
    }

    @Test
    void lackOfMemoryIsAFailureOfTheRecording() throws Exception {
        Recorder recorder =
                new Recorder(1, List.of(), Optional.empty(), Optional.empty(), new LastClock(), events, 1_000_000_000L);
        thrown.await();
        recorder.stop();
        assertEquals(Optional.of("java.lang.OutOfMemoryError: Java heap space"), recorder.failure());
        assertEquals(
                List.of("ERROR cannot write results: java.lang.OutOfMemoryError: Java heap space"), events.warnings());
    }
}
