// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.netperfmeter.json.RunEnd;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.PassiveConfig;

/** A run of the program: from its words to its exit code. */
final class Program {
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final Nodes nodes;
    private final HostProtocols host;
    private final PendingStop stop = new PendingStop();

    Program(PrintStream out, PrintStream err, Terminal terminal, Nodes nodes) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.nodes = nodes;
        this.host = new HostProtocols(nodes::support);
    }

    /** Does what the words say. Nothing is connected before all of them are known to be right. */
    int run(List<String> words) {
        RunPlan plan;
        Options options;
        Console console;
        try {
            options = Options.parse(words, System.getenv("POSIXLY_CORRECT") != null);
            if (answersQuestion(options)) {
                return ExitCode.OK;
            }
            if (options.extensions().protocols()) {
                return printProtocols();
            }
            if (options.extensions().status().isPresent()) {
                return printStatus(options.extensions().status().get());
            }
            plan = RunPlanner.plan(options);
            console = plan.tellsOnStandardOutput()
                    ? Console.open(options.console(), err, err, terminal.onStandardError())
                    : Console.open(options.console(), out, err, terminal);
        } catch (IllegalArgumentException e) {
            err.println("netperfmeter: " + Console.harmlessLines(String.valueOf(e.getMessage())));
            err.print(Usage.SYNOPSIS);
            err.println("'netperfmeter --help' lists all options.");
            return ExitCode.USAGE;
        }
        try (console) {
            takeSignals(console);
            boolean logsToFile = options.console().logFile().isPresent();
            return plan instanceof RunPlan.Active active && active.json().isWanted()
                    ? runInJson(active, words, console, logsToFile)
                    : run(plan, console, logsToFile, List.of()).exitCode();
        }
    }

    private boolean answersQuestion(Options options) {
        if (options.information().help()) {
            out.print(Usage.full());
        } else if (options.information().version()) {
            out.println(Version.banner());
        } else {
            return false;
        }
        return true;
    }

    private int printProtocols() {
        try {
            out.print(host.listing());
            return ExitCode.OK;
        } catch (LinkageError e) {
            err.println("netperfmeter: " + nativeLibraryHint(e));
            return ExitCode.FAILED;
        }
    }

    private int printStatus(Path socket) {
        try {
            out.print(StatusSocket.ask(socket));
            return ExitCode.OK;
        } catch (IOException e) {
            err.println("netperfmeter: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** Whatever happens, it is told in JSON. */
    private int runInJson(RunPlan.Active plan, List<String> words, Console console, boolean logsToFile) {
        try {
            JsonRun json = JsonRun.begin(plan, words, out, console);
            Consumer<String> failures = reason -> fail(reason, console, logsToFile);
            RunEnd end;
            try {
                end = run(plan, console, logsToFile, List.of(json.listener()));
            } catch (RuntimeException | Error e) {
                json.end(RunEnd.failed("internal error: " + e, ExitCode.FAILED), failures);
                throw e;
            }
            return json.end(end, failures).exitCode();
        } catch (IOException e) {
            return fail(e.getMessage(), console, logsToFile).exitCode();
        }
    }

    /** @param others who are to be told what happens at an active node */
    private RunEnd run(RunPlan plan, Console console, boolean logsToFile, List<NodeListener> others) {
        try {
            Optional<String> stoppedEarly = plan instanceof RunPlan.Active active
                    ? runActive(active, console, others)
                    : runPassive((RunPlan.Passive) plan, console);
            return stoppedEarly.isEmpty()
                    ? RunEnd.of(RunEnd.Outcome.COMPLETED, ExitCode.OK)
                    : RunEnd.of(RunEnd.Outcome.INTERRUPTED, ExitCode.STOPPED_EARLY);
        } catch (IOException | MeasurementFailedException | UnsupportedOperationException e) {
            return fail(e.getMessage(), console, logsToFile);
        } catch (LinkageError e) {
            return fail(nativeLibraryHint(e), console, logsToFile);
        }
    }

    private Optional<String> runActive(RunPlan.Active plan, Console console, List<NodeListener> others)
            throws IOException, MeasurementFailedException {
        ActiveConfig config = plan.config();
        ConsoleListener listener = new ConsoleListener(
                console,
                new ConsoleListener.Parameters(
                        config.runtimeSeconds(),
                        config.activeName(),
                        config.passiveName(),
                        config.localData(),
                        config.localControl()),
                terminal.columns());
        begin(plan, "Active", console, listener);
        host.require(config);
        List<NodeListener> listeners = new ArrayList<>(List.of(listener));
        listeners.addAll(others);
        try (Nodes.Node node = nodes.active(config, NodeListener.of(listeners))) {
            return run(node);
        }
    }

    private Optional<String> runPassive(RunPlan.Passive plan, Console console)
            throws IOException, MeasurementFailedException {
        PassiveConfig config = plan.config();
        ConsoleListener listener = new ConsoleListener(
                console,
                new ConsoleListener.Parameters(
                        config.runtimeSeconds(), "Client", "Server", config.localData(), config.localControl()),
                terminal.columns());
        begin(plan, "Passive", console, listener);
        try (Nodes.Passive node = nodes.passive(config, listener)) {
            if (plan.statusSocket().isEmpty()) {
                return run(node);
            }
            try (StatusSocket status = StatusSocket.open(plan.statusSocket().get(), node::status)) {
                console.log(LogLevel.DEBUG, "The status is told at " + status.path());
                return run(node);
            }
        }
    }

    private static void begin(RunPlan plan, String mode, Console console, ConsoleListener listener) {
        console.log(LogLevel.INFO, Version.banner() + " in " + mode + " Mode");
        plan.notices().forEach(notice -> console.log(notice.level(), notice.text()));
        listener.globalParameters();
    }

    /** From here on, before there are any files, a signal asks for a graceful end. */
    private void takeSignals(Console console) {
        StopSignals signals = new StopSignals(
                name -> {
                    if (stop.ask("stopped by SIG" + name)) {
                        console.print(
                                "\n*** Break *** SIG" + name + ": stopping; once more after 2 s to end at once\n\n");
                    }
                },
                number -> Runtime.getRuntime().halt(ExitCode.killedBy(number)));
        if (!signals.install()) {
            console.log(
                    LogLevel.WARNING,
                    "This Java has no signal handlers: SIGINT, SIGTERM and SIGHUP end the run at once");
        }
    }

    private Optional<String> run(Nodes.Node node) throws IOException, MeasurementFailedException {
        stop.concern(node);
        try {
            return node.run();
        } finally {
            stop.end();
        }
    }

    /** An error is never lost in a log file alone. */
    private RunEnd fail(String reason, Console console, boolean logsToFile) {
        console.log(LogLevel.FATAL, "FAILED: " + reason);
        if (logsToFile) {
            err.println("netperfmeter: " + Console.harmlessLines(reason));
        }
        return RunEnd.failed(reason, ExitCode.FAILED);
    }

    private static String nativeLibraryHint(LinkageError error) {
        return ("the system's socket interface cannot be loaded: %s%n"
                        + "A library is unpacked into %s. If programs must not run from there (mount option noexec), "
                        + "name another directory: NETPERFMETER_JAVA_OPTS=-Djna.tmpdir=DIRECTORY")
                .formatted(
                        error,
                        System.getProperty(
                                "jna.tmpdir", "the user's cache directory or " + System.getProperty("java.io.tmpdir")));
    }
}
