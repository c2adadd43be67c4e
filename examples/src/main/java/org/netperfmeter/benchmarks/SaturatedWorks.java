// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.netperfmeter.benchmarks.Contestant.IPERF;
import static org.netperfmeter.benchmarks.Contestant.ORIGINAL;
import static org.netperfmeter.benchmarks.Contestant.OURS;

import java.io.IOException;
import java.util.List;

/** Flows that send as fast as they can. */
final class SaturatedWorks {
    static final String TCP_1460 = "const0:const1460:const0:const0";
    static final String UDP_1400 = "const0:const1400:const0:const0";
    private static final String TCP_1460_NO_DELAY = TCP_1460 + ":nodelay=on";
    private static final String TCP_16000 = "const0:const16000:const0:const0";
    private static final String UDP_100 = "const0:const100:const0:const0";
    private static final String OUR_TCP = "ours, TCP";
    private static final String OUR_ONE_FLOW = "ours, one";
    private static final String ORIGINAL_ONE_FLOW = "np, one";
    private static final double TEN_SECONDS = 10;
    private static final double STALL_MILLIS = 150;
    private static final double MILLIS_PER_NANO = 1e-6;
    private static final int MPTCP_RUNS = 20;

    private SaturatedWorks() {}

    static List<Work> all() {
        return List.of(tcp(), tcpNoDelay(), longFrames(), mptcp(), fourFlows(), udp(), shortDatagrams(), segmented());
    }

    private static Work tcp() {
        return new Work(
                "tcp-1460",
                "saturated TCP, 1460 bytes",
                List.of(
                        Contestant.ours("-tcp", TCP_1460),
                        Contestant.original("-tcp", TCP_1460),
                        Contestant.iperf("-l", "128K")),
                List.of(
                        Bar.atLeast(Quantity.GOODPUT, OURS, 10).times(ORIGINAL).guardedByBuilds(),
                        Bar.atLeast(Quantity.GOODPUT, OURS, 1).times(IPERF),
                        Bar.atMost(Quantity.CPU_PER_GIGABYTE, OURS, 0.2)
                                .times(ORIGINAL)
                                .guardedByBuilds()));
    }

    private static Work tcpNoDelay() {
        return new Work(
                "tcp-1460-nodelay",
                "saturated TCP, 1460 bytes, nodelay",
                List.of(
                        Contestant.ours("-tcp", TCP_1460_NO_DELAY),
                        Contestant.original("-tcp", TCP_1460_NO_DELAY),
                        Contestant.iperf("-N", "-l", "64K")),
                List.of(
                        Bar.atLeast(Quantity.GOODPUT, OURS, 16).times(ORIGINAL),
                        Bar.atLeast(Quantity.GOODPUT, OURS, 1.2).times(IPERF)));
    }

    private static Work longFrames() {
        return new Work(
                "tcp-16000",
                "saturated TCP, 16000 bytes",
                List.of(
                        Contestant.ours("-tcp", TCP_16000),
                        Contestant.original("-tcp", TCP_16000),
                        Contestant.iperf("-l", "16000")),
                List.of(
                        Bar.atLeast(Quantity.GOODPUT, OURS, 3).times(ORIGINAL),
                        Bar.atLeast(Quantity.GOODPUT, OURS, 1).times(IPERF)));
    }

    /** The original's MPTCP is that of kernels which are extinct. */
    private static Work mptcp() {
        return new Work(
                        "mptcp-1460-nodelay",
                        "saturated MPTCP, 1460 bytes, nodelay",
                        List.of(
                                new Contestant(OURS, bench -> withPauses(bench, "-mptcp", TCP_1460_NO_DELAY)),
                                new Contestant(OUR_TCP, bench -> withPauses(bench, "-tcp", TCP_1460_NO_DELAY))),
                        List.of(
                                Bar.atLeast(Quantity.GOODPUT, OURS, 0.8).times(OUR_TCP),
                                Bar.atMost(Quantity.LONGEST_PAUSE, OURS, STALL_MILLIS)
                                        .inEveryRound()))
                .inRounds(MPTCP_RUNS);
    }

    private static Sample withPauses(Bench bench, String... flows)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        try (LoopbackProgress progress = new LoopbackProgress()) {
            Sample traffic = NodeRun.between(Program.OURS, Program.OURS, bench.seconds(), flows)
                    .execute(bench)
                    .traffic();
            return traffic.and(Quantity.LONGEST_PAUSE, progress.longestPauseNanos() * MILLIS_PER_NANO);
        }
    }

    private static Work fourFlows() {
        return new Work(
                "tcp-4-flows",
                "four saturated TCP flows, 1460 bytes",
                List.of(
                        new Contestant(OURS, bench -> fourFlows(bench, Program.OURS)),
                        Contestant.ours("-tcp", TCP_1460).named(OUR_ONE_FLOW),
                        new Contestant(ORIGINAL, bench -> fourFlows(bench, Program.ORIGINAL)),
                        Contestant.original("-tcp", TCP_1460).named(ORIGINAL_ONE_FLOW)),
                List.of(
                        Bar.atLeast(Quantity.GOODPUT, OURS, 1).times(OUR_ONE_FLOW),
                        Bar.atLeast(Quantity.FAIRNESS, OURS, 0.95)));
    }

    private static Sample fourFlows(Bench bench, Program program)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        NodeResults results = NodeRun.between(
                        program,
                        program,
                        TEN_SECONDS,
                        "-tcp",
                        TCP_1460,
                        "-tcp",
                        TCP_1460,
                        "-tcp",
                        TCP_1460,
                        "-tcp",
                        TCP_1460)
                .execute(bench);
        return results.traffic()
                .and(
                        Quantity.FAIRNESS,
                        Fairness.jain(results.passive().flows("Received Bytes").toArray()));
    }

    private static Work udp() {
        return new Work(
                "udp-1400",
                "saturated UDP, 1400 bytes",
                List.of(Contestant.ours("-udp", UDP_1400), Contestant.original("-udp", UDP_1400)),
                List.of(Bar.atLeast(Quantity.MESSAGE_RATE, OURS, 1.3).times(ORIGINAL)));
    }

    private static Work shortDatagrams() {
        return new Work(
                "udp-100",
                "saturated UDP, 100 bytes",
                List.of(Contestant.ours("-udp", UDP_100), Contestant.original("-udp", UDP_100)),
                List.of(Bar.atLeast(Quantity.MESSAGE_RATE, OURS, 1).times(ORIGINAL)));
    }

    private static Work segmented() {
        return new Work(
                "udp-1400-gso",
                "saturated UDP, 1400 bytes, GSO",
                List.of(Contestant.ours("-udp", UDP_1400 + ":gso=on"), Contestant.original("-udp", UDP_1400)),
                List.of(Bar.atLeast(Quantity.MESSAGE_RATE, OURS, 5).times(ORIGINAL)));
    }
}
