// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The rules of {@code getopt_long_only} (cli.md 3), which decades of scripts rely on: long options with one dash or two,
 * abbreviations, clusters of short options, options and operands in any order. Words are rewritten to the one form
 * {@code --name=value}, options first, then {@code --} and the operands. What options there are is asked of picocli.
 *
 * <p>Differs from the C library in two points: {@code -T=60} means 60 and not {@code =60}, and a cluster is only
 * understood if all of it is, so that a misspelt {@code -verison} is an error and not a {@code -v}.
 */
final class GetoptLongOnly {
    private final Map<String, OptionSpec> longOptions = new TreeMap<>();
    private final Map<Character, OptionSpec> shortOptions = new HashMap<>();
    private final Set<String> abbreviable;
    private final boolean posixlyCorrect;

    /**
     * @param neverAbbreviated options that do not take part in abbreviation, so that abbreviations from before their
     *     time stay unambiguous
     * @param posixlyCorrect whether the first operand ends the options
     */
    GetoptLongOnly(CommandSpec spec, Set<OptionSpec> neverAbbreviated, boolean posixlyCorrect) {
        for (OptionSpec option : spec.options()) {
            for (String name : option.names()) {
                if (name.startsWith("--")) {
                    longOptions.put(name.substring(2), option);
                } else {
                    shortOptions.put(name.charAt(1), option);
                }
            }
        }
        this.abbreviable = longOptions.keySet().stream()
                .filter(name -> !neverAbbreviated.contains(longOptions.get(name)))
                .collect(Collectors.toUnmodifiableSet());
        this.posixlyCorrect = posixlyCorrect;
    }

    /**
     * Rewrites a command line. Words behind a request for help or version are not looked at.
     *
     * @throws UsageException if a word is no option, or not one option only, or lacks its value, or has one too many
     */
    List<String> canonical(List<String> words) {
        Cursor cursor = new Cursor(words);
        while (cursor.hasNext() && !cursor.answered) {
            String word = cursor.next();
            if (word.equals("--")) {
                cursor.operands.addAll(cursor.rest());
            } else if (!looksLikeOption(word)) {
                cursor.operands.add(word);
                if (posixlyCorrect) {
                    cursor.operands.addAll(cursor.rest());
                }
            } else if (word.startsWith("--")) {
                takeLong(word, 2, cursor);
            } else {
                takeSingleDash(word, cursor);
            }
        }
        return cursor.result();
    }

    private static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    private void takeSingleDash(String word, Cursor cursor) {
        OptionSpec first = shortOptions.get(word.charAt(1));
        boolean isOneShortOption = word.length() == 2 || (word.charAt(2) == '=' && takesValue(first));
        if (first != null && isOneShortOption) {
            takeCluster(word, cursor);
        } else if (!candidates(nameIn(word, 1)).isEmpty()) {
            takeLong(word, 1, cursor);
        } else {
            takeCluster(word, cursor);
        }
    }

    private void takeLong(String word, int dashes, Cursor cursor) {
        String name = nameIn(word, dashes);
        List<String> candidates = candidates(name);
        if (candidates.isEmpty()) {
            throw unknown(word);
        }
        if (candidates.size() > 1) {
            throw new UsageException("option '%s' is ambiguous; it may be %s"
                    .formatted(
                            word,
                            candidates.stream()
                                    .map(candidate -> "--" + candidate)
                                    .collect(Collectors.joining(", "))));
        }
        OptionSpec option = longOptions.get(candidates.get(0));
        int valueAt = dashes + name.length() + 1;
        if (valueAt <= word.length()) {
            if (!takesValue(option)) {
                throw superfluous(option, word.substring(valueAt));
            }
            cursor.put(option, word.substring(valueAt));
        } else {
            takeWithNextWord(option, cursor);
        }
    }

    /** Short options behind one dash, of which the last may have a value: attached, or as the next word. */
    private void takeCluster(String word, Cursor cursor) {
        for (int i = 1; i < word.length(); i++) {
            OptionSpec option = shortOptions.get(word.charAt(i));
            if (option == null && word.charAt(i) == '=' && i > 1) {
                throw superfluous(shortOptions.get(word.charAt(i - 1)), word.substring(i + 1));
            }
            if (option == null) {
                throw unknown(word);
            }
            if (isNoSpecification(option, word.substring(i + 1))) {
                throw unknown(word);
            }
            if (takesValue(option)) {
                break;
            }
        }
        for (int i = 1; i < word.length() && !cursor.answered; i++) {
            OptionSpec option = shortOptions.get(word.charAt(i));
            if (takesValue(option) && i + 1 < word.length()) {
                cursor.put(option, word.substring(word.charAt(i + 1) == '=' ? i + 2 : i + 1));
                return;
            }
            takeWithNextWord(option, cursor);
        }
    }

    /** A misspelt -tpc, rather than -t with the FLOWSPEC "pc": that has digits, but for "default". */
    private static boolean isNoSpecification(OptionSpec option, String value) {
        return option.paramLabel().equals("FLOWSPEC") && value.matches("[a-z]+") && !value.equals("default");
    }

    private static void takeWithNextWord(OptionSpec option, Cursor cursor) {
        if (!takesValue(option)) {
            cursor.put(option);
        } else if (cursor.hasNext()) {
            // Whatever it looks like: a value may begin with a dash.
            cursor.put(option, cursor.next());
        } else {
            throw new UsageException("option '%s' needs a value: %s=%s"
                    .formatted(option.longestName(), option.longestName(), option.paramLabel()));
        }
    }

    /** The long options that a name means; an exact match always wins. */
    private List<String> candidates(String name) {
        if (longOptions.containsKey(name)) {
            return List.of(name);
        }
        return longOptions.keySet().stream()
                .filter(candidate -> !name.isEmpty() && candidate.startsWith(name) && abbreviable.contains(candidate))
                .toList();
    }

    private static String nameIn(String word, int dashes) {
        int equals = word.indexOf('=', dashes);
        return word.substring(dashes, equals < 0 ? word.length() : equals);
    }

    private static boolean takesValue(OptionSpec option) {
        return option != null && option.arity().max() > 0;
    }

    private static UsageException unknown(String word) {
        return new UsageException("unknown option '%s'".formatted(word));
    }

    private static UsageException superfluous(OptionSpec option, String value) {
        return new UsageException("option '%s' takes no value, but has '%s'".formatted(option.longestName(), value));
    }

    /** Where we are in the words, and what came of those before. */
    private static final class Cursor {
        private final List<String> words;
        private final List<String> options = new ArrayList<>();
        private final List<String> operands = new ArrayList<>();
        private int position;
        private boolean answered;

        Cursor(List<String> words) {
            this.words = words;
        }

        boolean hasNext() {
            return position < words.size();
        }

        String next() {
            return words.get(position++);
        }

        List<String> rest() {
            List<String> rest = words.subList(position, words.size());
            position = words.size();
            return rest;
        }

        void put(OptionSpec option) {
            options.add(option.longestName());
            answered = option.usageHelp() || option.versionHelp();
        }

        void put(OptionSpec option, String value) {
            options.add(option.longestName() + "=" + value);
            if (option.arity().max() > 1) {
                while (hasNext() && !words.get(position).startsWith("-")) {
                    options.add(next());
                }
            }
        }

        List<String> result() {
            List<String> result = new ArrayList<>(options);
            if (!operands.isEmpty()) {
                result.add("--");
                result.addAll(operands);
            }
            return result;
        }
    }
}
