// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import picocli.CommandLine.TypeConversionException;

/** Numbers in option values: all of the word, or an error that says what was expected. */
final class Numbers {
    private Numbers() {}

    static int integer(String value, String expected) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'%s' is not %s".formatted(value, expected));
        }
    }
}
