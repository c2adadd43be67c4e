// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessTextTest {
    @Test
    void printableTextsOfAnyScriptStay() {
        String text = "Größe 5 µs \"$(x)\" `y` \\ ' \u65e5\u672c \u05d0\u05d1 \ud83d\udc69\u200d\ud83d\udcbb";
        assertEquals(text, HarmlessText.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\u0007", "\b", "\t", "\n", "\u000b", "\f", "\r", "\u001b", "\u007f", "\u0080", "\u0085",
                "\u009b", "\u009f", "\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066",
                "\u2069", "\ud800", "\udc00"
            })
    void whatActsOnATerminalOrALineBecomesABlank(String character) {
        assertEquals("a b ", HarmlessText.of("a" + character + "b" + character));
    }
}
