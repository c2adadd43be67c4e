// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher of the unpacked distribution, with every Java that this machine has. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of("target", "netperfmeter", "bin", "netperfmeter");

    @TempDir
    private Path directory;

    static List<Path> javaHomes() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> others = Files.list(installed)) {
                others.filter(home -> Files.isExecutable(home.resolve("bin/java")) && !Files.isSymbolicLink(home))
                        .forEach(homes::add);
            }
        }
        return homes.stream().distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void versionIsAllThatIsPrinted(Path javaHome) throws Exception {
        Result result = run(LAUNCHER, Map.of("JAVA_HOME", javaHome.toString()), "--version");
        assertEquals(ExitCode.OK, result.exitCode());
        assertTrue(result.output().matches("NetPerfMeter [0-9]+[.][0-9]+[.][0-9]+\\S*\n"), result.output());
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void protocolsAreAskedOfTheSystemWithoutWarnings(Path javaHome) throws Exception {
        Result result = run(LAUNCHER, Map.of("JAVA_HOME", javaHome.toString()), "--protocols");
        assertEquals(ExitCode.OK, result.exitCode(), result.output());
        assertTrue(result.output().startsWith("TCP    available\n"), result.output());
        assertTrue(result.output().contains("\nUDP    available\n"), result.output());
        assertEquals(6, result.output().lines().count(), result.output());
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void firstRunMakesAnArchiveAndLaterOnesUseIt(Path javaHome) throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString());
        Result first = run(LAUNCHER, environment, "--help");
        assertEquals(1, archives().size());
        Result second = run(LAUNCHER, environment, "--help");
        assertEquals(first, second);
        Result strict = run(
                LAUNCHER, Map.of("JAVA_HOME", javaHome.toString(), "NETPERFMETER_JAVA_OPTS", "-Xshare:on"), "--help");
        assertEquals(ExitCode.OK, strict.exitCode(), strict.output());
    }

    @Test
    void archiveCanBeSwitchedOff() throws Exception {
        Result result = run(LAUNCHER, Map.of("NETPERFMETER_NO_CDS", "1"), "--help");
        assertEquals(ExitCode.OK, result.exitCode());
        assertEquals(List.of(), archives());
    }

    @Test
    void cacheThatCannotBeWrittenIsNoError() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        Result result = run(LAUNCHER, Map.of("XDG_CACHE_HOME", file.toString()), "--help");
        assertEquals(ExitCode.OK, result.exitCode());
        assertTrue(result.output().startsWith("Usage:"), result.output());
    }

    @Test
    void launcherIsFoundBehindASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("np"), LAUNCHER.toAbsolutePath());
        assertEquals(ExitCode.OK, run(link, Map.of(), "--version").exitCode());
        Files.delete(link);
    }

    @Test
    void wordsReachTheProgramUnchanged() throws Exception {
        Result result = run(LAUNCHER, Map.of(), "-T", "a b  'c' $HOME *");
        assertEquals(ExitCode.USAGE, result.exitCode());
        assertTrue(result.output().contains("'a b  'c' $HOME *' is not a number"), result.output());
    }

    @Test
    void wordsBeyondAsciiReachTheProgramInEveryLocale() throws Exception {
        Path script = Files.writeString(
                directory.resolve("words"), "#!/bin/sh\nexec '" + LAUNCHER.toAbsolutePath() + "' -T ä\n");
        assertTrue(script.toFile().setExecutable(true));
        Result result = run(script, Map.of("LC_ALL", "C"));
        assertTrue(result.output().contains("'ä' is not a number"), result.output());
    }

    @Test
    void missingJavaIsExplained() throws Exception {
        Result result = run(LAUNCHER, Map.of("JAVA_HOME", "/nowhere"), "--version");
        assertEquals(new Result(1, "netperfmeter: there is no Java in JAVA_HOME=/nowhere\n"), result);
    }

    @Test
    void oldJavaIsExplained() throws Exception {
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        assertTrue(Files.writeString(java, "").toFile().setExecutable(true));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Result result =
                run(LAUNCHER, Map.of("JAVA_HOME", directory.resolve("jdk").toString()), "--version");
        assertEquals(1, result.exitCode());
        assertTrue(result.output().endsWith(" is Java 11.0.2, but 17 or later is needed\n"), result.output());
    }

    private List<Path> archives() throws IOException {
        Path cache = directory.resolve("netperfmeter");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    private Result run(Path launcher, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", directory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int exitCode, String output) {}
}
