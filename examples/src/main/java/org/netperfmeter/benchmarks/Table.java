// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Outcomes in Markdown. */
final class Table {
    private Table() {}

    /**
     * Two tables: what had to be reached, and all that was measured.
     *
     * @param preface what was run where
     */
    static String of(String preface, List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder(preface).append("\n\n");
        text.append("| Work | Compared | Bar | Median (range) | Met |\n| --- | --- | --- | --- | --- |\n");
        outcomes.forEach(outcome -> bars(outcome, text));
        text.append("\n| Work | Who | Medians (ranges) |\n| --- | --- | --- |\n");
        outcomes.forEach(outcome -> figures(outcome, text));
        List<String> notes =
                outcomes.stream().flatMap(outcome -> notes(outcome).stream()).toList();
        if (!notes.isEmpty()) {
            text.append("\n- ").append(String.join("\n- ", notes)).append('\n');
        }
        return text.toString();
    }

    private static void bars(Outcome outcome, StringBuilder text) {
        for (Bar bar : outcome.work().bars()) {
            Optional<Spread> spread = bar.spread(outcome.rounds());
            row(
                    text,
                    outcome.work().title(),
                    bar.subject(),
                    bar.requirement(),
                    spread.map(bar::format).orElse("not measured"),
                    spread.map(measured -> bar.isMet(measured) ? "yes" : "**no**")
                            .orElse("?"));
        }
    }

    private static void figures(Outcome outcome, StringBuilder text) {
        for (Contestant contestant : outcome.work().contestants()) {
            List<String> figures = new ArrayList<>();
            for (Quantity quantity : Quantity.values()) {
                outcome.spread(contestant.name(), quantity)
                        .ifPresent(
                                spread -> figures.add(quantity.title() + " " + quantity.format(spread.median()) + " ("
                                        + quantity.formatNumber(spread.least()) + " to "
                                        + quantity.formatNumber(spread.most()) + ")"));
            }
            String reason = outcome.leftOut().getOrDefault(contestant.name(), "no result");
            row(
                    text,
                    outcome.work().title(),
                    contestant.name(),
                    figures.isEmpty() ? reason : String.join("; ", figures));
        }
    }

    private static List<String> notes(Outcome outcome) {
        String title = outcome.work().title();
        List<String> notes = new ArrayList<>();
        outcome.leftOut().forEach((name, reason) -> notes.add(title + ", " + name + ": left out, " + reason));
        if (outcome.busyRounds() > 0) {
            notes.add(title + ": others used the machine in " + outcome.busyRounds() + " of "
                    + outcome.rounds().size() + " rounds");
        }
        return notes;
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
