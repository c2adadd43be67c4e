// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.control.Secret;

/**
 * A file with the secret of both nodes: all of its bytes, but for line ends behind them. Credentials of systemd.exec(5) may
 * be readable by their group as it seems: these bits are the mask of the access control list by which the service reads
 * them, and nobody else gets into their directory.
 */
final class SecretFile {
    private static final int MOST_BYTES = 4096;

    private static final Set<PosixFilePermission> FOREIGN = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final String ACCEPTED =
            "; a secret file is a regular file of %d to %d bytes that only its owner can read or write, such as "
                            .formatted(Secret.LEAST_BYTES, MOST_BYTES)
                    + "(umask 077; openssl rand -base64 32 > FILE) makes";

    private SecretFile() {}

    /**
     * Reads the secret.
     *
     * @throws UsageException if the file cannot be used, or should not
     */
    static Secret read(Path path) {
        return read(
                path,
                Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of));
    }

    /** @param credentials where systemd has put those of this process, if it has */
    static Secret read(Path path, Optional<Path> credentials) {
        try {
            if (!Files.isRegularFile(path)) {
                throw refused(path, Files.exists(path) ? "it is not a regular file" : "there is no such file");
            }
            boolean credential = credentials.equals(Optional.ofNullable(path.getParent()));
            if (!Collections.disjoint(Files.getPosixFilePermissions(path), foreign(credential))) {
                throw refused(path, "others than its owner can read or write it");
            }
            if (!Files.isReadable(path)) {
                throw refused(path, "no permission to read it");
            }
            return secret(path, content(path));
        } catch (IOException e) {
            throw refused(path, "it cannot be read: " + e.getMessage());
        }
    }

    private static Set<PosixFilePermission> foreign(boolean credential) {
        Set<PosixFilePermission> foreign = EnumSet.copyOf(FOREIGN);
        if (credential) {
            foreign.remove(PosixFilePermission.GROUP_READ);
        }
        return foreign;
    }

    private static byte[] content(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return file.readNBytes(MOST_BYTES + 1);
        }
    }

    private static Secret secret(Path path, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw refused(path, "it is longer than " + MOST_BYTES + " bytes");
        }
        int end = content.length;
        while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
            end--;
        }
        if (end < Secret.LEAST_BYTES) {
            throw refused(path, end == 0 ? "it is empty" : "its secret has only " + end + " bytes");
        }
        return new Secret(Arrays.copyOf(content, end));
    }

    private static UsageException refused(Path path, String reason) {
        return new UsageException("--secret-file: '" + path + "': " + reason + ACCEPTED);
    }
}
