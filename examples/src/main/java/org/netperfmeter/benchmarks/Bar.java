// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What has to be reached: a limit for a quantity of a contestant, or for its ratio to that of another contestant in the
 * same round. The median over the rounds counts or, where nothing may ever happen, the worst of them.
 *
 * @param quantity what is compared
 * @param of whose it is
 * @param to by whose it is divided; empty: by nobody's
 * @param sense on which side of the limit it has to be
 * @param limit the limit itself is good enough
 * @param everyRound whether no round may miss it
 * @param guarded whether a build fails that is far from it; only for what hardly scatters
 */
record Bar(
        Quantity quantity,
        String of,
        Optional<String> to,
        Sense sense,
        double limit,
        boolean everyRound,
        boolean guarded) {
    /** How far below (or above) the limit a guarded build may be. */
    private static final double GUARD_FACTOR = 2.0 / 3;

    /** On which side of the limit it is good. */
    enum Sense {
        AT_LEAST,
        AT_MOST
    }

    static Bar atLeast(Quantity quantity, String of, double limit) {
        return new Bar(quantity, of, Optional.empty(), Sense.AT_LEAST, limit, false, false);
    }

    static Bar atMost(Quantity quantity, String of, double limit) {
        return new Bar(quantity, of, Optional.empty(), Sense.AT_MOST, limit, false, false);
    }

    /** Makes it a bar of the ratio to what another contestant has in the same round. */
    Bar times(String other) {
        return new Bar(quantity, of, Optional.of(other), sense, limit, everyRound, guarded);
    }

    Bar inEveryRound() {
        return new Bar(quantity, of, to, sense, limit, true, guarded);
    }

    Bar guardedByBuilds() {
        return new Bar(quantity, of, to, sense, limit, everyRound, true);
    }

    /** The values of those rounds that have what it takes. */
    Optional<Spread> spread(List<Map<String, Sample>> rounds) {
        double[] values = rounds.stream()
                .map(this::value)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    private OptionalDouble value(Map<String, Sample> round) {
        OptionalDouble own = value(round, of);
        if (to.isEmpty() || own.isEmpty()) {
            return own;
        }
        OptionalDouble other = value(round, to.get());
        return other.isEmpty() ? other : OptionalDouble.of(own.getAsDouble() / other.getAsDouble());
    }

    private OptionalDouble value(Map<String, Sample> round, String contestant) {
        Sample sample = round.get(contestant);
        return sample == null ? OptionalDouble.empty() : sample.value(quantity);
    }

    boolean isMet(Spread spread) {
        return isMet(spread, limit);
    }

    /** Whether it is missed by so much that noise does not explain it. */
    boolean isFarMissed(Spread spread) {
        return !isMet(spread, sense == Sense.AT_LEAST ? limit * GUARD_FACTOR : limit / GUARD_FACTOR);
    }

    private boolean isMet(Spread spread, double against) {
        return switch (sense) {
            case AT_LEAST -> (everyRound ? spread.least() : spread.median()) >= against;
            case AT_MOST -> (everyRound ? spread.most() : spread.median()) <= against;
        };
    }

    /** What is compared, e.g. {@code goodput, ours / np}. */
    String subject() {
        return quantity.title() + ", " + of + to.map(other -> " / " + other).orElse("");
    }

    /** What has to be reached, e.g. {@code >= 10 x}. */
    String requirement() {
        return (sense == Sense.AT_LEAST ? ">= " : "<= ") + text(limit, true) + (everyRound ? ", always" : "");
    }

    /** A value or a range of it, e.g. {@code 12.3 x}. */
    String format(Spread spread) {
        return text(spread.median(), false) + " (" + number(spread.least()) + " to " + number(spread.most()) + ")";
    }

    private String text(double value, boolean isLimit) {
        String number = isLimit ? plain(value) : number(value);
        if (to.isPresent()) {
            return number + " x";
        }
        String unit = quantity.unit();
        return unit.isEmpty() ? number : number + " " + unit;
    }

    private String number(double value) {
        return to.isPresent() ? String.format(Locale.ROOT, "%.2f", value) : quantity.formatNumber(value);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Objects.toString(value);
    }
}
