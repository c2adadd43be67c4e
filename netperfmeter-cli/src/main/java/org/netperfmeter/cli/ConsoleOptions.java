// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the user sees (cli.md 5.7 and 14). Each option overrides those before it. */
@Command(optionListHeading = "Console:%n")
final class ConsoleOptions {
    private Optional<Boolean> display = Optional.empty();
    private LogLevel level = LogLevel.INFO;
    private boolean quiet;
    private Optional<LogFile> logFile = Optional.empty();

    @Option(
            names = "--logcolor",
            paramLabel = "on|off",
            converter = OnOff.class,
            description = "Colours in log records (default: if they go to a terminal).")
    private Switch colour;

    @Option(names = "--display", description = "Show the live line (default: if standard output is a terminal).")
    void display(boolean ignored) {
        display = Optional.of(true);
    }

    @Option(names = "--nodisplay", description = "Do not show the live line.")
    void noDisplay(boolean ignored) {
        display = Optional.of(false);
    }

    @Option(
            names = "--loglevel",
            paramLabel = "LEVEL",
            converter = Level.class,
            description =
                    "Least level that is logged: 0 trace, 1 debug, 2 info (default), 3 warning, 4 error, 5 fatal.")
    void level(LogLevel newLevel) {
        level = newLevel;
        quiet = false;
    }

    @Option(
            names = {"-q", "--quiet"},
            description = "Log errors only; again: fatal ones only.")
    void quiet(boolean ignored) {
        level = quiet ? LogLevel.FATAL : LogLevel.ERROR;
        quiet = true;
    }

    @Option(
            names = {"-!", "--verbose"},
            description = "Log everything.")
    void verbose(boolean ignored) {
        level(LogLevel.TRACE);
    }

    @Option(names = "--logfile", paramLabel = "FILE", description = "Log into this file; what was in it is lost.")
    void logFile(String path) {
        logFile = Optional.of(new LogFile("--logfile", Path.of(path), false));
    }

    @Option(names = "--logappend", paramLabel = "FILE", description = "Log to the end of this file.")
    void logAppend(String path) {
        logFile = Optional.of(new LogFile("--logappend", Path.of(path), true));
    }

    Optional<Boolean> display() {
        return display;
    }

    Optional<Boolean> colour() {
        return Optional.ofNullable(colour).map(Switch::on);
    }

    LogLevel level() {
        return level;
    }

    Optional<LogFile> logFile() {
        return logFile;
    }

    /**
     * Where log records go instead of standard error.
     *
     * @param option which asked for it
     */
    record LogFile(String option, Path path, boolean append) {}

    /** Not a plain boolean, which picocli would take for a flag without value. */
    private record Switch(boolean on) {}

    private static final class OnOff implements ITypeConverter<Switch> {
        @Override
        public Switch convert(String value) {
            if (!value.equals("on") && !value.equals("off")) {
                throw new TypeConversionException("'" + value + "' is neither on nor off");
            }
            return new Switch(value.equals("on"));
        }
    }

    private static final class Level implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String value) {
            return LogLevel.ofNumber(Numbers.integer(value, "a number 0..5"));
        }
    }
}
