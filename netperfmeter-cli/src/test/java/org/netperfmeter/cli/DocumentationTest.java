// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

class DocumentationTest {
    @TempDir
    private Path directory;

    @Test
    void manualHasEveryOptionThatIsNotHidden() throws IOException {
        Documentation.main(new String[] {directory.toString()});
        String text = Files.readString(directory.resolve("options.adoc"));
        for (OptionSpec option : Options.model().options()) {
            String name = Pattern.quote(option.longestName());
            boolean isThere = Pattern.compile("\\*pass:c\\[" + name + "[]=]")
                    .matcher(text)
                    .find();
            assertEquals(!option.hidden(), isThere, option.longestName());
        }
    }

    @Test
    void manualHasLawsAndFlowOptions() throws IOException {
        Documentation.main(new String[] {directory.toString()});
        assertTrue(Files.readString(directory.resolve("laws.adoc")).contains("pareto<location>,<shape>"));
        assertTrue(Files.readString(directory.resolve("paces.adoc")).contains("gap-<law>"));
        assertTrue(Files.readString(directory.resolve("flow-options.adoc")).contains("maxmsgsize=<bytes>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "netperfmeter -runt                    | -runtime",
                "netperfmeter --runt                   | --runtime",
                "netperfmeter host -y -vec             | -vector -vector-overflow",
                "netperfmeter --vector-overflow = dr   | drop",
                "netperfmeter -vector-overflow t       | thin",
                "netperfmeter --logcolor =             | on off",
            })
    void bashCompletesHistoricAndModernSpellings(String words, String completions) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        Path script = Files.writeString(directory.resolve("completion"), BashCompletion.of(Options.model()));
        int last = List.of(words.split(" ")).size() - 1;
        Process bash = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        ". " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD=" + last
                                + "; _netperfmeter; echo \"${COMPREPLY[*]}\"")
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor());
        assertEquals(List.of(completions.split(" ")), List.of(answer.strip().split(" ")));
    }
}
