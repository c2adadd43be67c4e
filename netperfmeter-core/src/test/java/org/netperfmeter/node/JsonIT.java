// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.json.RunEnd;
import org.netperfmeter.json.RunJournal;
import org.netperfmeter.json.RunSchema;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.OmnetppFile;

/** Two nodes in one JVM: the run in JSON, however it ends. */
@Timeout(60)
class JsonIT {
    private static final RunSchema DOCUMENT = RunSchema.ofDocument();
    private static final RunSchema EVENT = RunSchema.ofEvent();
    private static final RunEnd COMPLETED = RunEnd.of(RunEnd.Outcome.COMPLETED, 0);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private RunJournal journal(ActiveRun run) {
        return run.journal(event -> lines.add(event.toString()));
    }

    private static JsonNode document(RunJournal journal, RunEnd end) {
        ObjectNode document = journal.document(end);
        journal.ended(document);
        return DOCUMENT.read(document.toString());
    }

    /** The document of a run that ends as it should. */
    private JsonNode completed(ActiveRun run) throws Exception {
        RunJournal journal = journal(run);
        run.run();
        return document(journal, COMPLETED);
    }

    /** That of a run that is stopped when it has carried so many frames, where nobody asked for more. */
    private JsonNode completed(ActiveRun run, int frames) throws Exception {
        RunJournal journal = journal(run.seconds(0));
        run.runUntil(Enough.frames(frames));
        return document(journal, COMPLETED);
    }

    /** The document of a run that fails, which says why. */
    private JsonNode failed(ActiveRun run) {
        return failed(run, run::run);
    }

    private JsonNode failed(ActiveRun run, Executable execution) {
        RunJournal journal = journal(run);
        MeasurementFailedException failure = assertThrows(MeasurementFailedException.class, execution);
        JsonNode json = document(journal, RunEnd.failed(failure.getMessage(), 1));
        assertEquals(failure.getMessage(), json.at("/end/reason").asText());
        return json;
    }

    private List<String> events() {
        return lines.stream()
                .map(line -> EVENT.read(line).get("event").asText())
                .toList();
    }

    @Test
    void bothNodesAgreeOnWhatWasTransferred() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 100:100:50:200")
                    .flow("TCP 0:1000")
                    .intervalMicros(100_000);
            JsonNode json = completed(run, 10);
            MeasurementReport report = run.events.awaitReport();

