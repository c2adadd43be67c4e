// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import org.netperfmeter.traffic.HarmlessText;

/** Texts of users and peers in quotes that they cannot leave. */
final class QuotedText {
    private QuotedText() {}

    /**
     * A field of a vector, of a text without control characters and double quotes. GNU R takes a backslash before a quote
     * as its escape, so a blank parts the last one from the quote.
     */
    static String field(String text) {
        return '"' + text + (text.endsWith("\\") ? " \"" : "\"");
    }

    /** A token of a line of OMNeT++, which takes backslashes in quotes as C does. */
    static String token(String text) {
        if (!text.isEmpty() && text.chars().allMatch(QuotedText::isPlain)) {
            return text;
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c);
            }
        }
        return HarmlessText.of(quoted.append('"').toString());
    }

    /** Whether a character needs no quotes in a line of OMNeT++. */
    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\\';
    }

    /**
     * So that a POSIX shell takes it literally, and GNU R as well: harmless texts in double ones like the
     * original's; what a shell would interpret there in single ones. Only a text that single quotes cannot hold gets
     * backslashes, which R does not read.
     */
    static String shell(String text) {
        String harmless = HarmlessText.of(text);
        boolean interpreted = harmless.chars().anyMatch(c -> c == '"' || c == '$' || c == '`');
        if (interpreted && harmless.indexOf('\'') < 0 && harmless.indexOf('\\') < 0) {
            return '\'' + harmless + '\'';
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < harmless.length(); i++) {
            char c = harmless.charAt(i);
            if (c == '"' || c == '\\' || c == '$' || c == '`') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
