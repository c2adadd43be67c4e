// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** An active or a passive node in a process of its own; ends with the test at the latest. */
final class Node implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long POLL_MILLIS = 20;

    /** What the original shows of a running measurement, once a second. */
    private static final Pattern LIVE_LINE = Pattern.compile("\r\n?<-- [^\r\n]*-->\u001b\\[0K");

    private final List<String> command;
    private final Path output;
    private final Process process;

    private Node(List<String> command, Path output, Process process) {
        this.command = command;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts a node.
     *
     * @param directory where it runs, and where its output goes
     * @param name of the file of its output
     */
    static Node start(Path directory, String name, List<String> command) {
        Path output = directory.resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        // The program runs on the Java of the test.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            return new Node(command, output, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node accepts control connections at this port. */
    Node awaitListening(int port) {
        String local = String.format(":%04X", port);
        await("port " + port + " to be open", () -> Sockets.listening().anyMatch(address -> address.endsWith(local)));
        return this;
    }

    /** Waits until the node accepts associations of SCTP at this port. */
    Node awaitSctp(int port) {
        String local = Integer.toString(port);
        await("SCTP port " + port + " to be open", () -> Sockets.sctpPorts().anyMatch(local::equals));
        return this;
    }

    /** Waits until the node has said this. */
    Node awaitOutput(String text) {
        await('"' + text + '"', () -> output().contains(text));
        return this;
    }

    /** Waits until the node has written so many bytes of a file. */
    Node awaitSize(Path file, long bytes) {
        await(file + " to have " + bytes + " bytes", () -> file.toFile().length() >= bytes);
        return this;
    }

    /** Waits until something has come about while the node runs. */
    void await(String what, BooleanSupplier condition) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > endNanos) {
                throw new AssertionError("waited for " + what + ", in vain: " + this);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for the node's own end and gives its exit code. */
    int awaitExit(long seconds) {
        if (!endsWithin(seconds)) {
            throw new AssertionError("still runs after " + seconds + " s: " + this);
        }
        return process.exitValue();
    }

    /** Waits for the node's own end, and says whether it has come. */
    boolean endsWithin(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The function of the kernel in which the node's main thread sleeps; empty where the kernel keeps it to itself. */
    String sleepsIn() {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/wchan"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Asks the node to stop, and gives its exit code. SIGINT is the only signal that the original obeys in order. */
    int interrupt() {
        Commands.output(output.getParent(), START_SECONDS, List.of("sh", "-c", "kill -INT " + process.pid()));
        return awaitExit(START_SECONDS);
    }

    /** Asks the node to stop by SIGTERM, and gives its exit code. */
    int terminate() {
        process.destroy();
        return awaitExit(START_SECONDS);
    }

    /** Ends the node by SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit(START_SECONDS);
    }

    /** What the node has said so far, both streams together. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return String.join(" ", command)
                + (process.isAlive() ? " (running)" : " (exit code " + process.exitValue() + ")") + "\n"
                + LIVE_LINE.matcher(output()).replaceAll("");
    }
}
