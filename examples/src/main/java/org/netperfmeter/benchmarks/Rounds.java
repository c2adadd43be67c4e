// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets the contestants of a work run in turn, round by round, so that what changes on the machine meets all of them. A round
 * is repeated if a run failed, or if others used the machine meanwhile.
 */
final class Rounds {
    /** Others may keep this much of one processor busy. */
    static final double FOREIGN_PROCESSORS = 0.2;

    /** How often rounds of one work are repeated, all together, but not more often than there are rounds. */
    private static final int REPETITIONS = 4;

    private final Bench bench;
    private final PrintStream log;
    private final LoadMeter meter;

    Rounds(Bench bench, PrintStream log) {
        this(bench, log, ProcessorTime::foreignLoad);
    }

    Rounds(Bench bench, PrintStream log, LoadMeter meter) {
        this.bench = bench;
        this.log = log;
        this.meter = meter;
    }

    /** Tells what others do while a run goes on. */
    @FunctionalInterface
    interface LoadMeter {
        /** Begins to look; the result says how many processors others kept busy, on average, from then to now. */
        Load begin() throws IOException;
    }

    /** What others have done since some moment. */
    @FunctionalInterface
    interface Load {
        double foreignProcessors() throws IOException;
    }

    /** One round, and whether it may count. */
    private record Round(Map<String, Sample> samples, boolean failed, double foreignProcessors) {
        boolean isBusy() {
            return foreignProcessors > FOREIGN_PROCESSORS;
        }
    }

    /** Lets a work be done once; nothing comes of it. */
    void warmUp(Work work) throws IOException, InterruptedException {
        log.println("== " + work.name() + ": " + work.title());
        round(work, 0, new LinkedHashMap<>());
    }

    Outcome run(Work work, int rounds) throws IOException, InterruptedException {
        log.println("== " + work.name() + ": " + work.title());
        List<Map<String, Sample>> samples = new ArrayList<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        int repetitions = Math.min(REPETITIONS, rounds);
        int busyRounds = 0;
        while (samples.size() < rounds) {
            Round round = round(work, samples.size(), leftOut);
            if ((round.failed() || round.isBusy()) && repetitions > 0) {
                log.println("   repeating this round");
                repetitions--;
            } else {
                samples.add(round.samples());
                busyRounds += round.isBusy() ? 1 : 0;
            }
        }
        return new Outcome(work, samples, leftOut, busyRounds);
    }

    private Round round(Work work, int number, Map<String, String> leftOut) throws IOException, InterruptedException {
        List<Contestant> order = new ArrayList<>(work.contestants());
        if (number % 2 == 1) {
            Collections.reverse(order);
        }
        Map<String, Sample> samples = new LinkedHashMap<>();
        boolean failed = false;
        double foreignProcessors = 0;
        for (Contestant contestant : order) {
            if (leftOut.containsKey(contestant.name())) {
                continue;
            }
            Load load = meter.begin();
            String said;
            try {
                Sample sample = run(contestant);
                samples.put(contestant.name(), sample);
                said = text(sample);
            } catch (MissingException e) {
                leftOut.put(contestant.name(), e.getMessage());
                said = "left out: " + e.getMessage();
            } catch (RunFailedException | IOException e) {
                failed = true;
                said = "failed: " + e;
            }
            double foreign = load.foreignProcessors();
            foreignProcessors = Math.max(foreignProcessors, foreign);
            log.printf(Locale.ROOT, "   %d %-12s %s%n", number + 1, contestant.name(), said);
            if (foreign > FOREIGN_PROCESSORS) {
                log.printf(Locale.ROOT, "   others kept %.2f processors busy meanwhile%n", foreign);
            }
        }
        return new Round(samples, failed, foreignProcessors);
    }

    private Sample run(Contestant contestant)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        Path directory = Files.createTempDirectory("netperfmeter-benchmark");
        try {
            return contestant.effort().run(bench.in(directory));
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String text(Sample sample) {
        StringBuilder text = new StringBuilder();
        for (Quantity quantity : Quantity.values()) {
            sample.value(quantity)
                    .ifPresent(value -> text.append(text.length() == 0 ? "" : ", ")
                            .append(quantity.title())
                            .append(' ')
                            .append(quantity.format(value)));
        }
        return text.toString();
    }
}
