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

    /** A line for the user. */
    record Notice(LogLevel level, String text) {}

    /** An active node. */
    record Active(ActiveConfig config, List<Notice> notices) implements RunPlan {}

    /** A passive node, and where it tells what it is doing. */
    record Passive(PassiveConfig config, Optional<Path> statusSocket, List<Notice> notices) implements RunPlan {}
}
