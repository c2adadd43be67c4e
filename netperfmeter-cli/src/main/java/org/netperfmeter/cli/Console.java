// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.traffic.HarmlessText;

/**
 * The log records and the live line (cli.md 14). One thread writes both, so that a record never lands inside the live
 * line, and so that a stopped terminal does not stop a node.
 */
final class Console implements AutoCloseable {
    static final String RESET = "\u001b[0m";
    private static final String ERASE_REST_OF_LINE = "\u001b[0K";
    private static final String SEPARATOR = "\n" + "#".repeat(77) + "\n\n";

    /** Here, because those of a locale take a tenth of the time in which a node starts. */
    private static final Map<Long, String> MONTHS = Map.ofEntries(
            Map.entry(1L, "Jan"),
            Map.entry(2L, "Feb"),
            Map.entry(3L, "Mar"),
            Map.entry(4L, "Apr"),
            Map.entry(5L, "May"),
            Map.entry(6L, "Jun"),
            Map.entry(7L, "Jul"),
            Map.entry(8L, "Aug"),
            Map.entry(9L, "Sep"),
            Map.entry(10L, "Oct"),
            Map.entry(11L, "Nov"),
            Map.entry(12L, "Dec"));

    private final PrintStream log;
    private final PrintStream live;
    private final Settings settings;
    private final InstantSource clock;
    private final DateTimeFormatter timeStamp;

    private final BackgroundWriter writer = new BackgroundWriter("console");

    /** What the live line shows at the moment; touched by the writer only. */
    private String shownLine = "";

    /**
     * How the console looks.
     *
     * @param level the least level that is logged
     * @param display whether the live line is shown
     * @param shared whether records and live line appear on the same terminal
     */
    record Settings(LogLevel level, boolean logColours, boolean display, boolean liveColours, boolean shared) {}

    Console(PrintStream log, PrintStream live, Settings settings, InstantSource clock, ZoneId zone) {
        this.log = log;
        this.live = live;
        this.settings = settings;
        this.clock = clock;
        this.timeStamp = new DateTimeFormatterBuilder()
                .appendPattern("dd-")
                .appendText(ChronoField.MONTH_OF_YEAR, MONTHS)
                .appendPattern("-yyyy HH:mm:ss.SSSS")
                .toFormatter(Locale.ROOT)
                .withZone(zone);
    }

    /** Opens the console that the options ask for. */
    static Console open(ConsoleOptions options, PrintStream out, PrintStream err, Terminal terminal) {
        Optional<ConsoleOptions.LogFile> file = options.logFile();
        boolean logToTerminal = file.isEmpty() && terminal.errIsTerminal();
        boolean display = options.display().orElse(terminal.outIsTerminal());
        Settings settings = new Settings(
                options.level(),
                options.colour().orElse(logToTerminal),
                display,
                options.colour().orElse(terminal.outIsTerminal()),
                logToTerminal && terminal.outIsTerminal());
        PrintStream log = file.map(Console::openLog).orElse(err);
        return new Console(log, out, settings, InstantSource.system(), ZoneId.systemDefault());
    }

    @SuppressWarnings("StreamResourceLeak") // lives as long as the program
    private static PrintStream openLog(ConsoleOptions.LogFile file) {
        Path path = file.path();
        if (path.toString().isEmpty()) {
            throw new UsageException(file.option() + ": the name of the log file is empty");
        }
        try {
            OutputStream stream = file.append()
                    ? Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    : Files.newOutputStream(path);
            PrintStream log = new PrintStream(stream, false, StandardCharsets.UTF_8);
            if (Files.isRegularFile(path) && Files.size(path) > 0) {
                log.print(SEPARATOR);
            }
            return log;
        } catch (IOException e) {
            throw new UsageException("%s: cannot open log file '%s': %s; it must be a file that can be written"
                    .formatted(file.option(), path, reason(e)));
        }
    }

    /** In words: the message of some exceptions is nothing but the path. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such directory";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    /** Whether records of this level are written at all. */
    boolean isLogged(LogLevel level) {
        return level.compareTo(settings.level()) >= 0;
    }

    /** Writes a record, which may have several lines. */
    void log(LogLevel level, String text) {
        if (isLogged(level)) {
            Instant now = clock.instant();
            writer.execute(() -> write(record(level, now, text)));
        }
    }

    /** Writes text that is no record, on the log's side. */
    void print(String text) {
        writer.execute(() -> write(text));
    }

    /** Replaces the live line, if there is one. */
    void show(String line) {
        if (settings.display()) {
            writer.execute(() -> {
                shownLine = line;
                redraw();
            });
        }
    }

    boolean isDisplayed() {
        return settings.display();
    }

    boolean hasLiveColours() {
        return settings.liveColours();
    }

    LogLevel level() {
        return settings.level();
    }

    /** Leaves the live line as it is; what follows starts on a line of its own. */
    void finishLine() {
        writer.execute(() -> {
            if (!shownLine.isEmpty()) {
                shownLine = "";
                live.print("\n");
                live.flush();
            }
        });
    }

    /** Writes what has not been written yet, unless nobody takes it. */
    @Override
    public void close() {
        finishLine();
        writer.close();
    }

    private String record(LogLevel level, Instant time, String text) {
        String record = timeStamp.format(time) + ": " + harmlessLines(text) + "\n";
        return settings.logColours() ? level.colourSequence() + record + RESET : record;
    }

    /** Text that a terminal only shows; it may have several lines, and TABs. */
    static String harmlessLines(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            harmless.appendCodePoint(c == '\n' || c == '\t' || HarmlessText.isHarmless(c) ? c : ' ');
        }
        return harmless.toString();
    }

    private void write(String text) {
        boolean cover = settings.shared() && !shownLine.isEmpty();
        if (cover) {
            live.print("\r" + ERASE_REST_OF_LINE);
            live.flush();
        }
        log.print(text);
        log.flush();
        if (cover) {
            redraw();
        }
    }

    private void redraw() {
        live.print("\r" + shownLine + ERASE_REST_OF_LINE);
        live.flush();
    }
}
