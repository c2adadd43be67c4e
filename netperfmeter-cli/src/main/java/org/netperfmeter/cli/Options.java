// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The whole command line as it was typed, checked word by word (cli.md 4 and 5). */
@Command(
        name = "netperfmeter",
        description = "Measures TCP, MPTCP, UDP, SCTP and DCCP flows between an active and a passive node.",
        exitCodeOnInvalidInput = ExitCode.USAGE)
final class Options {
    /** Options that cannot be abbreviated, since they came later than the abbreviations that scripts use. */
    private static final Set<String> LATER_SECTIONS = Set.of("authentication", "extensions", "limits", "historic");

    @Parameters(
            arity = "0..*",
            paramLabel = "OPERAND",
            description = "PORT: passive node on this base port; else HOST[:PORT]: active node.")
    private List<String> operands = List.of();

    @Mixin(name = "control")
    private final ControlOptions control = new ControlOptions();

    @Mixin(name = "addresses")
    private final AddressOptions addresses = new AddressOptions();

    @Mixin(name = "run")
    private final RunOptions run = new RunOptions();

    @Mixin(name = "flows")
    private final FlowArguments flows = new FlowArguments();

    @Mixin(name = "results")
    private final ResultOptions results = new ResultOptions();

    @Mixin(name = "tls")
    private final TlsOptions tls = new TlsOptions();

    @Mixin(name = "console")
    private final ConsoleOptions console = new ConsoleOptions();

    @Mixin(name = "extensions")
    private final ExtensionOptions extensions = new ExtensionOptions();

    @Mixin(name = "authentication")
    private final AuthenticationOptions authentication = new AuthenticationOptions();

    @Mixin(name = "limits")
    private final LimitOptions limits = new LimitOptions();

    @Mixin(name = "information")
    private final InformationOptions information = new InformationOptions();

    @Mixin(name = "historic")
    private final HistoricOptions historic = new HistoricOptions(console);

    private Options() {}

    /** The model behind the options, for help, manual page and completion. */
    static CommandSpec model() {
        return commandLine(new Options()).getCommandSpec();
    }

    /**
     * Understands a command line.
     *
     * @throws UsageException if an option is unknown, or its value cannot be what it stands for
     */
    static Options parse(List<String> words, boolean posixlyCorrect) {
        Options options = new Options();
        CommandLine commandLine = commandLine(options);
        CommandSpec spec = commandLine.getCommandSpec();
        Set<OptionSpec> later = new HashSet<>();
        LATER_SECTIONS.forEach(
                section -> later.addAll(spec.mixins().get(section).options()));
        try {
            commandLine.parseArgs(new GetoptLongOnly(spec, later, posixlyCorrect)
                    .canonical(words)
                    .toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException(e.getMessage());
        }
        return options;
    }

    private static CommandLine commandLine(Options options) {
        return new CommandLine(options)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .setExpandAtFiles(false);
    }

    List<String> operands() {
        return operands;
    }

    ControlOptions control() {
        return control;
    }

    AddressOptions addresses() {
        return addresses;
    }

    RunOptions run() {
        return run;
    }

    FlowArguments flows() {
        return flows;
    }

    ResultOptions results() {
        return results;
    }

    TlsOptions tls() {
        return tls;
    }

    ConsoleOptions console() {
        return console;
    }

    ExtensionOptions extensions() {
        return extensions;
    }

    AuthenticationOptions authentication() {
        return authentication;
    }

    LimitOptions limits() {
        return limits;
    }

    InformationOptions information() {
        return information;
    }

    HistoricOptions historic() {
        return historic;
    }
}
