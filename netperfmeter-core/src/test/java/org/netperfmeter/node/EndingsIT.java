// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.results.MeasurementReport;

/** How measurements end: stopped, failed, or never begun; and what they leave behind. */
@Timeout(60)
class EndingsIT {
    @TempDir
    private Path directory;

    private static String failureOf(ActiveRun run) {
        return assertThrows(MeasurementFailedException.class, run::run).getMessage();
    }

    /** Runs in the background; the result is the message of the failure, or empty. */
    static CompletableFuture<String> run(ActiveNode node) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                node.run();
                return "";
            } catch (MeasurementFailedException e) {
                return e.getMessage();
            }
        });
    }

    private ActiveRun withAllFiles(ActiveRun run) {
        return run.scalars(directory.resolve("run.sca"))
                .vectors(directory.resolve("run.vec"))
                .configFile(directory.resolve("run.config"));
    }

    // ------ Stopped

    @Test
    void stopEndsGracefullyWithAllFiles() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = withAllFiles(new ActiveRun(passive.basePort)
                    .flow("TCP 0:1440:0:1440")
                    .flow("UDP 100:200:100:200")
                    .seconds(0));
            ActiveNode node = run.node();
            CompletableFuture<String> failure = run(node);
            passive.events.awaitStart();
            node.stop();
            node.stop();
            assertEquals("", failure.get(20, TimeUnit.SECONDS));
            assertEquals("interrupted", run.events.awaitReport().endReason());
            assertEquals(
                    "stopped by the active node", passive.events.awaitReport().endReason());
            Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
            Map<String, Long> served = scalars(directory.resolve("run-passive.sca"));
            assertSameCounters("total", active, served);
            assertSameCounters("total", served, active);
            assertEquals(9, run.events.files.size());
            node.stop();
        }
    }

    @Test
    void stopBeforeTheRunPreventsIt() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveNode node = new ActiveRun(passive.basePort).flow("TCP 1:100").node();
            node.stop();
            assertEquals(
                    "stopped before the measurement began",
                    assertThrows(MeasurementFailedException.class, node::run).getMessage());
        }
    }

    @Test
    void passiveNodeEndsAfterItsRunTime() throws Exception {
        try (PassiveNode node =
                RunningPassive.onAnyPort(port -> new PassiveNode(quicklyOver(port), new NodeEvents()))) {
            node.run();
        }
    }

    private static PassiveConfig quicklyOver(int basePort) {
        return PassiveConfig.builder(basePort, Set.of(ControlTransport.TCP))
                .runtimeSeconds(0.05)
                .build();
    }

    // ------ The passive node is gone

    @Test
    void lossOfThePassiveNodeIsAFailureWithCompleteFilesOfThisNode() throws Exception {
        ActiveRun run;
        CompletableFuture<String> failure;
        try (RunningPassive passive = RunningPassive.open()) {
            run = withAllFiles(new ActiveRun(passive.basePort)
                    .flow("TCP 500:1000:500:1000:error_on_abort=off")
                    .flow("TCP 0:1440:0:1440:error_on_abort=off")
                    .seconds(0));
            failure = run(run.node());
            run.events.awaitTick();
        }
        String reason = failure.get(20, TimeUnit.SECONDS);
        assertTrue(reason.startsWith("lost the control connection "), reason);
        MeasurementReport report = run.events.awaitReport();
        assertEquals(reason, report.endReason());
        assertTrue(scalars(directory.resolve("run-active.sca")).containsKey("total Transmitted Frames"));
        ResultFiles.flowRows(directory.resolve("run-active-00000000-0000.vec"));
        ResultFiles.flowRows(directory.resolve("run-active-00000001-0000.vec"));
        ResultFiles.measurementRows(directory.resolve("run-active.vec"));
        for (String own : List.of(
                "run-active.sca", "run-active.vec", "run-active-00000000-0000.vec", "run-active-00000001-0000.vec")) {
            assertEquals(Optional.of(reason), ResultFiles.partial(directory.resolve(own)), own);
        }
        assertEquals(Optional.of(reason), report.partial());
        assertEquals(4, ((List<?>) report.facts().get("missingFiles")).size());
        assertEquals(5, ResultFiles.names(directory).size());
    }

    @Test
    void unreachablePassiveNodeIsNamedWithTheReason() throws Exception {
        int port = RunningPassive.anyPort();
        assertEquals(
                "cannot reach the passive node: connect 127.0.0.1:" + (port + 1)
                        + ": Connection refused (ECONNREFUSED); is 'netperfmeter " + port + "' running there?",
                failureOf(new ActiveRun(port).flow("TCP 1:100")));
    }

    @Test
    void unknownHostIsNamed() {
        assertEquals(
                "cannot resolve the passive node's name \"no-such-host.invalid\"",
                failureOf(new ActiveRun(9000).host("no-such-host.invalid").flow("TCP 1:100")));
    }

    // ------ What this system refuses

    @ParameterizedTest
    @CsvSource({
        "TCP, rcvbuf=2147483647, SO_RCVBUF=2147483647, net.core.rmem_max",
        "UDP, sndbuf=2147483647, SO_SNDBUF=2147483647, net.core.wmem_max",
    })
    void bufferThatTheSystemRefusesIsNamedWithItsLimit(String protocol, String option, String request, String limit)
            throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            String failure = failureOf(new ActiveRun(passive.basePort).flow(protocol + " 1:100:0:0:" + option));
            assertTrue(failure.contains(request) && failure.contains(limit), failure);
            passive.node.stop();
            assertEquals(List.of(), passive.events.warnings());
        }
    }

    @Test
    void unknownCongestionControlIsNamedBeforeAnyData() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            String failure = failureOf(new ActiveRun(passive.basePort).flow("TCP 1:100:0:0:cc=nosuchcc"));
            assertTrue(failure.contains("TCP_CONGESTION=nosuchcc"), failure);
            assertTrue(failure.endsWith("(ENOENT)"), failure);
            assertEquals(List.of(), passive.events.warnings());
        }
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws Exception {
        Path missing = directory.resolve("missing");
        try (RunningPassive passive = RunningPassive.open()) {
            String failure =
                    failureOf(new ActiveRun(passive.basePort).flow("TCP 1:100").scalars(missing.resolve("run.sca")));
            assertTrue(failure.contains(missing.resolve("run-active.sca").toString()), failure);
        }
    }

    // ------ Nothing is left

    @Test
    void measurementLeavesNoThreadsAndDescriptorsAtEitherNode() throws Exception {
        // The first measurement opens what the JVM keeps.
        measureOnce();
        Leftovers before = Leftovers.now();
        measureOnce();
        assertEquals(before, Leftovers.now());
    }

    @Test
    void failedMeasurementLeavesNoThreadsAndDescriptors() throws Exception {
        failOnce();
        Leftovers before = Leftovers.now();
        failOnce();
        assertEquals(before, Leftovers.now());
    }

    @Test
    void passiveNodeKeepsNothingOfAMeasurement() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            startAllLoops(passive);
            measure(passive);
            Leftovers before = Leftovers.now();
            for (int i = 0; i < 3; i++) {
                measure(passive);
            }
            assertEquals(before, Leftovers.now());
            assertEquals(0, passive.node.registry().size());
        }
    }

    /** A node adds loops up to one of a kind per CPU, and keeps them. */
    private static void startAllLoops(RunningPassive passive) throws MeasurementFailedException {
        ActiveRun run = new ActiveRun(passive.basePort).seconds(0.1);
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            run.flow("TCP 100:100:100:100");
        }
        run.run();
    }

    private void measureOnce() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            measure(passive);
        }
    }

    private void measure(RunningPassive passive) throws MeasurementFailedException {
        withAllFiles(new ActiveRun(passive.basePort)
                        .flow("TCP 0:1440:0:1440")
                        .flow("TCP 100:100:100:100")
                        .flow("UDP 100:100:100:100")
                        .seconds(0.1))
                .run();
    }

    private void failOnce() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            failureOf(withAllFiles(new ActiveRun(passive.basePort)
                    .flow("TCP 0:1440:0:1440")
                    .flow("UDP 100:100:100:100")
                    .flow("TCP 1:1:0:0:cc=nosuchcc")));
        }
    }
}
