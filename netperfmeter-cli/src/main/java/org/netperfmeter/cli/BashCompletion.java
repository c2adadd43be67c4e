// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for bash. Picocli's own knows neither long options with one dash nor values behind {@code =}. */
final class BashCompletion {
    private static final String SCRIPT = """
            # SPDX-License-Identifier: Apache-2.0
            # Completion of netperfmeter for bash; generated from its options.

            _netperfmeter() {
              local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
              # "=" is a word of its own here.
              if [ "$word" = "=" ]; then
                word=
              elif [ "$option" = "=" ]; then
                option=${COMP_WORDS[COMP_CWORD - 2]}
              fi
              case $option in
                @FILES@)
                  mapfile -t COMPREPLY < <(compgen -f -- "$word")
                  return ;;
            @CHOICES@    @OTHERS@)
                  return ;;
              esac
              case $word in
                --*) mapfile -t COMPREPLY < <(compgen -W "@DOUBLE@" -- "$word") ;;
                -*) mapfile -t COMPREPLY < <(compgen -W "@SINGLE@" -- "$word") ;;
                *) mapfile -t COMPREPLY < <(compgen -A hostname -- "$word") ;;
              esac
            }
            complete -F _netperfmeter netperfmeter
            """;

    private static final String CHOICE = """
                @NAMES@)
                  mapfile -t COMPREPLY < <(compgen -W "@WORDS@" -- "$word")
                  return ;;
            """;

    private BashCompletion() {}

    static String of(CommandSpec model) {
        List<OptionSpec> options = model.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Usage.ORDER)
                .toList();
        return SCRIPT.replace("@FILES@", patterns(options, BashCompletion::isFile))
                .replace(
                        "@CHOICES@",
                        options.stream()
                                .filter(BashCompletion::isChoice)
                                .map(BashCompletion::choice)
                                .collect(Collectors.joining()))
                .replace(
                        "@OTHERS@",
                        patterns(options, option -> takesValue(option) && !isFile(option) && !isChoice(option)))
                .replace("@DOUBLE@", names(options, "--"))
                .replace("@SINGLE@", names(options, "-"));
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static boolean isFile(OptionSpec option) {
        return takesValue(option) && List.of("FILE", "PATTERN").contains(option.paramLabel());
    }

    private static boolean isChoice(OptionSpec option) {
        return takesValue(option) && option.paramLabel().contains("|");
    }

    private static String choice(OptionSpec option) {
        return CHOICE.replace("@NAMES@", patterns(List.of(option), any -> true))
                .replace("@WORDS@", option.paramLabel().replace('|', ' '));
    }

    private static String patterns(List<OptionSpec> options, Predicate<OptionSpec> wanted) {
        return options.stream()
                .filter(wanted)
                .flatMap(BashCompletion::spellings)
                .collect(Collectors.joining(" | "));
    }

    private static String names(List<OptionSpec> options, String dashes) {
        return options.stream()
                .flatMap(BashCompletion::spellings)
                .filter(name -> name.startsWith("--") == dashes.equals("--"))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" "));
    }

    /** All names, the long ones with one dash as well; the exclamation mark would have to be quoted everywhere. */
    private static Stream<String> spellings(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> !name.equals("-!"))
                .flatMap(name -> name.startsWith("--") ? Stream.of(name, name.substring(1)) : Stream.of(name));
    }
}
