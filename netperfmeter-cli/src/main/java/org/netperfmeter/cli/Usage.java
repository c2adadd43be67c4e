// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** The help text. */
final class Usage {
    static final String SYNOPSIS = """
            Usage: netperfmeter PORT [OPTION...]                                 passive node
                   netperfmeter HOST[:PORT] -PROTOCOL FLOWSPEC... [OPTION...]    active node
            """;

    private static final String FLOWSPECS = """
            FLOWSPEC is default[:OPTION...], or up to four laws and then options:
              OUT-RATE:OUT-SIZE[:IN-RATE[:IN-SIZE[:OPTION...]]]
            Rates are frames/s, sizes bytes; rate 0 sends as much as possible, size 0 nothing.
            Laws: constA (or A), uniformA,B, expMEAN, normalMEAN,DEVIATION, truncnormalMEAN,DEVIATION,
              paretoLOCATION,SHAPE
            Options: id=N, description=TEXT, maxmsgsize=BYTES, defragtimeout=MS, sndbuf=BYTES, rcvbuf=BYTES,
              nodelay=on|off, cc=NAME, cmt=off|mptcp, error_on_abort=on|off, v6only, onoff=T,...[,repeat]
            """;

    private static final String EXAMPLES = """
            Examples:
              netperfmeter 9000
              netperfmeter host:9000 -tcp const0:const1400:const0:const1400 -runtime=60
              netperfmeter host:9000 -mptcp const0:const1400 -udp exp50:uniform100,1400 -T60 -S run.sca.bz2
            """;

    private static final String EXIT_CODES = """
            Exit codes: 0 success, also when stopped by SIGINT or SIGTERM; 1 the measurement failed; 2 wrong usage;
              130, 143 ended at once by a further SIGINT or SIGTERM.
            """;

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
        return text.append('\n')
                .append(FLOWSPECS)
                .append('\n')
                .append(EXAMPLES)
                .append('\n')
                .append(EXIT_CODES)
                .toString();
    }

    private static String options(CommandSpec section) {
        boolean visible = section.options().stream().anyMatch(option -> !option.hidden());
        if (!visible) {
            return "";
        }
        section.usageMessage().width(100);
        return new Help(section, Help.defaultColorScheme(Help.Ansi.OFF)).optionList();
    }
}
