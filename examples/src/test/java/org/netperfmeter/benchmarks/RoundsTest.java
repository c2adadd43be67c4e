// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Sample ONE = Sample.of(Quantity.GOODPUT, 1);

    private final List<String> runs = new ArrayList<>();
    private final Deque<Double> foreignProcessors = new ArrayDeque<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Rounds rounds = new Rounds(
            new Bench(Path.of("/"), Path.of("/"), 1, 1),
            new PrintStream(log, true, StandardCharsets.UTF_8),
            () -> () -> foreignProcessors.isEmpty() ? 0 : foreignProcessors.remove());

    @Test
    void contestantsTakeTurnsAndSwapPlaces() throws Exception {
        Outcome outcome = rounds.run(work(contestant("a"), contestant("b")), 3);
        assertEquals(List.of("a", "b", "b", "a", "a", "b"), runs);
        assertEquals(
                List.of(Map.of("a", ONE, "b", ONE), Map.of("a", ONE, "b", ONE), Map.of("a", ONE, "b", ONE)),
                outcome.rounds());
    }

    @Test
    void roundOnABusyMachineIsRepeated() throws Exception {
        foreignProcessors.addAll(List.of(0.0, 0.21, 0.2, 0.2));
        Outcome outcome = rounds.run(work(contestant("a"), contestant("b")), 1);
        assertEquals(List.of("a", "b", "a", "b"), runs);
        assertEquals(1, outcome.rounds().size());
        assertEquals(0, outcome.busyRounds());
        assertTrue(log.toString(StandardCharsets.UTF_8).contains("others kept 0.21 processors busy"));
    }

    @Test
    void machineThatIsAlwaysBusyIsPutUpWithAndSaid() throws Exception {
        for (int run = 0; run < 100; run++) {
            foreignProcessors.add(1.0);
        }
        Outcome outcome = rounds.run(work(contestant("a")), 3);
        assertEquals(3, outcome.rounds().size());
        assertEquals(3, outcome.busyRounds());
        assertEquals(3 + 3, runs.size());
    }

    @Test
    void failedRoundIsRepeatedForAll() throws Exception {
        Contestant flaky = new Contestant("b", bench -> {
            runs.add("b");
            if (runs.size() == 2) {
                throw new RunFailedException("lost");
            }
            return ONE;
        });
        Outcome outcome = rounds.run(work(contestant("a"), flaky), 1);
        assertEquals(List.of("a", "b", "a", "b"), runs);
        assertEquals(List.of(Map.of("a", ONE, "b", ONE)), outcome.rounds());
    }

    @Test
    void whoeverCannotTakePartIsAskedOnceAndNamed() throws Exception {
        Contestant absent = new Contestant("b", bench -> {
            runs.add("b");
            throw new MissingException("not installed");
        });
        Outcome outcome = rounds.run(work(contestant("a"), absent), 2);
        assertEquals(List.of("a", "b", "a"), runs);
        assertEquals(Map.of("b", "not installed"), outcome.leftOut());
        assertEquals(List.of(Map.of("a", ONE), Map.of("a", ONE)), outcome.rounds());
    }

    @Test
    void directoryOfARunIsNewAndDeletedAfterIt() throws Exception {
        List<Path> directories = new ArrayList<>();
        rounds.run(
                work(new Contestant("a", bench -> {
                    directories.add(bench.directory());
                    write(bench.directory().resolve("file"));
                    return ONE;
                })),
                2);
        assertEquals(2, directories.stream().distinct().count());
        assertFalse(directories.stream().anyMatch(Files::exists));
    }

    @Test
    void guardPassesOnlyWhatWasMeasuredAndIsNotFarOff() throws Exception {
        Bar reached = Bar.atLeast(Quantity.GOODPUT, "a", 1.5).guardedByBuilds();
        Bar farOff = Bar.atLeast(Quantity.GOODPUT, "a", 1.6).guardedByBuilds();
        Bar notMeasured = Bar.atLeast(Quantity.GOODPUT, "b", 1).guardedByBuilds();
        assertTrue(rounds.run(work(reached), 1).passesGuard());
        assertFalse(rounds.run(work(farOff), 1).passesGuard());
        assertFalse(rounds.run(work(notMeasured), 1).passesGuard());
        assertTrue(rounds.run(work(Bar.atLeast(Quantity.GOODPUT, "a", 9)), 1).passesGuard());
    }

    private Contestant contestant(String name) {
        return new Contestant(name, bench -> {
            runs.add(name);
            return ONE;
        });
    }

    private Work work(Bar bar) {
        return new Work("work", "a work", List.of(contestant("a")), List.of(bar));
    }

    private static Work work(Contestant... contestants) {
        return new Work("work", "a work", Arrays.asList(contestants), List.of());
    }

    private static void write(Path file) throws IOException {
        Files.writeString(file, "");
    }
}
