// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Comparator;
import java.util.List;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.SyntaxForm;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help text. */
final class Usage {
    static final String SYNOPSIS = """
            Usage: netperfmeter PORT [OPTION...]                                 passive node
                   netperfmeter HOST[:PORT] -PROTOCOL FLOWSPEC... [OPTION...]    active node
            """;

    private static final String FLOWSPECS = """
            FLOWSPEC:
              default[:OPTION...], or up to four entries and then options:
              OUT-RATE[:OUT-SIZE[:IN-RATE[:IN-SIZE[:OPTION...]]]]
              Rates are frames/s, sizes bytes. Rate 0: as fast as possible; size 0: nothing in this direction.
            """;

    private static final String EXAMPLES = """
            Examples:
              netperfmeter 9000
              netperfmeter host:9000 -tcp const0:const1400:const0:const1400 -runtime=60
              netperfmeter host:9000 -sctp const0:const1400 const10:const200:const10:const200 -runtime=60
              netperfmeter host:9000 -mptcp const0:const1400 -udp exp50:uniform100,1400 -T60 -S run.sca.bz2
            """;

    private static final String EXIT_CODES = """
            Exit codes: 0 success; 1 the measurement failed; 2 wrong usage; 3 stopped before the run time was over;
              129, 130, 143 ended at once by a further SIGHUP, SIGINT or SIGTERM.
            """;

    private static final int WIDTH = 100;
    private static final int FORM_COLUMNS = 26;

    /** By name, a capital letter behind its small one, since the order of declaration is unknown at run time. */
    static final Comparator<OptionSpec> ORDER = Comparator.comparing(
                    (OptionSpec option) -> option.shortestName().replaceFirst("^-+", ""), String.CASE_INSENSITIVE_ORDER)
            .thenComparing(OptionSpec::shortestName, Comparator.reverseOrder());

    private Usage() {}

    /** Everything there is to say; every line ends with a line feed. */
    static String full() {
        StringBuilder text = new StringBuilder(SYNOPSIS);
        CommandSpec model = Options.model();
        for (CommandSpec section : model.mixins().values()) {
            String options = options(section);
            if (!options.isEmpty()) {
                text.append('\n')
                        .append(String.format(section.usageMessage().optionListHeading()))
                        .append(options);
            }
        }
        text.append('\n').append(FLOWSPECS);
        forms(text, "Rates, sizes, and times of on/off events", FlowSpecParser.distributionForms());
        forms(text, "In place of a rate", FlowSpecParser.paceForms());
        forms(text, "Options of a FLOWSPEC", FlowSpecParser.optionForms());
        return text.append('\n')
                .append(EXAMPLES)
                .append('\n')
                .append(EXIT_CODES)
                .toString();
    }

    private static void forms(StringBuilder text, String heading, List<SyntaxForm> forms) {
        text.append('\n').append(heading).append(":\n");
        for (SyntaxForm form : forms) {
            String separator = form.form().length() < FORM_COLUMNS ? " " : "\n" + " ".repeat(FORM_COLUMNS + 3);
            text.append(String.format("  %-" + FORM_COLUMNS + "s%s%s\n", form.form(), separator, form.meaning()));
        }
    }

    private static String options(CommandSpec section) {
        boolean visible = section.options().stream().anyMatch(option -> !option.hidden());
        if (!visible) {
            return "";
        }
        section.usageMessage().width(WIDTH);
        return new Help(section, Help.defaultColorScheme(Help.Ansi.OFF)).optionList();
    }
}
