// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A short measurement over loopback in one process, by which a build finds out which classes a start needs: they go into
 * the {@linkplain StartUpArchive class-data archive}. What comes of it interests nobody.
 */
final class Rehearsal {
    private static final int ATTEMPTS = 50;
    private static final long RETRY_MILLIS = 100;
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private Rehearsal() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        int port = freePort();
        Path directory = Files.createTempDirectory("rehearsal");
        CompletableFuture<Integer> passive = CompletableFuture.supplyAsync(() -> run(List.of(Integer.toString(port))));
        int exitCode = ExitCode.FAILED;
        for (int attempt = 0; attempt < ATTEMPTS && exitCode != ExitCode.OK && !passive.isDone(); attempt++) {
            // The passive node is not listening at once.
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            exitCode = run(active(port, directory));
        }
        delete(directory);
        // Ends the passive node, too.
        System.exit(exitCode);
    }

    /** The vectors of a saturated flow are large. */
    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static List<String> active(int port, Path directory) {
        return List.of(
                "127.0.0.1:" + port,
                "-runtime=1",
                "-scalar=" + directory.resolve("run.sca"),
                "-vector=" + directory.resolve("run.vec"),
                "-tcp",
                "const0:const1400:const10:const1400",
                "-udp",
                "const10:const1400:const10:const1400");
    }

    private static int run(List<String> words) {
        return new Program(NOWHERE, NOWHERE, Terminal.ofProcess(), Nodes.REAL).run(words);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
