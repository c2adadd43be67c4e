// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.PassiveConfig;

/** What a valid command line asks for. */
sealed interface RunPlan {
    /** What the user should know before it starts, a line each. */
    List<Notice> notices();

    /** Whether standard output is not for people. */
    default boolean tellsOnStandardOutput() {
        return false;
    }

    /** A line for the user. */
    record Notice(LogLevel level, String text) {}

    /** An active node, and what of it is told in JSON. */
    record Active(ActiveConfig config, JsonOutput json, List<Notice> notices) implements RunPlan {
        @Override
        public boolean tellsOnStandardOutput() {
            return json.stream();
        }
    }

    /** A passive node, and where it tells what it is doing. */
    record Passive(PassiveConfig config, Optional<Path> statusSocket, List<Notice> notices) implements RunPlan {}
}
