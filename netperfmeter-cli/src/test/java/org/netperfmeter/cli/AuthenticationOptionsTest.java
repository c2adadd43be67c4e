// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.cli.Plans.active;
import static org.netperfmeter.cli.Plans.error;
import static org.netperfmeter.cli.Plans.passive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.control.Secret;

class AuthenticationOptionsTest {
    private static final String FLOW = " -y -tcp const10:const100";
    private static final String TEXT = "sixteen bytes or more";
    private static final Optional<Secret> SECRET = Optional.of(new Secret(TEXT.getBytes(StandardCharsets.US_ASCII)));

    @TempDir
    private Path directory;

    private Path secretFile() throws IOException {
        Path file = Files.createFile(
                directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, TEXT);
    }

    @Test
    void nodesNeedNoSecretUnlessTheUserSaysSo() {
        assertEquals(Optional.empty(), passive("9000").secret());
        assertEquals(Optional.empty(), active("host" + FLOW).secret());
    }

    @Test
    void secretReachesBothKindsOfNodes() throws IOException {
        Path file = secretFile();
        assertEquals(SECRET, passive("9000 --secret-file=" + file).secret());
        assertEquals(SECRET, active("host -secret-file " + file + FLOW).secret());
        assertFalse(active("host --secret-file=" + file + FLOW).secretOptional());
        assertTrue(active("host --secret-optional --secret-file=" + file + FLOW).secretOptional());
    }

    @Test
    void onlyAnActiveNodeCanDoWithoutItsSecret() throws IOException {
        assertEquals(
                "--secret-optional is for active nodes: a passive node with a secret serves nobody without it",
                error("9000 --secret-optional --secret-file=" + secretFile()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000", "host" + FLOW})
    void optionalSecretIsStillASecret(String operand) {
        assertEquals(
                "--secret-optional is for an active node that has a secret: --secret-file=FILE",
                error("--secret-optional " + operand));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000", "host" + FLOW})
    void secretFileThatCannotBeUsedIsWrongUsage(String operand) {
        assertTrue(error("--secret-file=" + directory + " " + operand)
                .startsWith("--secret-file: '" + directory + "': it is not a regular file; a secret file is "));
    }
}
