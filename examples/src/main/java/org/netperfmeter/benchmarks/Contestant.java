// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Somebody who does a work.
 *
 * @param name its column in the table
 * @param effort does the work once
 */
record Contestant(String name, Effort effort) {
    static final String OURS = "ours";
    static final String ORIGINAL = "np";
    static final String IPERF = "iperf3";

    /** A run, with its processes ended when it returns. */
    @FunctionalInterface
    interface Effort {
        /**
         * Runs once.
         *
         * @throws MissingException if the host or the program lacks something that it takes
         * @throws RunFailedException if the run did not end as it should
         */
        Sample run(Bench bench) throws IOException, InterruptedException, MissingException, RunFailedException;
    }

    /** This program at both ends, with flows from the active to the passive node. */
    static Contestant ours(String... flows) {
        return nodes(OURS, Program.OURS, Program.OURS, flows);
    }

    /** NetPerfMeter 1.9.4 at both ends. */
    static Contestant original(String... flows) {
        return nodes(ORIGINAL, Program.ORIGINAL, Program.ORIGINAL, flows);
    }

    static Contestant nodes(String name, Program passive, Program active, String... flows) {
        return new Contestant(
                name,
                bench -> NodeRun.between(passive, active, bench.seconds(), flows)
                        .execute(bench)
                        .traffic());
    }

    /** A transfer by iperf3 with these options of its client. */
    static Contestant iperf(String... options) {
        return new Contestant(
                IPERF, bench -> new IperfRun((int) Math.ceil(bench.seconds()), List.of(options)).execute(bench));
    }

    Contestant named(String other) {
        return new Contestant(other, effort);
    }
}
