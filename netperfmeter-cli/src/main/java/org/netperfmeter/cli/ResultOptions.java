// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.netperfmeter.results.ResultNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The files that an active node writes (results.md 1 and 2). */
@Command(optionListHeading = "Results (active node):%n")
final class ResultOptions {
    @Option(
            names = {"-C", "--config"},
            paramLabel = "FILE",
            description = "Write the configuration file.")
    private String config = "";

    @Option(
            names = {"-S", "--scalar"},
            paramLabel = "PATTERN",
            description = "Write scalar files; run.sca gives run-active.sca and run-passive.sca, .bz2 compresses.")
    private String scalar = "";

    @Option(
            names = {"-V", "--vector"},
            paramLabel = "PATTERN",
            description = "Write vector files, one a node and one a flow and node; .bz2 compresses.")
    private String vector = "";

    @Option(
            names = {"-A", "--activenodename"},
            paramLabel = "NAME",
            description = "Name of the active node in the configuration file (default: Client).")
    private String activeName = "Client";

    @Option(
            names = {"-P", "--passivenodename"},
            paramLabel = "NAME",
            description = "Name of the passive node in the configuration file (default: Server).")
    private String passiveName = "Server";

    Optional<Path> config() {
        return config.isEmpty() ? Optional.empty() : Optional.of(Path.of(config));
    }

    ResultNames scalars() {
        return new ResultNames(scalar);
    }

    ResultNames vectors() {
        return new ResultNames(vector);
    }

    String activeName() {
        return activeName;
    }

    String passiveName() {
        return passiveName;
    }

    /** Whether a file was asked for, which only an active node can write. */
    boolean isAnyWanted() {
        return !(config.isEmpty() && scalar.isEmpty() && vector.isEmpty());
    }
}
