// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program behind {@code examples/benchmarks/run}. */
@Command(
        name = "examples/benchmarks/run",
        sortOptions = false,
        description = {
            "Measures this program beside NetPerfMeter 1.9.4 (np) and iperf3, on this host over loopback. The tables that"
                    + " come out say what has to be reached, and whether it was.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:with --guard: a bar was far missed, or could not be measured", "2:wrong usage"
        })
final class Benchmarks implements Callable<Integer> {
    private static final int FULL_ROUNDS = 5;
    private static final double FULL_SECONDS = 5;
    private static final double FULL_LONG_SECONDS = 600;
    private static final int QUICK_ROUNDS = 3;
    private static final double QUICK_SECONDS = 2;
    private static final double QUICK_LONG_SECONDS = 20;
    private static final double WARM_UP_SECONDS = 1;

    @Parameters(
            paramLabel = "WORK",
            description = "Only these works; paced-* stands for all whose names begin so (default: all).")
    private List<String> names = List.of();

    @Option(names = "--quick", description = "Shorter runs and fewer rounds: to try something out.")
    private boolean quick;

    @Option(
            names = "--guard",
            description = "What builds check, quickly: only the bars of what hardly scatters. Fails at less than two"
                    + " thirds of one, if that happens again.")
    private boolean guard;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each work (default: 5, quick: 3).")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "S", description = "Seconds of a usual run (default: 5, quick: 2).")
    private double seconds;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the tables into this file, too, after each work.")
    private Path output;

    @Option(names = "--list", description = "Show the names of all works, and exit.")
    private boolean list;

    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text, and exit.")
    private boolean help;

    /** Arguments: see {@code --help}. The project's directory is in the property {@code netperfmeter.root}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Work> works = Catalogue.works().stream()
                .filter(work -> guard ? work.isGuarded() : isChosen(work))
                .toList();
        if (list) {
            works.forEach(work -> System.out.printf("%-20s %s%n", work.name(), work.title()));
            return CommandLine.ExitCode.OK;
        }
        if (works.isEmpty()) {
            System.err.println("There is no such work; --list shows all.");
            return CommandLine.ExitCode.USAGE;
        }
        boolean isShort = quick || guard;
        Bench bench = new Bench(
                Path.of(System.getProperty("netperfmeter.root", ".")).toAbsolutePath(),
                Path.of("."),
                seconds > 0 ? seconds : isShort ? QUICK_SECONDS : FULL_SECONDS,
                isShort ? QUICK_LONG_SECONDS : FULL_LONG_SECONDS);
        Rounds measuring = new Rounds(bench, System.out);
        measuring.warmUp(warmUp());
        List<Outcome> outcomes = new ArrayList<>();
        String preface = preface();
        String table = "";
        for (Work work : works) {
            outcomes.add(measure(measuring, work, isShort));
            table = Table.of(preface, outcomes);
            if (output != null) {
                Files.writeString(output, table);
            }
        }
        System.out.print("\n" + table);
        return guard && !outcomes.stream().allMatch(Outcome::passesGuard) ? 1 : CommandLine.ExitCode.OK;
    }

    private boolean isChosen(Work work) {
        return names.isEmpty()
                || names.contains(work.name())
                || names.stream()
                        .filter(name -> name.endsWith("*"))
                        .anyMatch(name -> work.name().startsWith(name.substring(0, name.length() - 1)));
    }

    private Outcome measure(Rounds measuring, Work work, boolean isShort) throws IOException, InterruptedException {
        int usual = isShort ? QUICK_ROUNDS : FULL_ROUNDS;
        int number = rounds > 0 ? rounds : isShort ? usual : work.rounds().orElse(usual);
        Outcome outcome = measuring.run(work, number);
        if (guard && !outcome.passesGuard()) {
            System.out.println("   far from its bar: once more");
            return measuring.run(work, number);
        }
        return outcome;
    }

    /** Both programs run once before anything counts: ours makes its class-data archive then. */
    private static Work warmUp() {
        String[] flow = {"-tcp", SaturatedWorks.TCP_1460};
        return new Work(
                "warm-up",
                "not counted",
                List.of(
                        new Contestant(
                                Contestant.OURS,
                                bench -> NodeRun.between(Program.OURS, Program.OURS, WARM_UP_SECONDS, flow)
                                        .execute(bench)
                                        .traffic()),
                        new Contestant(
                                Contestant.ORIGINAL,
                                bench -> NodeRun.between(Program.ORIGINAL, Program.ORIGINAL, WARM_UP_SECONDS, flow)
                                        .execute(bench)
                                        .traffic())),
                List.of());
    }

    private String preface() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("examples/benchmarks/run"));
        if (quick) {
            command.add("--quick");
        }
        if (guard) {
            command.add("--guard");
        }
        if (rounds > 0) {
            command.add("--rounds " + rounds);
        }
        if (seconds > 0) {
            command.add("--seconds " + seconds);
        }
        command.addAll(names);
        return "`" + String.join(" ", command) + "` on " + Host.description() + "; " + Host.peers() + ".";
    }
}
