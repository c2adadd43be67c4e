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
     * In double quotes, so that a POSIX shell takes it literally: what it would interpret there gets a backslash in front.
     * Harmless texts look like the original's.
     */
    static String shellQuoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        String harmless = withoutControls(text);
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
