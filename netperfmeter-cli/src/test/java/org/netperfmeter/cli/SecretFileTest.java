// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

class SecretFileTest {
    private static final String ACCEPTED =
            "; a secret file is a regular file of 16 to 4096 bytes that only its owner can read or write, such as "
                    + "(umask 077; openssl rand -base64 32 > FILE) makes";
    private static final String SIXTEEN = "0123456789abcdef";

    @TempDir
    private Path directory;

    private Path file(String content, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), content, StandardCharsets.ISO_8859_1);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static Secret secret(String text) {
        return new Secret(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertRefused(Path file, String reason) {
        assertEquals(
                "--secret-file: '" + file + "': " + reason + ACCEPTED,
                assertThrows(UsageException.class, () -> SecretFile.read(file)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rwx--x--x"})
    void fileOfTheOwnerAloneIsRead(String permissions) throws IOException {
        assertEquals(secret(SIXTEEN), SecretFile.read(file(SIXTEEN, permissions)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void fileOfOthersIsRefused(String permissions) throws IOException {
        assertRefused(file(SIXTEEN, permissions), "others than its owner can read or write it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "r--r-----"})
    void credentialOfTheServiceIsRead(String permissions) throws IOException {
        assertEquals(secret(SIXTEEN), SecretFile.read(file(SIXTEEN, permissions), Optional.of(directory)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r--r--", "rw-rw----", "r-----r--"})
    void credentialOfOthersIsRefused(String permissions) throws IOException {
        Path file = file(SIXTEEN, permissions);
        assertThrows(UsageException.class, () -> SecretFile.read(file, Optional.of(directory)));
    }

    @Test
    void otherFilesOfAServiceAreNoCredentials() throws IOException {
        Path file = file(SIXTEEN, "r--r-----");
        Optional<Path> credentials = Optional.of(directory.resolve("credentials"));
        assertThrows(UsageException.class, () -> SecretFile.read(file, credentials));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void lineEndsBehindTheSecretDoNotCount(String end) throws IOException {
        assertEquals(secret(SIXTEEN), SecretFile.read(file(SIXTEEN + end, "rw-------")));
    }

    @Test
    void everythingElseCounts() throws IOException {
        String content = "\n \u00fftab\t, two\nlines, and a blank ";
        assertEquals(secret(content), SecretFile.read(file(content, "rw-------")));
    }

    @Test
    void lengthIsBounded() throws IOException {
        assertRefused(file("", "rw-------"), "it is empty");
        assertRefused(file("\n\n", "rw-------"), "it is empty");
        assertRefused(file(SIXTEEN.substring(1) + "\n", "rw-------"), "its secret has only 15 bytes");
        assertEquals(secret("x".repeat(4096)), SecretFile.read(file("x".repeat(4096), "rw-------")));
        assertRefused(file("x".repeat(4097), "rw-------"), "it is longer than 4096 bytes");
    }

    @Test
    void onlyRegularFilesAreRead() {
        assertRefused(directory, "it is not a regular file");
        assertRefused(Path.of("/dev/zero"), "it is not a regular file");
        assertRefused(directory.resolve("nowhere"), "there is no such file");
        assertRefused(Path.of(""), "it is not a regular file");
    }

    @Test
    void whatALinkPointsToCounts() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file(SIXTEEN, "rw-------"));
        assertEquals(secret(SIXTEEN), SecretFile.read(link));
        file(SIXTEEN, "rw-r--r--");
        assertRefused(link, "others than its owner can read or write it");
    }
}
