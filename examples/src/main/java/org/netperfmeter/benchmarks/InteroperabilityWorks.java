// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.netperfmeter.benchmarks.Contestant.ORIGINAL;

import java.util.List;

/** This program with the original: neither of them may slow the other down. */
final class InteroperabilityWorks {
    private static final String TO_ORIGINAL = "ours -> np";
    private static final String FROM_ORIGINAL = "np -> ours";

    private InteroperabilityWorks() {}

    static List<Work> all() {
        return List.of(
                work("with-np-tcp", "saturated TCP, 1460 bytes", Quantity.GOODPUT, "-tcp", SaturatedWorks.TCP_1460),
                work(
                        "with-np-udp",
                        "saturated UDP, 1400 bytes",
                        Quantity.MESSAGE_RATE,
                        "-udp",
                        SaturatedWorks.UDP_1400));
    }

    private static Work work(String name, String title, Quantity quantity, String... flow) {
        return new Work(
                name,
                title + ", with np",
                List.of(
                        Contestant.nodes(FROM_ORIGINAL, Program.OURS, Program.ORIGINAL, flow),
                        Contestant.original(flow),
                        Contestant.nodes(TO_ORIGINAL, Program.ORIGINAL, Program.OURS, flow)),
                List.of(
                        Bar.atLeast(quantity, FROM_ORIGINAL, 1).times(ORIGINAL),
                        Bar.atLeast(quantity, TO_ORIGINAL, 1).times(ORIGINAL)));
    }
}
