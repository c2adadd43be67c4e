// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.SyntaxForm;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the parts of the manual page that the program itself knows best. Used by the build. */
public final class Documentation {
    private Documentation() {}

    /** Writes {@code options.adoc}, {@code laws.adoc}, {@code paces.adoc}, {@code flow-options.adoc} and {@code netperfmeter.bash}. */
    public static void main(String[] words) throws IOException {
        Path directory = Files.createDirectories(Path.of(words[0]));
        Files.writeString(directory.resolve("options.adoc"), options(Options.model()));
        Files.writeString(directory.resolve("laws.adoc"), forms(FlowSpecParser.distributionForms()));
        Files.writeString(directory.resolve("paces.adoc"), forms(FlowSpecParser.paceForms()));
        Files.writeString(directory.resolve("flow-options.adoc"), forms(FlowSpecParser.optionForms()));
        Files.writeString(directory.resolve("netperfmeter.bash"), BashCompletion.of(Options.model()));
    }

    /** The options, a section for each group, as AsciiDoc. */
    static String options(CommandSpec model) {
        StringBuilder text = new StringBuilder();
        for (CommandSpec section : model.mixins().values()) {
            List<OptionSpec> visible = section.options().stream()
                    .filter(option -> !option.hidden())
                    .sorted(Usage.ORDER)
                    .toList();
            if (!visible.isEmpty()) {
                String heading = String.format(section.usageMessage().optionListHeading());
                text.append("=== ")
                        .append(heading.strip().replaceFirst(":$", ""))
                        .append("\n\n");
                visible.forEach(option -> item(text, synopsis(option), String.join(" ", option.description())));
            }
        }
        return text.toString();
    }

    private static String forms(List<SyntaxForm> forms) {
        StringBuilder text = new StringBuilder();
        for (SyntaxForm form : forms) {
            item(text, literal(form.form()), form.meaning());
        }
        return text.toString();
    }

    private static String synopsis(OptionSpec option) {
        StringJoiner names = new StringJoiner(", ");
        for (String name : option.names()) {
            boolean isLong = name.startsWith("--");
            String value = option.arity().max() == 0 ? "" : (isLong ? "=" : " ") + option.paramLabel();
            names.add(literal(name + value));
        }
        return names.toString();
    }

    private static void item(StringBuilder text, String term, String meaning) {
        text.append(term).append("::\n").append(passed(meaning)).append("\n\n");
    }

    private static String literal(String text) {
        return "*" + passed(text) + "*";
    }

    /** Keeps AsciiDoc from seeing markup in what is none. */
    private static String passed(String text) {
        return "pass:c[" + text.replace("]", "\\]") + "]";
    }
}
