// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTimesTest {
    private static final List<Double> IDLE = List.of(0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0);

    private static final String BOOT = """
            cpu  1000 10 200 50000 30 4 5 6 700 80
            cpu0 500 5 100 25000 15 2 2 3 350 40
            cpu1 500 5 100 25000 15 2 3 3 350 40
            intr 123456 7 8 9
            ctxt 1990473
            btime 1062191376
            procs_running 2
            """;

    private static CpuUsage usage(String before, String after) {
        return CpuTimes.parse(after).usageSince(CpuTimes.parse(before));
    }

    @Test
    void sharesAreOfTheTicksBetweenTheReadings() {
        CpuUsage usage = usage(BOOT, """
                cpu  1020 11 207 50060 34 5 7 11 999 99
                cpu0 520 6 107 25000 19 3 4 8 350 40
                cpu1 500 5 100 25060 15 2 3 3 350 40
                """);
        assertEquals(List.of(20.0, 1.0, 7.0, 60.0, 4.0, 1.0, 2.0, 5.0), usage.total());
        assertEquals(List.of(List.of(50.0, 2.5, 17.5, 0.0, 10.0, 2.5, 5.0, 12.5), IDLE), usage.cpus());
        assertEquals(40, usage.utilizationPercent());
    }

    @Test
    void withoutTicksEverythingIsIdle() {
        assertEquals(new CpuUsage(IDLE, List.of(IDLE, IDLE)), usage(BOOT, BOOT));
    }

    @Test
    void cpuThatAppearsOrDisappearsIsIdle() {
        String more = BOOT + "cpu3 99 0 0 99 0 0 0 0 0 0\n";
        assertEquals(List.of(IDLE, IDLE, IDLE, IDLE), usage(BOOT, more).cpus());
        assertEquals(List.of(IDLE, IDLE, IDLE, IDLE), usage(more, BOOT).cpus());
    }

    @Test
    void counterThatDecreasesDidNotMove() {
        CpuUsage usage = usage("cpu 100 0 0 100 50 0 0 0\n", "cpu 130 0 0 110 40 0 0 0\n");
        assertEquals(List.of(75.0, 0.0, 0.0, 25.0, 0.0, 0.0, 0.0, 0.0), usage.total());
    }

    @Test
    void oldKernelsHaveFewerColumns() {
        CpuUsage usage = usage("cpu 1 0 0 1\n", "cpu 2 0 1 3\n");
        assertEquals(List.of(25.0, 0.0, 25.0, 50.0, 0.0, 0.0, 0.0, 0.0), usage.total());
    }

    @Test
    void otherTextsSayNothing() {
        String nonsense = "cpu\ncpux 1 2 3\ncpu0 1 two 3\nbtime 5\n";
        assertEquals(CpuUsage.IDLE, usage(nonsense, nonsense));
        assertEquals(CpuUsage.IDLE, usage("", ""));
    }

    @Test
    void usageHasAShareForEachState() {
        assertThrows(IllegalArgumentException.class, () -> new CpuUsage(List.of(), List.of()));
    }

    @Test
    void meterOfThisMachineYieldsSharesThatAddUp() {
        CpuUsage usage = new CpuMeter().sinceLast();
        double sum = usage.total().stream().mapToDouble(Double::doubleValue).sum();
        assertEquals(100, sum, 1e-9);
        assertTrue(usage.utilizationPercent() >= 0);
    }
}
