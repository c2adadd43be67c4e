// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two hosts on this machine, made for one run, with two paths between them. */
final class TwoPaths {
    /** The passive node's address on the first path, and its base port. */
    static final String PASSIVE_NODE = "10.77.1.2:9000";

    private TwoPaths() {}

    /**
     * Runs a command on the active node's host, from when a passive node listens on the other; it must succeed.
     *
     * @param directory where both run
     * @param first what the first path does in each direction, in the words of tc-netem(8); empty: nothing
     * @param second the same for the second path
     * @param passive what starts the passive node at port 9000, for the shell
     */
    static void run(Path directory, long seconds, String first, String second, String passive, List<String> active) {
        List<String> command = new ArrayList<>(
                List.of(TestBed.tool("multipath-netns"), "-1", first, "-2", second, "-l", "9001", "-p", passive, "--"));
        command.addAll(active);
        Commands.output(directory, seconds, command);
    }
}
