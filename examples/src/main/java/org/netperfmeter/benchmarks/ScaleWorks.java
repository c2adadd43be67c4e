// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.netperfmeter.benchmarks.Contestant.OURS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Many flows, and long runs. */
final class ScaleWorks {
    private static final int FLOWS = 1000;
    private static final double FLOW_RATE = 10;
    private static final double TEN_SECONDS = 10;
    private static final double FIVE_SECONDS = 5;

    /** The most of --count. */
    private static final int COUNT = 250;

    private static final int TOTAL_RATE = 10_000;
    private static final String ONE_FLOW = "1 flow";
    private static final String TEN_FLOWS = "np, 10 flows";
    private static final String ONE_SECOND = "1 s";
    private static final String LONG_RUN = "long run";
    private static final double FLAT_UPWARDS = 1.3;
    private static final double FLAT_DOWNWARDS = 0.77;

    private ScaleWorks() {}

    static List<Work> all() {
        return List.of(thousandFlows(), costOfAMessage(), longRun());
    }

    private static Work thousandFlows() {
        return new Work(
                "flows-1000",
                "1000 paced TCP flows, 10/s each",
                List.of(new Contestant(OURS, ScaleWorks::thousandFlows), new Contestant(TEN_FLOWS, bench -> {
                    String[] flows = IntStream.range(0, 10)
                            .mapToObj(flow -> List.of("-tcp", "const10:const100:const0:const0"))
                            .flatMap(List::stream)
                            .toArray(String[]::new);
                    NodeResults results = NodeRun.between(Program.ORIGINAL, Program.ORIGINAL, FIVE_SECONDS, flows)
                            .execute(bench);
                    return Sample.of(Quantity.SETUP, results.setupSeconds());
                })),
                List.of(
                        Bar.atMost(Quantity.SETUP, OURS, 2),
                        Bar.atMost(Quantity.RATE_ERROR, OURS, 1),
                        Bar.atMost(Quantity.PEAK_MEMORY, OURS, 150),
                        Bar.atMost(Quantity.CORE_SHARE, OURS, 60)));
    }

    private static Sample thousandFlows(Bench bench)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        NodeResults results = manyFlows(FLOWS, FLOW_RATE).execute(bench);
        Scalars passive = results.passive();
        double worstError = IntStream.range(0, passive.flows())
                .mapToDouble(flow -> 100 * Math.abs(passive.messageRate(flow) / FLOW_RATE - 1))
                .max()
                .orElseThrow();
        if (passive.flows() != FLOWS) {
            throw new RunFailedException("only " + passive.flows() + " flows");
        }
        return results.traffic()
                .and(Quantity.SETUP, results.setupSeconds())
                .and(Quantity.RATE_ERROR, worstError)
                .and(Quantity.CORE_SHARE, 100 * results.coreShare());
    }

    private static NodeRun manyFlows(int flows, double rate) {
        List<String> words = new ArrayList<>();
        int count = Math.min(flows, COUNT);
        for (int i = 0; i < flows / count; i++) {
            words.addAll(List.of("-tcp", "const" + rate + ":const100:const0:const0:nodelay=on"));
        }
        return NodeRun.between(Program.OURS, Program.OURS, TEN_SECONDS, words.toArray(String[]::new))
                .with("-count=" + count);
    }

    /** The same number of messages a second, of ever more flows. */
    private static Work costOfAMessage() {
        List<Contestant> contestants = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (int flows : new int[] {1, 10, 100, FLOWS}) {
            String name = flows == 1 ? ONE_FLOW : flows + " flows";
            contestants.add(new Contestant(
                    name,
                    bench -> Sample.of(
                            Quantity.CPU_PER_MESSAGE,
                            1e6
                                    * manyFlows(flows, (double) TOTAL_RATE / flows)
                                            .execute(bench)
                                            .cpuSecondsPerMessage())));
            if (flows > 1) {
                bars.add(
                        Bar.atMost(Quantity.CPU_PER_MESSAGE, name, FLAT_UPWARDS).times(ONE_FLOW));
            }
        }
        return new Work("growth-flows", "10,000 messages/s of paced TCP in all", contestants, bars);
    }

    private static Work longRun() {
        return new Work(
                        "growth-time",
                        "saturated TCP, 1460 bytes, for long",
                        List.of(
                                new Contestant(ONE_SECOND, bench -> run(bench, 1)),
                                new Contestant(LONG_RUN, bench -> run(bench, bench.longSeconds()))),
                        List.of(
                                Bar.atLeast(Quantity.GOODPUT, LONG_RUN, FLAT_DOWNWARDS)
                                        .times(ONE_SECOND),
                                Bar.atLeast(Quantity.LATE_TO_EARLY, LONG_RUN, FLAT_DOWNWARDS)))
                .inRounds(1);
    }

    private static Sample run(Bench bench, double seconds)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        try (LoopbackProgress progress = new LoopbackProgress()) {
            Sample traffic = NodeRun.between(Program.OURS, Program.OURS, seconds, "-tcp", SaturatedWorks.TCP_1460)
                    .execute(bench)
                    .traffic();
            return traffic.and(Quantity.LATE_TO_EARLY, progress.lastTenthByFirst());
        }
    }
}
