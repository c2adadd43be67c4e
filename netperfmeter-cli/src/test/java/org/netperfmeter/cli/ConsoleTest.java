// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.node.NodeListener;

class ConsoleTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-02T19:25:40.51164Z"));
    private static final String STAMP = "02-Nov-2026 19:25:40.5116: ";
    private static final Terminal NO_TERMINAL = new Terminal(false, false, 80);
    private static final Terminal TERMINAL = new Terminal(true, true, 80);

    /** Both streams, in the order in which they are written. */
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private final PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void recordHasTimeAndText() {
        try (Console console = console(new Console.Settings(LogLevel.INFO, false, false, false, false))) {
            console.log(LogLevel.INFO, "one\ntwo");
        }
        assertEquals(STAMP + "one\ntwo\n", screen());
    }

    @Test
    void colourBeginsTheRecordAndItsEndFollowsTheLineFeed() {
        try (Console console = console(new Console.Settings(LogLevel.TRACE, true, false, false, false))) {
            console.log(LogLevel.TRACE, "a");
            console.log(LogLevel.FATAL, "b");
        }
        assertEquals("\u001b[37m" + STAMP + "a\n\u001b[0m" + "\u001b[37;41;1m" + STAMP + "b\n\u001b[0m", screen());
    }

    @Test
    void recordsBelowTheLevelAreLeftOut() {
        try (Console console = console(new Console.Settings(LogLevel.WARNING, false, false, false, false))) {
            console.log(LogLevel.INFO, "not seen");
            console.log(LogLevel.WARNING, "seen");
        }
        assertEquals(STAMP + "seen\n", screen());
    }

    @Test
    void liveLineIsReplacedAndEndsWithALineFeed() {
        try (Console console = console(new Console.Settings(LogLevel.INFO, false, true, false, false))) {
            console.show("first");
            console.show("second");
        }
        assertEquals("\rfirst\u001b[0K\rsecond\u001b[0K\n", screen());
    }

    @Test
    void recordOnTheSameTerminalClearsAndRedrawsTheLiveLine() {
        try (Console console = console(new Console.Settings(LogLevel.INFO, false, true, false, true))) {
            console.log(LogLevel.INFO, "before");
            console.show("live");
            console.log(LogLevel.INFO, "between");
        }
        assertEquals(
                STAMP + "before\n" + "\rlive\u001b[0K" + "\r\u001b[0K" + STAMP + "between\n" + "\rlive\u001b[0K\n",
                screen());
    }

    @Test
    void recordCannotControlTheTerminal() {
        try (Console console = console(new Console.Settings(LogLevel.INFO, false, false, false, false))) {
            console.log(LogLevel.INFO, "a\u001b[2J\u009b1mb\rc\u202ed\n\te");
        }
        assertEquals(STAMP + "a [2J 1mb c d\n\te\n", screen());
    }

    @Test
    void noteIsASingleRecordOfOneLine() {
        try (Console console = console(new Console.Settings(LogLevel.INFO, false, false, false, false))) {
            ConsoleListener.Parameters none = new ConsoleListener.Parameters(0, "", "", List.of(), List.of());
            new ConsoleListener(console, none, 80)
                    .note(NodeListener.Level.WARNING, "from a peer\n" + STAMP + "of the peer's making\u0007");
        }
        assertEquals(STAMP + "from a peer " + STAMP + "of the peer's making \n", screen());
    }

    @Test
    void whatComesAfterTheEndIsIgnored() {
        Console console = console(new Console.Settings(LogLevel.INFO, false, true, false, false));
        console.close();
        console.print("late signal");
        console.show("live");
        console.log(LogLevel.FATAL, "late");
        assertEquals("", screen());
    }

    @Test
    void withoutDisplayThereIsNoLiveLine() {
        try (Console console = console(new Console.Settings(LogLevel.INFO, false, false, false, true))) {
            console.show("live");
        }
        assertEquals("", screen());
    }

    @Test
    void withoutTerminalThereAreNeitherColoursNorLiveLine() {
        assertFalse(open(NO_TERMINAL).isDisplayed());
        assertFalse(open(NO_TERMINAL).hasLiveColours());
        assertTrue(open(TERMINAL).isDisplayed());
        assertTrue(open(TERMINAL).hasLiveColours());
    }

    @Test
    void bothCanBeAskedFor() {
        assertTrue(open(NO_TERMINAL, "--display").isDisplayed());
        assertTrue(open(NO_TERMINAL, "--logcolor=on").hasLiveColours());
        assertFalse(open(TERMINAL, "--nodisplay").isDisplayed());
        assertFalse(open(TERMINAL, "--logcolor=off").hasLiveColours());
        assertTrue(open(TERMINAL, "-nodisplay", "-display").isDisplayed());
    }

    @Test
    void logFileIsTruncated() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "old\n");
        log("--logfile=" + file);
        assertEquals(List.of("new"), texts(file));
    }

    @Test
    void logFileIsAppendedToBehindASeparator() throws IOException {
        Path file = directory.resolve("log");
        log("--logappend=" + file);
        assertEquals(List.of("new"), texts(file));
        log("--logappend=" + file);
        assertEquals(List.of("new", "", "#".repeat(77), "", "new"), texts(file));
    }

    @Test
    void logFileHasNoColoursUnlessAskedFor() throws IOException {
        Path file = directory.resolve("log");
        log("--logfile=" + file, "--logcolor=on");
        assertTrue(Files.readString(file).startsWith("\u001b[34m"));
    }

    @Test
    void logFileThatCannotBeWrittenIsAUsageError() {
        String message = assertThrows(UsageException.class, () -> log("--logfile=" + directory))
                .getMessage();
        assertEquals(
                "--logfile: cannot open log file '" + directory
                        + "': Is a directory; it must be a file that can be written",
                message);
    }

    @Test
    void logFileInNoDirectoryIsExplained() {
        Path file = directory.resolve("none/log");
        assertEquals(
                "--logappend: cannot open log file '" + file
                        + "': there is no such directory; it must be a file that can be written",
                assertThrows(UsageException.class, () -> log("--logappend=" + file))
                        .getMessage());
    }

    @Test
    void logFileWithoutNameIsExplained() {
        assertEquals(
                "--logfile: the name of the log file is empty",
                assertThrows(UsageException.class, () -> log("--logfile=")).getMessage());
    }

    private Console console(Console.Settings settings) {
        return new Console(stream, stream, settings, CLOCK, ZoneOffset.UTC);
    }

    private Console open(Terminal terminal, String... words) {
        return Console.open(Options.parse(List.of(words), false).console(), stream, stream, terminal);
    }

    private void log(String... words) {
        try (Console console = open(TERMINAL, words)) {
            console.log(LogLevel.INFO, "new");
        }
    }

    private static List<String> texts(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("^..-...-.... ..:..:..[.].....?: ", ""))
                .toList();
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
