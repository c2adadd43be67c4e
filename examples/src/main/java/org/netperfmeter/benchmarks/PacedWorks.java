// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.netperfmeter.benchmarks.Contestant.ORIGINAL;
import static org.netperfmeter.benchmarks.Contestant.OURS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Flows of a constant rate: whether they keep it, and how punctual their frames leave, by the kernel's clock. */
final class PacedWorks {
    private static final String REALTIME = "ours, --realtime";
    private static final int[] RATES = {100, 1000, 10_000, 50_000};
    private static final int FRAME_BYTES = 1000;
    private static final double RATE_ERROR_PERCENT = 0.1;
    private static final double LATENESS_MICROS = 150;
    private static final int LATENESS_UP_TO_RATE = 10_000;
    private static final double REALTIME_LATENESS_MICROS = 20;
    private static final double NANOS_PER_MICRO = 1000;
    private static final long JAVA_COMPILES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private PacedWorks() {}

    static List<Work> all() {
        return Stream.of("udp", "tcp")
                .flatMap(protocol -> Arrays.stream(RATES).mapToObj(rate -> work(protocol, rate)))
                .toList();
    }

    private static Work work(String protocol, int rate) {
        List<Bar> bars = new ArrayList<>();
        for (String who : List.of(OURS, REALTIME)) {
            bars.add(Bar.atMost(Quantity.RATE_ERROR, who, RATE_ERROR_PERCENT));
        }
        if (rate <= LATENESS_UP_TO_RATE) {
            bars.add(Bar.atMost(Quantity.LATENESS_P99, OURS, LATENESS_MICROS));
        }
        bars.add(Bar.atMost(Quantity.LATENESS_P99, REALTIME, REALTIME_LATENESS_MICROS));
        return new Work(
                "paced-" + protocol + "-" + rate,
                "paced " + (protocol.equals("tcp") ? "TCP, nodelay" : "UDP") + ", " + rate + "/s",
                List.of(
                        contestant(OURS, Program.OURS, protocol, rate),
                        contestant(REALTIME, Program.OURS, protocol, rate, "--realtime"),
                        contestant(ORIGINAL, Program.ORIGINAL, protocol, rate)),
                bars);
    }

    private static Contestant contestant(String name, Program program, String protocol, int rate, String... options) {
        String flow = "const" + rate + ":const" + FRAME_BYTES + ":const0:const0"
                + (protocol.equals("tcp") ? ":nodelay=on" : "");
        return new Contestant(
                name,
                bench -> run(
                        bench,
                        NodeRun.between(program, program, bench.seconds(), "-" + protocol, flow)
                                .with(options),
                        rate));
    }

    private static Sample run(Bench bench, NodeRun run, int rate)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        int port = Sockets.freeBasePort();
        try (Capture capture = Capture.start(bench, port)) {
            run.execute(bench, port);
            Departures departures = capture.departures(FRAME_BYTES);
            double[] latenessNanos = departures.latenessNanos(rate);
            double[] settledNanos = Arrays.copyOfRange(
                    latenessNanos, departures.framesWithin(JAVA_COMPILES_NANOS), latenessNanos.length);
            return Sample.of(Quantity.RATE_ERROR, 100 * Math.abs(departures.framesPerSecond() / rate - 1))
                    .and(Quantity.LATENESS_P50, percentileMicros(latenessNanos, 50))
                    .and(Quantity.LATENESS_P99, percentileMicros(latenessNanos, 99))
                    .and(Quantity.LATENESS_P999, percentileMicros(latenessNanos, 99.9))
                    .and(Quantity.SETTLED_LATENESS_P99, percentileMicros(settledNanos, 99));
        }
    }

    private static double percentileMicros(double[] nanos, double percent) {
        return new Percentile(percent).evaluate(nanos) / NANOS_PER_MICRO;
    }
}
