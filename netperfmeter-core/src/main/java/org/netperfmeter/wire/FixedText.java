// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 texts in fields of fixed size, padded with zeros; a text that fills its field has no terminator (protocol.md 5.7). */
final class FixedText {
    private FixedText() {}

    /** Appends as many whole characters as fit, and zeros. */
    static void put(ByteBuffer buffer, String text, int fieldBytes) {
        byte[] utf8 = utf8(text, fieldBytes);
        buffer.put(utf8);
        buffer.put(new byte[fieldBytes - utf8.length]);
    }

    /** Reads a text up to its first zero byte; a last character that its sender cut is dropped. */
    static String get(ByteBuffer buffer, int fieldBytes) {
        byte[] field = new byte[fieldBytes];
        buffer.get(field);
        int end = 0;
        while (end < fieldBytes && field[end] != 0) {
            end++;
        }
        return new String(field, 0, endOfLastCharacter(field, end), StandardCharsets.UTF_8);
    }

    /** As many whole characters of the text as fit. */
    static byte[] utf8(String text, int maxBytes) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= maxBytes ? utf8 : Arrays.copyOf(utf8, endOfLastCharacter(utf8, maxBytes));
    }

    private static int endOfLastCharacter(byte[] utf8, int end) {
        int start = end;
        while (start > 0 && end - start < 4) {
            start--;
            int lead = Byte.toUnsignedInt(utf8[start]);
            if (lead < 0x80 || lead >= 0xC0) {
                int characterBytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
                return start + characterBytes > end ? start : end;
            }
        }
        return end;
    }
}
