// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.netperfmeter.benchmarks.Contestant.ORIGINAL;
import static org.netperfmeter.benchmarks.Contestant.OURS;

import java.io.IOException;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Runs that write a row for each message. */
final class RecordingWorks {
    private static final int RECORDED_RATE = 100_000;
    private static final int DELAY_RATE = 500;
    private static final double MICROS_PER_MILLI = 1000;

    private RecordingWorks() {}

    static List<Work> all() {
        return List.of(
                saturated("vectors-plain", "saturated TCP, 1460 bytes, with vectors", ".vec"),
                saturated("vectors-bz2", "saturated TCP, 1460 bytes, with vectors, bzip2", ".vec.bz2"),
                paced("vectors-paced", "paced TCP, 100,000/s, with vectors", ".vec"),
                paced("vectors-paced-bz2", "paced TCP, 100,000/s, with vectors, bzip2", ".vec.bz2"),
                delay("delay-udp", "one-way delay of UDP, 500/s", "-udp", ""),
                delay("delay-tcp", "one-way delay of TCP, nodelay, 500/s", "-tcp", ":nodelay=on"));
    }

    private static NodeRun recorded(Program program, Bench bench, String suffix, String... flow) {
        return NodeRun.between(program, program, bench.seconds(), flow).with("-vector=run" + suffix);
    }

    private static Work saturated(String name, String title, String suffix) {
        String[] flow = {"-tcp", SaturatedWorks.TCP_1460};
        return new Work(
                name,
                title,
                List.of(
                        new Contestant(OURS, bench -> {
                            NodeResults results =
                                    recorded(Program.OURS, bench, suffix, flow).execute(bench);
                            return rows(results, FlowVector.read(bench.directory(), suffix));
                        }),
                        new Contestant(
                                ORIGINAL,
                                bench -> recorded(Program.ORIGINAL, bench, suffix, flow)
                                        .execute(bench)
                                        .traffic())),
                List.of(
                        Bar.atLeast(Quantity.GOODPUT, OURS, 5).times(ORIGINAL),
                        Bar.atLeast(Quantity.ROW_EVENNESS, OURS, 0.5),
                        Bar.atMost(Quantity.ROWS_UNACCOUNTED, OURS, 0).inEveryRound()));
    }

    private static Work paced(String name, String title, String suffix) {
        String flow = "const" + RECORDED_RATE + ":const1460:const0:const0:nodelay=on";
        return new Work(
                name,
                title,
                List.of(new Contestant(OURS, bench -> {
                    NodeResults results =
                            recorded(Program.OURS, bench, suffix, "-tcp", flow).execute(bench);
                    double error = results.passive().messageRate(0) / RECORDED_RATE - 1;
                    return rows(results, FlowVector.read(bench.directory(), suffix))
                            .and(Quantity.RATE_ERROR, 100 * Math.abs(error));
                })),
                List.of(
                        Bar.atMost(Quantity.ROWS_MISSING, OURS, 0).inEveryRound(),
                        Bar.atMost(Quantity.RATE_ERROR, OURS, 0.1)));
    }

    private static Sample rows(NodeResults results, FlowVector vector) throws RunFailedException {
        double missing = results.passive().receivedMessages() - vector.rows();
        String omitted = results.passive().comment("flow[0].vectorRowsOmitted");
        return results.traffic()
                .and(Quantity.ROWS_MISSING, missing)
                .and(Quantity.ROWS_UNACCOUNTED, missing - (omitted.isEmpty() ? 0 : Double.parseDouble(omitted)))
                .and(Quantity.ROW_EVENNESS, vector.evenness());
    }

    /** Delays as the programs themselves record them; the original can keep this rate. */
    private static Work delay(String name, String title, String protocol, String options) {
        String flow = "const" + DELAY_RATE + ":const1000:const0:const0" + options;
        return new Work(
                name,
                title,
                List.of(
                        new Contestant(OURS, bench -> delays(bench, Program.OURS, protocol, flow)),
                        new Contestant(ORIGINAL, bench -> delays(bench, Program.ORIGINAL, protocol, flow))),
                List.of());
    }

    private static Sample delays(Bench bench, Program program, String protocol, String flow)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        recorded(program, bench, ".vec", protocol, flow).execute(bench);
        Percentile millis = new Percentile();
        millis.setData(FlowVector.read(bench.directory(), ".vec").delaysMillis());
        return Sample.of(Quantity.DELAY_P50, millis.evaluate(50) * MICROS_PER_MILLI)
                .and(Quantity.DELAY_P99, millis.evaluate(99) * MICROS_PER_MILLI);
    }
}
