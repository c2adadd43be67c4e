// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Numbers in option values: all of the word, or an error that says what was expected. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private Numbers() {}

    /** A decimal number without a sign; NaN if it is none. Java would take 1d and 0x1p0 as well. */
    static double decimal(String value) {
        return DECIMAL.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
    }

    /** An unsigned number of 64 bits; empty if it is none. Java would take +5 as well. */
    static OptionalLong unsigned(String value) {
        try {
            return DIGITS.matcher(value).matches()
                    ? OptionalLong.of(Long.parseUnsignedLong(value))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static int integer(String value, String expected) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'%s' is not %s".formatted(value, expected));
        }
    }
}
