// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Short-lived programs. */
final class Commands {
    private static final List<String> DIRECTORIES = Stream.concat(
                    Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
            .toList();

    private Commands() {}

    /** What a program said, both streams together, and how it ended. */
    record Result(int exitCode, String output) {}

    /** Whether all these programs are installed. */
    static boolean found(String... programs) {
        return Stream.of(programs)
                .allMatch(program ->
                        DIRECTORIES.stream().anyMatch(directory -> Files.isExecutable(Path.of(directory, program))));
    }

    /** Runs a program to its end, {@code seconds} at most. */
    static Result run(Path directory, long seconds, List<String> command) {
        try {
            Path output = Files.createTempFile(directory, "command", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    throw new AssertionError(
                            command + " still runs after " + seconds + " s:\n" + Files.readString(output));
                }
                return new Result(process.exitValue(), Files.readString(output));
            } finally {
                process.destroyForcibly();
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + command + " ran", e);
        }
    }

    /** Runs a program that must succeed, and gives what it said. */
    static String output(Path directory, long seconds, List<String> command) {
        Result result = run(directory, seconds, command);
        if (result.exitCode() != 0) {
            throw new AssertionError(command + " ended with " + result.exitCode() + ":\n" + result.output());
        }
        return result.output();
    }
}
