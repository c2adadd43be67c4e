// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads one part of a FLOWSPEC, between two colons, from left to right. Numbers are what C's scanf takes for
 * {@code %lf} and {@code %u}: blanks may precede them, and they end where the text can't continue them (cli.md 7).
 */
final class SpecScanner {
    private static final String BLANKS_AND_SIGN = "[ \\t\\n\\u000B\\f\\r]*([+-]?)";
    private static final Pattern NUMBER = Pattern.compile(BLANKS_AND_SIGN
            + "(?:(?<hex>0[xX](?:\\p{XDigit}+\\.?\\p{XDigit}*|\\.\\p{XDigit}+))(?<exponent>[pP][+-]?\\d+)?"
            + "|(?<decimal>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
            + "|(?<other>(?i:inf(?:inity)?|nan)))");
    private static final Pattern UNSIGNED = Pattern.compile(BLANKS_AND_SIGN + "(\\d+)");
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final String text;
    private int position;

    SpecScanner(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return position == text.length();
    }

    /** Skips the word if it is next. */
    boolean skip(String word) {
        boolean matches = text.startsWith(word, position);
        if (matches) {
            position += word.length();
        }
        return matches;
    }

    /** Takes all that is left. */
    String rest() {
        String rest = text.substring(position);
        position = text.length();
        return rest;
    }

    /** @throws IllegalArgumentException if anything is left */
    void requireEnd() {
        if (!isAtEnd()) {
            throw new IllegalArgumentException("unexpected \"" + rest() + "\"");
        }
    }

    /** A distribution: a keyword and its numbers, or a bare number. */
    Distribution distribution() {
        for (Law law : Law.all()) {
            if (skip(law.keyword())) {
                return distribution(law);
            }
        }
        Matcher number = NUMBER.matcher(text).region(position, text.length());
        if (!number.lookingAt()) {
            throw new IllegalArgumentException("expected " + distributionForms());
        }
        return new Constant(number("a value"));
    }

    private Distribution distribution(Law law) {
        double[] parameters = new double[law.parameterNames().size()];
        for (int i = 0; i < parameters.length; i++) {
            if (i > 0 && !skip(",")) {
                throw new IllegalArgumentException("expected " + law.syntax());
            }
            parameters[i] = number("a number as <" + law.parameterNames().get(i) + "> of " + law.syntax());
        }
        return law.create(parameters);
    }

    /**
     * A finite number.
     *
     * @param what for the error message
     */
    double number(String what) {
        Matcher number = NUMBER.matcher(text).region(position, text.length());
        if (!number.lookingAt()) {
            throw new IllegalArgumentException("expected " + what);
        }
        position = number.end();
        double value = number.group("other") == null ? magnitude(number) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "number must be finite: " + number.group().strip());
        }
        return number.group(1).equals("-") ? -value : value;
    }

    private static double magnitude(Matcher number) {
        String hex = number.group("hex");
        if (hex == null) {
            return Double.parseDouble(number.group("decimal"));
        }
        String exponent = number.group("exponent");
        return Double.parseDouble(hex + (exponent == null ? "p0" : exponent));
    }

    /** An unsigned integer, modulo 2^32, in the bits of an int; as in C, a sign is allowed. */
    int unsigned() {
        Matcher number = UNSIGNED.matcher(text).region(position, text.length());
        if (!number.lookingAt()) {
            throw new IllegalArgumentException("expected an unsigned integer");
        }
        position = number.end();
        BigInteger value = new BigInteger(number.group(2));
        if (value.compareTo(TWO_TO_64) >= 0) {
            throw new IllegalArgumentException("integer is too large: " + value);
        }
        return number.group(1).equals("-") ? -value.intValue() : value.intValue();
    }

    /** An unsigned integer that must fit into 31 bits. */
    int unsigned31() {
        int value = unsigned();
        if (value < 0) {
            throw new IllegalArgumentException(
                    Integer.toUnsignedString(value) + " is too large, at most 2147483647 is possible");
        }
        return value;
    }

    static String distributionForms() {
        return Law.all().stream().map(Law::syntax).collect(Collectors.joining(", ")) + " or a number";
    }
}
