// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any words as a command line, up to the plan of the run; one word a line. */
class CommandLineFuzzTest {
    @FuzzTest
    void wordsAreRefusedWithAReasonOrAPlan(byte[] utf8) {
        List<String> words = List.of(new String(utf8, StandardCharsets.UTF_8).split("\n", -1));
        for (boolean posixlyCorrect : new boolean[] {false, true}) {
            try {
                assertNotNull(RunPlanner.plan(Options.parse(words, posixlyCorrect)));
            } catch (IllegalArgumentException e) {
                assertFalse(e.getMessage().isBlank());
            }
        }
    }
}
