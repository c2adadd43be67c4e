// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.netperfmeter.control.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How the nodes know each other. The original has nothing like it; these options cannot be abbreviated. */
@Command(optionListHeading = "Authentication (not in the original):%n")
final class AuthenticationOptions {
    private Optional<Path> secretFile = Optional.empty();

    @Option(
            names = "--secret-optional",
            description = "Active: go on even if the passive node does not ask for the secret.")
    private boolean secretOptional;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "Passive: serve only active nodes that have the same secret. Active: measure only with a "
                    + "passive node that has it. The file belongs to its owner alone.")
    void secretFile(String path) {
        secretFile = Optional.of(Path.of(path));
    }

    Optional<Path> secretFile() {
        return secretFile;
    }

    /**
     * The secret; empty if nodes need none.
     *
     * @throws UsageException if its file cannot be used, or should not
     */
    Optional<Secret> secret() {
        return secretFile.map(SecretFile::read);
    }

    boolean secretOptional() {
        return secretOptional;
    }
}
