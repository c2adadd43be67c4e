// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A passive node in a process of its own, with the limits that it has by default. */
final class PassiveProcess implements AutoCloseable {
    /** Below the ephemeral ports, so that no connection takes one of them. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;
    private static final int TRIALS = 20;
    private static final long START_SECONDS = 60;
    private static final long IDLE_SECONDS = 30;
    private static final long END_SECONDS = 30;
    private static final long POLL_MILLIS = 50;
    private static final Pattern REFUSED = Pattern.compile("(?m)^refused .*");

    private final Process process;
    private final int basePort;
    private final Path directory;
    private final Path log;
    private final Path socket;

    private PassiveProcess(Path program, Path directory, int basePort) throws IOException {
        this.basePort = basePort;
        this.directory = directory;
        log = directory.resolve("passive.log");
        socket = directory.resolve("status");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(), Integer.toString(basePort), "--nodisplay", "--status-socket=" + socket)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .merge(
                        "NETPERFMETER_JAVA_OPTS",
                        "-Djava.io.tmpdir=" + directory + " " + Vitals.EXACT_HEAP,
                        (one, more) -> one + " " + more);
        process = builder.start();
    }

    /**
     * Starts a passive node on ports that are free, and waits until it serves.
     *
     * @param directory for its log, status socket and temporary files
     */
    static PassiveProcess start(Path program, Path directory) throws IOException, InterruptedException {
        for (int trial = 1; ; trial++) {
            int basePort = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            PassiveProcess passive = new PassiveProcess(program, directory, basePort);
            if (passive.awaitService()) {
                return passive;
            }
            if (trial == TRIALS) {
                throw new IOException("the passive node does not start: " + Files.readString(passive.log));
            }
        }
    }

    private boolean awaitService() throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < endNanos) {
            try {
                status();
                return true;
            } catch (IOException e) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        close();
        return false;
    }

    int basePort() {
        return basePort;
    }

    long pid() {
        return process.pid();
    }

    /** What it says to {@code --status}. */
    String status() throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Its refusals, as it states them; there should be none. */
    List<String> refusals() throws IOException {
        return REFUSED.matcher(status()).results().map(MatchResult::group).toList();
    }

    /** Waits until nobody is connected any more. */
    void awaitIdle() throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
        while (!status().contains("\nconnections and flows: 0\n")) {
            if (System.nanoTime() > endNanos) {
                throw new IOException("the passive node still has clients: " + status());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Temporary files with a name; the node should have none. */
    List<String> namedTemporaryFiles() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("netperfmeter-"))
                    .toList();
        }
    }

    /** Stops it in order. Returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        close();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
