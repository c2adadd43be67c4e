// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.nio.file.Path;

/**
 * Where and how long a run works.
 *
 * @param root of the project, built
 * @param directory of this run alone, which is deleted after it
 * @param seconds of a usual run
 * @param longSeconds of the run that is to show growth
 */
record Bench(Path root, Path directory, double seconds, double longSeconds) {
    Bench in(Path other) {
        return new Bench(root, other, seconds, longSeconds);
    }

    /** The program that this project builds. */
    String netperfmeter() {
        return root.resolve("netperfmeter-cli/target/netperfmeter/bin/netperfmeter")
                .toString();
    }

    /** A file of {@code examples/testbed}. */
    String tool(String name) {
        return root.resolve("examples/testbed").resolve(name).toString();
    }
}
