// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Options of 1.9.4 that 2.x dropped (cli.md 12), and that scripts still have. */
@Command
final class HistoricOptions {
    private final ConsoleOptions console;
    private final List<String> withoutEffect = new ArrayList<>();

    HistoricOptions(ConsoleOptions console) {
        this.console = console;
    }

    /** 0 was silent, 1 the live line only, 9 the default. */
    @Option(names = "--verbosity", paramLabel = "N", hidden = true, converter = Verbosity.class)
    void verbosity(int verbosity) {
        console.level(verbosity < 2 ? LogLevel.ERROR : LogLevel.INFO);
        if (verbosity < 1) {
            console.noDisplay(true);
        }
    }

    @Option(names = "--pathmgr", paramLabel = "NAME", hidden = true)
    void pathManager(String ignored) {
        withoutEffect.add("--pathmgr");
    }

    @Option(names = "--scheduler", paramLabel = "NAME", hidden = true)
    void scheduler(String ignored) {
        withoutEffect.add("--scheduler");
    }

    /** The options that were given for nothing. */
    List<String> withoutEffect() {
        return List.copyOf(withoutEffect);
    }

    private static final class Verbosity implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return Numbers.integer(value, "a number 0..9");
        }
    }
}
