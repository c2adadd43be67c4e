// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of a run. It is ended by its ID, at the latest when it is closed. */
final class Child implements AutoCloseable {
    private static final long POLL_MILLIS = 5;
    private static final long START_SECONDS = 60;
    private static final long END_SECONDS = 20;

    private final List<String> command;
    private final Path output;
    private final Process process;
    private final long startMicros;
    private final long startNanos;

    private Child(List<String> command, Path output, Process process, long startMicros, long startNanos) {
        this.command = command;
        this.output = output;
        this.process = process;
        this.startMicros = startMicros;
        this.startNanos = startNanos;
    }

    /**
     * Starts a process.
     *
     * @param directory where it runs, and where its output goes
     * @param name of the file of its output, without its suffix
     */
    static Child start(Path directory, String name, List<String> command) throws IOException {
        Path output = directory.resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long startMicros = WallClock.micros();
        long startNanos = System.nanoTime();
        return new Child(command, output, builder.start(), startMicros, startNanos);
    }

    long pid() {
        return process.pid();
    }

    /** When it was started, in microseconds since 1970. */
    long startMicros() {
        return startMicros;
    }

    long startNanos() {
        return startNanos;
    }

    /** Waits until the process has opened a socket; {@code isOpen} gets the sockets of the host. */
    void await(Predicate<Sockets> isOpen) throws IOException, InterruptedException, RunFailedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!isOpen.test(Sockets.read())) {
            if (!process.isAlive() || System.nanoTime() > endNanos) {
                throw new RunFailedException("a socket was awaited in vain: " + this);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits until the process has said something. */
    void awaitOutput(String text) throws IOException, InterruptedException, RunFailedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!output().contains(text)) {
            if (!process.isAlive() || System.nanoTime() > endNanos) {
                throw new RunFailedException("\"" + text + "\" was awaited in vain: " + this);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits for the process to succeed on its own. */
    void awaitSuccess(double seconds) throws InterruptedException, RunFailedException {
        if (awaitExit(seconds) != 0) {
            throw new RunFailedException("a process failed: " + this);
        }
    }

    /** Waits for the process to end on its own, and gives its exit code. */
    int awaitExit(double seconds) throws InterruptedException, RunFailedException {
        if (!process.waitFor((long) (seconds * 1000), TimeUnit.MILLISECONDS)) {
            throw new RunFailedException("a process still ran after " + seconds + " s: " + this);
        }
        return process.exitValue();
    }

    /** Ends the process in order, or at once if it does not obey. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            close();
        }
    }

    /** What it has said so far, both streams together. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "(its output cannot be read: " + e + ")";
        }
    }

    /** Ends the process by SIGKILL if it still runs, and waits until it is gone: then its CPU time is counted. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        String said = output();
        return String.join(" ", command)
                + (process.isAlive() ? " (running)" : " (exit code " + process.exitValue() + ")")
                + ", said: " + said.substring(Math.max(0, said.length() - 1000)).strip();
    }
}
