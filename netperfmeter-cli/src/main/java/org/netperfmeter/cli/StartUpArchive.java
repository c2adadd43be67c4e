// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The class-data archive that lets the next start be quick. It fits only the Java that made it, so each user's cache has
 * one. It is made at the end of a run, when there is no measurement to disturb; where that fails, starts stay slower.
 *
 * @param archive the file to make; named by the launcher, which asks for it only if there is none
 * @param jar this program
 * @param classList the classes to put into it
 */
record StartUpArchive(Path archive, Path jar, Path classList) {
    private static final long LONGEST_SECONDS = 60;

    /** The archive that the launcher asked this process for. */
    static Optional<StartUpArchive> ofProcess() {
        String archive = System.getProperty("netperfmeter.archive", "");
        String library = System.getProperty("netperfmeter.lib", "");
        if (archive.isEmpty() || library.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StartUpArchive(
                Path.of(archive), Path.of(library, "netperfmeter.jar"), Path.of(library, "netperfmeter.classlist")));
    }

    /** Makes the archive, atomically: another process may do so as well, or start from it. */
    void make() {
        try {
            Files.createDirectories(archive.getParent());
            Path draft = Files.createTempFile(archive.getParent(), "draft", ".tmp");
            try {
                if (dump(draft)) {
                    removePredecessors();
                    Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            // Nothing is lost but time.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Archives of the same installation and Java, but of an older jar. */
    private void removePredecessors() throws IOException {
        String installation = archive.getFileName().toString().replaceFirst("[0-9]+-[0-9]+\\.jsa$", "");
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(archive.getParent(), "*.jsa")) {
            for (Path other : archives) {
                String name = other.getFileName().toString();
                if (name.startsWith(installation)
                        && name.substring(installation.length()).matches("[0-9]+-[0-9]+\\.jsa")) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private boolean dump(Path draft) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(draft))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(Path draft) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:dump",
                "-XX:+UseSerialGC",
                // As the launcher says it: later Javas refuse an archive that was made without.
                "--enable-native-access=ALL-UNNAMED",
                "-XX:SharedClassListFile=" + classList,
                "-XX:SharedArchiveFile=" + draft,
                "-cp",
                jar.toString());
    }
}
