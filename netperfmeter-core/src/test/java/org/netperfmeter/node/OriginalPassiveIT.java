// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.OmnetppFile;

/** Our active node and a passive node of the original, well-behaved and not. */
@Timeout(60)
class OriginalPassiveIT {
    private static final String FLOW = "TCP 100:200:0:0:description=Probed";

    @TempDir
    private Path directory;

    private static String failureOf(ActiveRun run) {
        return assertThrows(MeasurementFailedException.class, run::run).getMessage();
    }

    // ------ A measurement

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1399, 1400, 1401, 2800, 100_000})
    void filesOfAnySizeArriveByteByByte(int bytes) throws Exception {
        byte[] file = new byte[bytes];
        new Random(bytes).nextBytes(file);
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void stop(RawConnection from, byte[] message) throws IOException {
                super.stop(from, message);
                upload(from, file);
                upload(from, file);
            }

            @Override
            void removeFlow(RawConnection from, byte[] message) throws IOException {
                acknowledge(from, message, 0);
                upload(from, file);
            }
        };
        try (passive) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow(FLOW)
                    .seconds(0.05)
                    .scalars(directory.resolve("run.sca"))
                    .vectors(directory.resolve("run.vec.bz2"));
            run.run();
            assertEquals(List.of(0x02, 0x06, 0x07, 0x03), passive.receivedTypes());
            assertEquals(1, passive.controlConnections.get());
            MeasurementReport report = run.events.awaitReport();
            assertEquals(false, report.facts().get("peerDrains"));
            assertEquals("unknown", report.facts().get("peerSoftware"));
        }
        assertArrayEquals(file, Files.readAllBytes(directory.resolve("run-passive.vec.bz2")));
        assertArrayEquals(file, Files.readAllBytes(directory.resolve("run-passive.sca")));
        assertArrayEquals(file, Files.readAllBytes(directory.resolve("run-passive-00000000-0000.vec.bz2")));
    }

    /** The peer's files stay as it sent them, and one line says so. */
    @Test
    void originalIsNotToldToWriteForOmnetpp() throws Exception {
        byte[] sent = "scalar \"x\" \"y\" 1\n".getBytes(StandardCharsets.US_ASCII);
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void stop(RawConnection from, byte[] message) throws IOException {
                super.stop(from, message);
                upload(from, sent);
            }
        };
        try (passive) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow(FLOW)
                    .seconds(0.05)
                    .omnetpp()
                    .scalars(directory.resolve("run.sca"));
            run.run();
            passive.awaitEndOfConnections();
            assertEquals(List.of(0x02, 0x06, 0x07, 0x03), passive.receivedTypes());
            assertEquals(
                    List.of("WARNING the passive node cannot write files for OMNeT++: its own stay in its format"),
                    run.events.warnings());
            assertEquals(false, run.events.awaitReport().facts().get("peerOmnetpp"));
        }
        assertArrayEquals(sent, Files.readAllBytes(directory.resolve("run-passive.sca")));
        OmnetppFile own = OmnetppFile.read(Files.readString(directory.resolve("run-active.sca")));
        assertEquals("false", own.attributes().get("peerOmnetpp"));
    }

    /** It is not asked, and a file of an earlier measurement is not taken for its own. */
    @Test
    void originalDoesNotTellWhatItsKernelSays() throws Exception {
        Path missing = directory.resolve("run-passive-transport.vec");
        Files.writeString(missing, "earlier");
        try (OriginalPassive passive = new OriginalPassive()) {
            ActiveRun run =
                    new ActiveRun(passive.basePort).flow(FLOW).seconds(0.05).transport(directory.resolve("run.vec"));
            run.run();
            assertEquals(List.of(0x02, 0x06, 0x07), passive.receivedTypes().subList(0, 3));
            assertEquals(
                    List.of("WARNING the passive node cannot record what its kernel says of connections: "
                            + "there will be no " + missing),
                    run.events.warnings());
            assertEquals(false, run.events.awaitReport().facts().get("peerTransportVector"));
        }
        assertEquals(Set.of("run-active-transport.vec", "run-passive-transport.vec~"), ResultFiles.names(directory));
    }

    @Test
    void resultsMayComeInPiecesOfAnySize() throws Exception {
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void stop(RawConnection from, byte[] message) throws IOException {
                super.stop(from, message);
                results(from, "one ".getBytes(StandardCharsets.US_ASCII), false);
                results(from, new byte[0], false);
                results(from, "two".getBytes(StandardCharsets.US_ASCII), false);
                results(from, new byte[0], true);
            }
        };
        try (passive) {
            new ActiveRun(passive.basePort)
                    .flow(FLOW)
                    .seconds(0.05)
                    .scalars(directory.resolve("run.sca"))
                    .run();
        }
        assertEquals("one two", Files.readString(directory.resolve("run-passive.sca")));
    }

    @Test
    void addFlowIsThatOfTheOriginalButForTheMark() throws Exception {
        try (OriginalPassive passive = new OriginalPassive()) {
            new ActiveRun(passive.basePort)
                    .flow("TCP 1:2:const25:const1000:id=7:description=Test:cc=cubic:maxmsgsize=1400:nodelay=on")
                    .seconds(0.05)
                    .run();
            byte[] add = passive.received.get(0);
            String id = HexFormat.of().formatHex(add, 8, 16);
            String zeros = "00".repeat(24);
            assertEquals(
                    "020200c200000007" + id + "0000" + "0600" + "54657374" + "00".repeat(28) + "ff".repeat(12)
                            + "4039000000000000" + zeros + "408f400000000000" + zeros + "0000" + "00038e3800038e38"
                            + "0578" + "0000" + "00".repeat(18) + "6375626963" + "00".repeat(11)
                            + "6e706d78" + "01000000" + "00000000" + "00000000" + "0000",
                    HexFormat.of().formatHex(add));
            assertEquals("060c001000000000" + id, HexFormat.of().formatHex(passive.received.get(1)));
            assertEquals("0700001000000000" + id, HexFormat.of().formatHex(passive.received.get(2)));
        }
    }

    // ------ Generations

    @ParameterizedTest
    @CsvSource({"4, 40, 3", "36, 36, 4", "40, 40, 4"})
    void eventsAreLaidOutForThePeersGeneration(int checkedBytes, int eventBytes, int addFlows) throws Exception {
        try (OriginalPassive passive = new OriginalPassive(checkedBytes)) {
            new ActiveRun(passive.basePort)
                    .flow("TCP 100:200:0:0:onoff=0,1,2")
                    .seconds(0.05)
                    .run();
            List<byte[]> definitions = passive.received.stream()
                    .filter(message -> message[0] == OriginalPassive.ADD_FLOW)
                    .toList();
            // The mark, the probes, and then the flow itself.
            assertEquals(addFlows, definitions.size());
            assertEquals(194, definitions.get(0).length);
            assertEquals(198, definitions.get(1).length);
            assertEquals(194 + 3 * eventBytes, definitions.get(addFlows - 1).length);
            assertFalse(measurementOf(definitions.get(0)) == measurementOf(definitions.get(addFlows - 1)));
            assertEquals(measurementOf(definitions.get(0)), measurementOf(definitions.get(1)));
        }
    }

    private static long measurementOf(byte[] addFlow) {
        return ByteBuffer.wrap(addFlow).getLong(8);
    }

    @Test
    void plainFlowIsSetUpBeforeAnyProbe() throws Exception {
        try (OriginalPassive passive = new OriginalPassive(OriginalPassive.LEGACY)) {
            new ActiveRun(passive.basePort)
                    .flow("TCP 100:200")
                    .flow("TCP 100:200:uniform900,1100:const100")
                    .seconds(0.05)
                    .run();
            List<byte[]> messages = passive.received;
            long measurement = measurementOf(messages.get(0));
            assertEquals(List.of(2, 2, 2, 2), passive.receivedTypes().subList(0, 4));
            assertEquals(0, ByteBuffer.wrap(messages.get(0)).getInt(4));
            assertFalse(measurement == measurementOf(messages.get(1)));
            assertEquals(198, messages.get(2).length);
            assertEquals(measurement, measurementOf(messages.get(3)));
            // Relative: a tenth around 1000.
            assertEquals(1000.0, ByteBuffer.wrap(messages.get(3)).getDouble(64));
            assertEquals(0.1, ByteBuffer.wrap(messages.get(3)).getDouble(72));
        }
    }

    @Test
    void lawThatTheLegacyPeerDoesNotKnowIsRefusedBeforeAnyData() throws Exception {
        try (OriginalPassive passive = new OriginalPassive(OriginalPassive.LEGACY)) {
            ActiveRun run = new ActiveRun(passive.basePort).flow("TCP 1:2:normal100,10:const500");
            assertEquals(
                    "flow 0: incoming frame rate: a NetPerfMeter 1.x peer does not know the law normal",
                    failureOf(run));
            assertEquals(List.of(0x02, 0x02), passive.receivedTypes());
        }
    }

    // ------ Peers that do not play along

    @Test
    void refusedFlowIsNamed() throws Exception {
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void addFlow(RawConnection from, byte[] message) throws IOException {
                acknowledge(from, message, 1);
            }
        };
        try (passive) {
            assertEquals(
                    "the passive node refuses when TCP flow 0 (\"Probed\") was added",
                    failureOf(new ActiveRun(passive.basePort).flow(FLOW)));
        }
    }

    @Test
    void refusedStartLeavesThePreviousFilesAsTheyAre() throws Exception {
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void start(RawConnection from, byte[] message) throws IOException {
                acknowledge(from, message, 1);
            }
        };
        try (passive) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow(FLOW)
                    .scalars(directory.resolve("run.sca"))
                    .vectors(directory.resolve("run.vec"))
                    .configFile(directory.resolve("config"));
            ResultFiles.pretend(directory, "run-active.sca", "run-passive.sca", "run-active-00000000-0000.vec", "old");
            for (String link : List.of("run-active.vec", "config")) {
                Files.createSymbolicLink(directory.resolve(link), Path.of("old"));
            }
            Map<String, String> before = ResultFiles.contents(directory);
            assertEquals("the passive node refuses when the measurement was started", failureOf(run));
            assertEquals(before, ResultFiles.contents(directory));
        }
    }

    @Test
    void messageThatNobodyAskedForEndsTheMeasurement() throws Exception {
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void start(RawConnection from, byte[] message) throws IOException {
                acknowledge(from, message, 0);
                acknowledge(from, message, 0);
            }
        };
        try (passive) {
            assertEquals(
                    "unexpected message of type 1 during the measurement",
                    failureOf(new ActiveRun(passive.basePort).flow(FLOW).seconds(0)));
        }
    }

    @Test
    void downloadThatIsCutOffIsAFailureButOwnFilesAreComplete() throws Exception {
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void stop(RawConnection from, byte[] message) throws IOException {
                super.stop(from, message);
                results(from, new byte[] {'x'}, false);
                from.close();
            }
        };
        try (passive) {
            ActiveRun run =
                    new ActiveRun(passive.basePort).flow(FLOW).seconds(0.05).scalars(directory.resolve("run.sca"));
            String failure = failureOf(run);
            assertTrue(failure.startsWith("lost the control connection when results were downloaded: "), failure);
            Path missing = directory.resolve("run-passive.sca");
            assertEquals(
                    List.of(
                            "WARNING " + missing + " is incomplete: what came of it is in " + missing + ".part",
                            "WARNING missing, not fetched from the passive node: " + missing),
                    run.events.warnings());
        }
        ResultFiles.scalars(directory.resolve("run-active.sca"));
        assertEquals(Optional.empty(), ResultFiles.partial(directory.resolve("run-active.sca")));
        assertEquals("x", Files.readString(directory.resolve("run-passive.sca.part")));
        assertEquals(Set.of("run-active.sca", "run-passive.sca.part"), ResultFiles.names(directory));
    }

    // ------ Flows that break

    /** Resets each data connection once the measurement has started. */
    private static OriginalPassive breakingFlows() throws IOException {
        return new OriginalPassive() {
            @Override
            void start(RawConnection from, byte[] message) throws IOException {
                super.start(from, message);
                identified.get(0).reset();
            }
        };
    }

    @Test
    void brokenFlowEndsTheMeasurementGracefullyButAsAFailure() throws Exception {
        try (OriginalPassive passive = breakingFlows()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 1000:200:0:0:error_on_abort=on")
                    .seconds(0);
            String failure = failureOf(run);
            assertTrue(failure.startsWith("TCP flow #0 was aborted: send to 127.0.0.1:"), failure);
            passive.awaitEndOfConnections();
            assertEquals(List.of(0x02, 0x06, 0x07, 0x03), passive.receivedTypes());
            assertEquals(failure, run.events.awaitReport().endReason());
        }
    }

    @Test
    void brokenFlowMayBeToleratedByTheUser() throws Exception {
        try (OriginalPassive passive = breakingFlows()) {
            ActiveRun run = new ActiveRun(passive.basePort).flow("TCP 1000:200:0:0:error_on_abort=off");
            run.runUntil(tick -> isAborted(run));
            assertEquals("interrupted", run.events.awaitReport().endReason());
        }
    }

    private static boolean isAborted(ActiveRun run) {
        return run.events.notes.stream().anyMatch(note -> note.startsWith("WARNING TCP flow #0 was aborted: "));
    }

    @Test
    void brokenFlowThatOnlyReceivesEndsTheMeasurementToo() throws Exception {
        try (OriginalPassive passive = breakingFlows()) {
            ActiveRun run =
                    new ActiveRun(passive.basePort).flow("TCP 0:0:10:100").seconds(0);
            String failure = failureOf(run);
            assertTrue(failure.startsWith("TCP flow #0 was aborted: recv from 127.0.0.1:"), failure);
            assertEquals(Optional.of(failure), run.events.awaitReport().partial());
        }
    }

    @Test
    void otherFlowsGoOnBesideABrokenOne() throws Exception {
        try (OriginalPassive passive = breakingFlows()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 1000:200:0:0:error_on_abort=off")
                    .flow("TCP 1000:200");
            run.runUntil(tick -> isAborted(run)
                    && tick.perFlow().get(0).now().transmittedFrames()
                            < tick.perFlow().get(1).now().transmittedFrames());
            MeasurementReport report = run.events.awaitReport();
            MeasurementReport.Flow broken = report.flows().get(0);
            MeasurementReport.Flow other = report.flows().get(1);
            assertEquals(Optional.empty(), report.partial());
            assertTrue(broken.facts().get("partial").toString().startsWith("sending failed: send to 127.0.0.1:"));
            assertFalse(other.facts().containsKey("partial"));
            assertTrue(broken.counters().transmittedFrames() < other.counters().transmittedFrames());
        }
    }

    // ------ The user stops

    @Test
    void stopDuringTheSetUpEndsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void addFlow(RawConnection from, byte[] message) {
                asked.countDown();
            }
        };
        try (passive) {
            assertEquals("stopped before the measurement began", stopOnce(asked, passive, FLOW));
        }
    }

    @Test
    void stopDuringAProbeEndsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        OriginalPassive passive = new OriginalPassive() {
            @Override
            void addFlow(RawConnection from, byte[] message) {
                asked.countDown();
            }
        };
        try (passive) {
            assertEquals(
                    "stopped before the measurement began",
                    stopOnce(asked, passive, "TCP 100:200:uniform900,1100:const100"));
        }
    }

    private static String stopOnce(CountDownLatch moment, OriginalPassive passive, String flow) throws Exception {
        ActiveNode node = new ActiveRun(passive.basePort).flow(flow).node();
        CompletableFuture<String> failure = CompletableFuture.supplyAsync(
                () -> assertThrows(MeasurementFailedException.class, node::run).getMessage());
        assertTrue(moment.await(20, TimeUnit.SECONDS));
        node.stop();
        return failure.get(20, TimeUnit.SECONDS);
    }
}
