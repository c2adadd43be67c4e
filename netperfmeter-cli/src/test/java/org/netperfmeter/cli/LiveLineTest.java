// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.node.NodeTick;

class LiveLineTest {
    private static final NodeTick TICK = tick(
            3_723_400_000L, 3, 1, 10 << 20, 5 << 20, 75_300, 2_500_000_000.0, new CpuUsage(busy(12.34), List.of()));

    private static NodeTick tick(
            long elapsedMicros,
            int flows,
            int measurements,
            long transmittedBytes,
            long receivedBytes,
            double transmittedBitsPerSecond,
            double receivedBitsPerSecond,
            CpuUsage cpu) {
        return new NodeTick(
                elapsedMicros,
                elapsedMicros,
                1_000_000,
                flows,
                measurements,
                transmittedBytes,
                receivedBytes,
                transmittedBitsPerSecond,
                receivedBitsPerSecond,
                cpu,
                List.of());
    }

    @Test
    void withRoomEverythingIsShown() {
        assertEquals(
                "1:02:03   Flows: 3   Measurements: 1   Out: 75.3 Kbit/s   10.000 MiB   In: 2.5 Gbit/s   5.000 MiB   CPU: 12.3%",
                new LiveLine(0, 500, false).render(TICK));
    }

    @Test
    void runTimeGivesRemainingTimeAndAProgressBar() {
        String line = new LiveLine(7446.8, 500, false).render(TICK);
        assertTrue(line.startsWith("1:02:03, left 1:02:04   [##########----------]  50%   Flows: 3"), line);
    }

    @Test
    void progressEndsAtItsEnd() {
        String line = new LiveLine(3600, 500, false).render(TICK);
        assertTrue(line.startsWith("1:02:03, left 0:00:00   [####################] 100%   "), line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "57  | 1:02:03, left 0:57:57",
                "58  | 1:02:03, left 0:57:57   Out: 75.3 Kbit/s   In: 2.5 Gbit/s",
                "72  | 1:02:03, left 0:57:57   Out: 75.3 Kbit/s   In: 2.5 Gbit/s",
                "80  | 1:02:03, left 0:57:57   [#####-----]   Out: 75.3 Kbit/s   In: 2.5 Gbit/s",
                "90  | 1:02:03, left 0:57:57   [#####-----]   Out: 75.3 Kbit/s   In: 2.5 Gbit/s   CPU: 12.3%",
            })
    void whatDoesNotFitIsLeftOutByRank(int columns, String expected) {
        assertEquals(expected, new LiveLine(7200, columns, false).render(TICK));
    }

    @Test
    void longRunsWithHighRatesHaveABarOnEightyColumns() {
        NodeTick tick = tick(36_000_000_000L, 1, 1, 0, 0, 999.9e9, 999.9e9, new CpuUsage(busy(1), List.of()));
        assertEquals(
                "10:00:00, left 10:00:00   [#####-----]   Out: 999.9 Gbit/s   In: 999.9 Gbit/s",
                new LiveLine(72_000, 80, false).render(tick));
    }

    @Test
    void fewCpusAreShownOneByOne() {
        CpuUsage cpu = new CpuUsage(busy(50), List.of(busy(99.96), busy(0)));
        NodeTick tick = tick(0, 0, 0, 0, 0, 0, 0, cpu);
        assertEquals(
                "0:00:00   Flows: 0   Measurements: 0   Out: 0 bit/s   0.000 MiB   In: 0 bit/s   0.000 MiB   CPU: 100.0%/0.0% [50.0%]",
                new LiveLine(0, 500, false).render(tick));
    }

    @Test
    void manyCpusAreShownAsOne() {
        CpuUsage cpu = new CpuUsage(busy(50), List.of(busy(1), busy(2), busy(3), busy(4), busy(5)));
        NodeTick tick = tick(0, 0, 0, 0, 0, 0, 0, cpu);
        assertTrue(new LiveLine(0, 500, false).render(tick).endsWith("CPU: 50.0%"));
    }

    @Test
    void coloursMarkThePartsAndABusyProcessor() {
        NodeTick tick = tick(0, 1, 0, 0, 0, 0, 0, new CpuUsage(busy(90), List.of()));
        String line = new LiveLine(0, 500, true).render(tick);
        assertTrue(line.startsWith("\u001b[34m0:00:00\u001b[0m   \u001b[32mFlows: 1\u001b[0m"), line);
        assertTrue(line.endsWith("\u001b[31;47mCPU: 90.0%\u001b[0m"), line);
    }

    private static List<Double> busy(double percent) {
        return List.of(percent, 0.0, 0.0, 100 - percent, 0.0, 0.0, 0.0, 0.0);
    }
}
