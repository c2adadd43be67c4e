// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

/** Texts of users and peers, made fit for files that are read line by line, or sourced by a shell. */
final class HarmlessText {
    private HarmlessText() {}

    /** With a blank for each control character, line breaks and TABs included. */
    static String withoutControls(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            harmless.append(Character.isISOControl(c) ? ' ' : c);
        }
        return harmless.toString();
    }

    /**
     * In quotes, so that a POSIX shell takes it literally, and GNU R as well: harmless texts in double ones like the
     * original's; what a shell would interpret there in single ones. Only a text that single quotes cannot hold gets
     * backslashes, which R does not read.
     */
    static String shellQuoted(String text) {
        String harmless = withoutControls(text);
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
