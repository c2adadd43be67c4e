// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * Texts of users and peers, made fit to be shown on a terminal, and written into files that are read line by line: without
 * characters that move the cursor, begin escape sequences, end lines, or turn the direction in which the rest is read.
 */
public final class HarmlessText {
    private HarmlessText() {}

    /** The text with a blank for each character that is not harmless. */
    public static String of(String text) {
        if (isHarmless(text)) {
            return text;
        }
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints()
                .map(codePoint -> isHarmless(codePoint) ? codePoint : ' ')
                .forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    /** Whether all characters have no effect but to be shown. */
    static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isHarmless(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a character has no effect but to be shown. Half a surrogate pair is none. */
    public static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !isDirectional(codePoint);
        };
    }

    /** Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9, table 4 and 2.6). */
    private static boolean isDirectional(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
