// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.List;

/**
 * Shares of the CPU states in per cent between two readings of /proc/stat (results.md 5.3), in the order of
 * {@link #STATES}.
 *
 * @param total all CPUs together
 * @param cpus one per CPU; empty where the system does not say
 */
public record CpuUsage(List<Double> total, List<List<Double>> cpus) {
    /** The first eight columns of /proc/stat. */
    public static final List<String> STATES = List.of(
            "User", "Nice", "System", "Idle", "IOWait", "Hardware Interrupts", "Software Interrupts", "Hypervisor");

    private static final int IDLE_STATE = STATES.indexOf("Idle");

    /** Nothing happened, or nothing is known. */
    public static final CpuUsage IDLE = new CpuUsage(List.of(0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0), List.of());

    public CpuUsage {
        total = checked(total);
        cpus = cpus.stream().map(CpuUsage::checked).toList();
    }

    private static List<Double> checked(List<Double> shares) {
        if (shares.size() != STATES.size()) {
            throw new IllegalArgumentException("not a share for each CPU state: " + shares);
        }
        return List.copyOf(shares);
    }

    /** What was not idle, of all CPUs together, in per cent (lifecycle.md 8.6). */
    public double utilizationPercent() {
        return 100 - total.get(IDLE_STATE);
    }
}
