// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.ResultFiles.contents;
import static org.netperfmeter.node.ResultFiles.flowRows;
import static org.netperfmeter.node.ResultFiles.measurementRows;
import static org.netperfmeter.node.ResultFiles.names;
import static org.netperfmeter.node.ResultFiles.partial;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.results.MeasurementReport;

/** What becomes of result files, of this measurement and of earlier ones, when things go wrong. */
@Timeout(60)
class SurvivalIT {
    private static RunningPassive passive;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openPassive() throws IOException {
        passive = RunningPassive.open();
    }

    @AfterAll
    static void closePassive() {
        passive.close();
    }

    private ActiveRun run(RunningPassive peer) {
        return new ActiveRun(peer.basePort)
                .flow("TCP 100:200:100:200")
                .seconds(0.2)
                .scalars(directory.resolve("run.sca"))
                .vectors(directory.resolve("run.vec"));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static String failureOf(ActiveRun run) {
        return assertThrows(MeasurementFailedException.class, run::run).getMessage();
    }

    @Test
    void previousFilesAreKeptUnderTheirSecondNames() throws Exception {
        Map<String, String> before =
                ResultFiles.pretend(directory, "run-active.sca", "run-passive.sca", "run-active.vec", "run.config");
        run(passive).configFile(file("run.config")).run();
        before.forEach((name, content) -> {
            try {
                assertEquals(content, Files.readString(file(name + "~")));
                assertTrue(!content.equals(Files.readString(file(name))), name);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(
                Set.of(
                        "run-active.sca",
                        "run-active.sca~",
                        "run-active.vec",
                        "run-active.vec~",
                        "run-active-00000000-0000.vec",
                        "run-passive.sca",
                        "run-passive.sca~",
                        "run-passive.vec",
                        "run-passive-00000000-0000.vec",
                        "run.config",
                        "run.config~"),
                names(directory));
    }

    @Test
    void previousFilesArePutAsideForThoseThatAreMissing() throws Exception {
        ResultFiles.pretend(directory, "run-passive.sca", "run-passive.vec");
        ActiveRun run;
        CompletableFuture<Void> end;
        try (RunningPassive lost = RunningPassive.open()) {
            run = run(lost).seconds(0);
            end = CompletableFuture.runAsync(() -> failureOf(run));
            run.events.awaitTick();
        }
        end.get(20, TimeUnit.SECONDS);
        assertEquals(
                Set.of(
                        "run-active.sca",
                        "run-active.vec",
                        "run-active-00000000-0000.vec",
                        "run-passive.sca~",
                        "run-passive.vec~"),
                names(directory));
        assertTrue(
                run.events
                        .warnings()
                        .contains("WARNING missing, not fetched from the passive node: " + file("run-passive.vec")
                                + ", " + file("run-passive.sca") + ", " + file("run-passive-00000000-0000.vec")),
                run.events.notes.toString());
    }

    @Test
    void failedSetUpLeavesAllPreviousFilesAsTheyAre() throws Exception {
        Map<String, String> before = ResultFiles.pretend(
                directory, "run-active.sca", "run-passive.sca", "run-active-00000000-0000.vec", "old.vec");
        Files.createSymbolicLink(file("run-active.vec"), Path.of("old.vec"));
        failureOf(run(passive).flow("TCP 1:100:0:0:cc=nosuchcc"));
        Files.delete(file("run-active.vec"));
        assertEquals(before, contents(directory));
    }

    @Test
    void measurementThatIsStoppedBeforeItsRunTimeIsOverIsPartial() throws Exception {
        ActiveRun run = run(passive).seconds(60);
        ActiveNode node = run.node();
        CompletableFuture<MeasurementReport> end = CompletableFuture.supplyAsync(() -> {
            try {
                return node.run();
            } catch (MeasurementFailedException e) {
                throw new AssertionError(e);
            }
        });
        run.events.awaitStart();
        node.stop("stopped by SIGINT");
        MeasurementReport report = end.get(20, TimeUnit.SECONDS);
        Optional<String> reason = Optional.of("stopped by SIGINT before the run time was over");
        assertEquals("stopped by SIGINT", report.endReason());
        assertEquals(reason, report.partial());
        assertEquals(reason, partial(file("run-active.sca")));
        assertEquals(reason, partial(file("run-active.vec")));
        assertEquals(reason, partial(file("run-active-00000000-0000.vec")));
        assertEquals(6, names(directory).size());
    }

    @Test
    void completeMeasurementSaysNothingOfThat() throws Exception {
        MeasurementReport report = run(passive).node().run();
        assertEquals(Optional.empty(), report.partial());
        for (String name : names(directory)) {
            assertEquals(Optional.empty(), partial(file(name)), name);
        }
    }

    // ------ Files that cannot be written

    @Test
    void vectorThatCannotBeWrittenCostsNoOther() throws Exception {
        Files.createSymbolicLink(file("run-active-00000000-0000.vec"), Path.of("/dev/full"));
        ActiveRun run = run(passive).flow("TCP 100:200:100:200").seconds(1.5);
        String failure = failureOf(run);
        String reason = "write " + file("run-active-00000000-0000.vec") + ": No space left on device";
        assertEquals("cannot write results: " + reason, failure);
        assertEquals("run time over", run.events.awaitReport().endReason());
        assertEquals(Optional.of(failure), partial(file("run-active.sca")));
        assertEquals(Optional.of(failure), partial(file("run-active.vec")));
        assertEquals(Optional.of(failure), partial(file("run-active-00000001-0000.vec")));
        String scalars = ResultFiles.text(file("run-active.sca"));
        assertTrue(scalars.contains("# flow[0].vectorFailure: " + reason), scalars);
        long received = scalars(scalars).get("flow[1] Received Packets");
        assertEquals(received, flowRows(file("run-active-00000001-0000.vec")).size());
        assertTrue(measurementRows(file("run-active.vec")).size() >= 9);
        assertEquals(Optional.empty(), partial(file("run-passive-00000000-0000.vec")));
    }

    @Test
    void scalarsThatCannotBeWrittenCostNoOther() throws Exception {
        Files.createSymbolicLink(file("run-active.sca"), Path.of("/dev/full"));
        Files.createSymbolicLink(file("run-passive.sca"), Path.of("/dev/full"));
        ActiveRun run = run(passive);
        assertEquals(
                "cannot write results: write " + file("run-active.sca") + ": No space left on device", failureOf(run));
        assertTrue(
                run.events
                        .warnings()
                        .contains("ERROR cannot write results: write " + file("run-passive.sca")
                                + ": No space left on device"),
                run.events.notes.toString());
        flowRows(file("run-active-00000000-0000.vec"));
        flowRows(file("run-passive-00000000-0000.vec"));
        assertEquals(List.of("run-passive.sca"), missing(run));
    }

    private static List<String> missing(ActiveRun run) {
        String prefix = "WARNING missing, not fetched from the passive node: ";
        return run.events.warnings().stream()
                .filter(note -> note.startsWith(prefix))
                .flatMap(note -> List.of(note.substring(prefix.length()).split(", ")).stream())
                .map(name -> Path.of(name).getFileName().toString())
                .toList();
    }
}
