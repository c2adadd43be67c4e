// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options that only ask the program something. */
@Command(optionListHeading = "Information:%n")
final class InformationOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text and exit.")
    private boolean help;

    @Option(
            names = {"-v", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    boolean help() {
        return help;
    }

    boolean version() {
        return version;
    }
}