            JsonNode flow = json.at("/flows/0");
            assertEquals(
                    report.flows().get(0).counters().transmittedBytes(),
                    flow.at("/outbound/sent/bytes").asLong());
            for (String kind : List.of("bytes", "packets", "frames")) {
                for (String direction : List.of("/flows/0/outbound", "/flows/0/inbound", "/flows/1/outbound")) {
                    assertTrue(json.at(direction + "/sent/" + kind).asLong() > 0, direction);
                    assertEquals(
                            json.at(direction + "/sent/" + kind), json.at(direction + "/received/" + kind), direction);
                }
            }
            for (String direction : List.of("outbound", "inbound")) {
                assertTrue(
                        flow.at("/" + direction + "/received/delay/p99Micros").isNumber());
                assertTrue(flow.at("/" + direction + "/sent/sendLateness/p50Micros")
                        .isNumber());
                assertEquals(
                        0, flow.at("/" + direction + "/received/lost/packets").asLong(-1));
            }
            assertEquals(flow.at("/active/localAddress"), flow.at("/passive/remoteAddress"));
            assertEquals(flow.at("/active/remoteAddress"), flow.at("/passive/localAddress"));
            assertTrue(flow.at("/active/congestionControl").isTextual());
            assertTrue(flow.at("/passive/congestionControl").isTextual());
            assertTrue(flow.at("/passive/sendBufferBytes").asLong() > 0);
            assertTrue(flow.at("/active/transport/0/rttMicros/mean").asDouble() > 0, flow::toString);
            flow.at("/passive/facts")
                    .fieldNames()
                    .forEachRemaining(name -> assertFalse(name.matches("(lost|.*Delay|jitter|.*Lateness).*"), name));
            assertEquals(json.at("/inEffect/seed"), json.at("/inEffect/passiveSeed"));
            assertEquals(json.at("/active/kernel"), json.at("/passive/kernel"));
            assertEquals(json.at("/active/transmitted/bytes"), json.at("/passive/received/bytes"));
            assertTrue(json.at("/passive/cpu/totalPercent/idle").isNumber());
            assertEquals("interrupted", json.at("/end/reason").asText());
            assertEquals(0, json.get("unknown").size());
            double errorMicros = json.at("/clock/errorMicros").asDouble();
            assertTrue(errorMicros >= json.at("/clock/minRoundTripMicros").asDouble() / 2);
            assertTrue(Math.abs(json.at("/clock/offsetMicros").asDouble()) <= errorMicros, json::toString);
            assertTrue(flow.at("/outbound/received/correctedDelay/p50Micros").isNumber());
            assertTrue(flow.at("/inbound/received/correctedDelay/p50Micros").isNumber());
        }
        List<String> events = events();
        assertEquals("start", events.get(0));
        assertTrue(events.size() >= 3, events::toString);
        assertTrue(events.subList(1, events.size() - 1).stream().allMatch("interval"::equals), events::toString);
        assertEquals("end", events.get(events.size() - 1));
    }

    @Test
    void lastIntervalEndsWithTheMeasurement() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 100:100")
                    .seconds(0.5)
                    .intervalMicros(400_000);
            assertEquals("run time over", completed(run).at("/end/reason").asText());
        }
        List<JsonNode> intervals = lines.stream()
                .map(EVENT::read)
                .filter(event -> event.get("event").asText().equals("interval"))
                .toList();
        JsonNode last = intervals.get(intervals.size() - 1);
        assertTrue(last.get("elapsedMicros").asLong() >= 500_000, last::toString);
        assertEquals(
                last.get("transmittedBytes").asLong(),
                intervals.stream()
                        .mapToLong(interval ->
                                interval.at("/flows/0/transmitted/bytes").asLong())
                        .sum());
    }

    @Test
    void compressedScalarsAreReadAsWell() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 100:100")
                    .seconds(0.1)
                    .scalars(directory.resolve("run.sca.bz2"));
            JsonNode json = completed(run);
            assertEquals(json.at("/flows/0/outbound/sent/bytes"), json.at("/flows/0/outbound/received/bytes"));
            assertEquals(2, json.get("files").size());
        }
        assertEquals(List.of("run-active.sca.bz2", "run-passive.sca.bz2"), List.copyOf(ResultFiles.names(directory)));
    }

    @Test
    void scalarsForOmnetppAreReadAsWell() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 100:100")
                    .omnetpp()
                    .scalars(directory.resolve("run.sca"));
            JsonNode flow = completed(run, 10).at("/flows/0");
            assertEquals(flow.at("/outbound/sent/bytes"), flow.at("/outbound/received/bytes"));
            assertTrue(flow.at("/outbound/received/delay/p99Micros").isNumber(), flow::toString);
            assertTrue(flow.at("/passive/sendBufferBytes").isNumber(), flow::toString);
        }
        OmnetppFile scalars = OmnetppFile.read(ResultFiles.text(directory.resolve("run-passive.sca")));
        assertEquals(
                Set.of("Delay", "Absolute IPDV"),
                scalars.histograms().get("netPerfMeter.passive.flow[0]").keySet());
    }

    @Test
    void withoutScalarFilesThereAreNone() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort).flow("UDP 100:100").seconds(0.1);
            journal(run);
            run.run();
            assertEquals(List.of(), run.events.files);
        }
    }

    @Test
    void refusedFlowIsADocument() throws Exception {
        try (RunningPassive passive =
                RunningPassive.open(PassiveLimits.defaults().with(Limit.FLOWS, 1))) {
            ActiveRun run = new ActiveRun(passive.basePort).flow("TCP 1:100").flow("TCP 1:100");
            JsonNode json = failed(run);
            assertEquals("failed", json.at("/end/outcome").asText());
            assertEquals(json.at("/end/reason"), json.at("/end/partial"));
            assertTrue(json.at("/inEffect/seed").isTextual());
            assertEquals(2, json.get("flows").size());
            assertTrue(json.at("/flows/0/outbound/sent").isNull());
        }
        assertEquals(List.of("end"), events());
    }

    @Test
    void lostPassiveNodeLeavesWhatWasMeasuredHere() throws Exception {
        ActiveRun run;
        RunJournal journal;
        CompletableFuture<String> failure;
        try (RunningPassive passive = RunningPassive.open()) {
            run = new ActiveRun(passive.basePort)
                    .flow("TCP 500:1000:500:1000:error_on_abort=off")
                    .seconds(0)
                    .intervalMicros(100_000);
            journal = journal(run);
            failure = EndingsIT.run(run.node());
            run.events.awaitTick();
        }
        String reason = failure.get();
        JsonNode json = document(journal, RunEnd.failed(reason, 1));
        assertTrue(reason.startsWith("lost the control connection "), reason);
        assertEquals(reason, json.at("/end/reason").asText());
        assertEquals(reason, json.at("/end/partial").asText());
        assertTrue(json.at("/flows/0/outbound/sent/bytes").asLong() > 0);
        assertTrue(json.at("/flows/0/outbound/received").isNull());
        assertTrue(json.findValuesAsText("what").contains("results of the passive node"));
    }

    @Test
    void passiveNodeThatIsLostDuringTheUploadOwesTheRest() throws Exception {
        OriginalPassive leaving = new OriginalPassive() {
            @Override
            void stop(RawConnection from, byte[] message) throws IOException {
                super.stop(from, message);
                results(from, new byte[100], false);
                from.close();
            }
        };
        Path scalars = directory.resolve("run-passive.sca");
        try (OriginalPassive original = leaving) {
            ActiveRun run = new ActiveRun(original.basePort)
                    .flow("TCP 100:100")
                    .seconds(0)
                    .scalars(directory.resolve("run.sca"));
            JsonNode json = failed(run, () -> run.runUntil(Enough.frames(1)));
            assertEquals(scalars.toString(), json.at("/missingFiles/0").asText());
            assertEquals(1, json.get("missingFiles").size());
            assertTrue(json.at("/flows/0/outbound/sent/bytes").asLong() > 0);
        }
    }

    @Test
    void fileThatCannotBeWrittenHereIsMissingAlone() throws Exception {
        Path scalars = Files.createDirectory(directory.resolve("run-passive.sca"));
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 100:100")
                    .seconds(0.1)
                    .vectors(directory.resolve("run.vec"))
                    .scalars(directory.resolve("run.sca"));
            JsonNode json = failed(run);
            String reason = json.at("/end/reason").asText();
            assertTrue(reason.startsWith("cannot write results: "), reason);
            assertEquals(scalars.toString(), json.at("/missingFiles/0").asText());
            assertEquals(1, json.get("missingFiles").size());
        }
    }

    @Test
    void interruptedRunSaysSo() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 100:100")
                    .seconds(60)
                    .intervalMicros(100_000);
            RunJournal journal = journal(run);
            ActiveNode node = run.node();
            CompletableFuture<String> failure = EndingsIT.run(node);
            run.events.awaitTick();
            node.stop("stopped by SIGINT");
            assertEquals("", failure.get());
            JsonNode json = document(journal, RunEnd.of(RunEnd.Outcome.INTERRUPTED, 3));
            assertEquals("stopped by SIGINT", json.at("/end/reason").asText());
            assertEquals(
                    "stopped by SIGINT before the run time was over",
                    json.at("/end/partial").asText());
            assertEquals(json.at("/flows/0/outbound/sent/bytes"), json.at("/flows/0/outbound/received/bytes"));
        }
    }

    @Test
    void originalIsAStranger() throws Exception {
        OriginalPassive stranger = new OriginalPassive() {
            @Override
            void stop(RawConnection from, byte[] message) throws IOException {
                super.stop(from, message);
                upload(from, "scalar \"\u001b[0m\n".getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (OriginalPassive original = stranger) {
            JsonNode json = completed(new ActiveRun(original.basePort).flow("TCP 100:100"), 1);
            assertTrue(json.at("/flows/0/outbound/sent/bytes").asLong() > 0);
            assertTrue(json.at("/inEffect/passiveSeed").isNull());
            assertEquals(
                    List.of(
                            "clock",
                            "passive host",
                            "seed and interval of the passive node",
                            "results of the passive node"),
                    json.findValuesAsText("what"));
        }
    }
}
