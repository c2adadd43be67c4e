// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.netperfmeter.benchmarks.Contestant.ORIGINAL;
import static org.netperfmeter.benchmarks.Contestant.OURS;

import java.io.IOException;
import java.util.List;

/** What a run takes beside its time. */
final class StartWorks {
    private static final double MILLIS_PER_NANO = 1e-6;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int STARTS = 5;
    private static final double SECONDS = 10;

    private StartWorks() {}

    static List<Work> all() {
        return List.of(version(), overhead());
    }

    private static Work version() {
        return new Work(
                "start-version",
                "netperfmeter --version",
                List.of(new Contestant(OURS, StartWorks::version)),
                List.of(Bar.atMost(Quantity.WALL_TIME, OURS, 80)));
    }

    private static Sample version(Bench bench) throws IOException, InterruptedException, RunFailedException {
        double[] millis = new double[STARTS];
        for (int start = 0; start < STARTS; start++) {
            try (Child child = Child.start(bench.directory(), "version", List.of(bench.netperfmeter(), "--version"))) {
                child.awaitSuccess(SECONDS);
                millis[start] = (System.nanoTime() - child.startNanos()) * MILLIS_PER_NANO;
            }
        }
        return Sample.of(Quantity.WALL_TIME, Spread.of(millis).median());
    }

    private static Work overhead() {
        return new Work(
                "start-run",
                "a run of 1 s, beyond its time",
                List.of(
                        new Contestant(OURS, bench -> overhead(bench, Program.OURS)),
                        new Contestant(ORIGINAL, bench -> overhead(bench, Program.ORIGINAL))),
                List.of(Bar.atMost(Quantity.WALL_TIME, OURS, 1000)));
    }

    private static Sample overhead(Bench bench, Program program)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        NodeResults results = NodeRun.between(program, program, 1, "-tcp", SaturatedWorks.TCP_1460)
                .execute(bench);
        return Sample.of(Quantity.WALL_TIME, (results.wallSeconds() - 1) * MILLIS_PER_SECOND);
    }
}
