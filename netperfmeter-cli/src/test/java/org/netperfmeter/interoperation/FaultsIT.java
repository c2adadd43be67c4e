// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of faults in the README: what a user sees, and what is in the files. */
class FaultsIT {
    private static final long EXIT_SECONDS = 60;
    private static final String FLOW_VECTOR = "run-active-00000000-0000.vec";
    private static final Pattern READING = Pattern.compile("```sh\n([^`]*\\.part[^`]*)```");

    /** Blocks of 512 bytes: room for what Java unpacks at its start, but not for many rows. */
    private static final String SMALL_FILES = "ulimit -f 1000; exec \"$0\" \"$@\"";

    private final int port = Sockets.freeBasePort();
    private final List<Node> nodes = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        nodes.forEach(Node::close);
    }

    private Node passive() {
        return started(Ours.passive(directory, port));
    }

    private Node active(String suffix, String... more) {
        return active(List.of(TestBed.netperfmeter()), suffix, more);
    }

    /** With a saturated flow from the passive node, so that there are many rows. */
    private Node active(List<String> program, String suffix, String... more) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("127.0.0.1:" + port, "-y", "-display", "-scalar=run.sca", "-vector=run.vec" + suffix));
        command.addAll(List.of("-tcp", "const100:const1000:const0:const1000"));
        command.addAll(List.of(more));
        return started(Node.start(directory, "active", command));
    }

    private Node started(Node node) {
        nodes.add(node);
        return node;
    }

    private String text(String name) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(directory.resolve(name)));
                InputStream content = name.endsWith(".bz2") ? new BZip2CompressorInputStream(bytes) : bytes) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whole rows with running numbers, and at the end the reason, if there is one. */
    private void assertPartial(String name, String reason) throws IOException {
        String[] lines = text(name).split("\n", -1);
        int last = lines.length - 2;
        assertEquals("", lines[last + 1], name);
        assertTrue(lines[last].startsWith("# partial: ") && lines[last].contains(reason), name + ": " + lines[last]);
        assertTrue(last > 3, name);
        for (int i = 1; i < last; i++) {
            assertTrue(lines[i].startsWith(String.format("%06d\t", i)), name + ": " + lines[i]);
            assertTrue(lines[i].split("\t").length >= 13, name + ": " + lines[i]);
        }
    }

    private void assertOwnFilesArePartial(String suffix, String reason) throws IOException {
        String said = Scalars.active(directory).comment("partial");
        assertTrue(said.contains(reason), said);
        assertPartial("run-active.vec" + suffix, reason);
        assertPartial(FLOW_VECTOR + suffix, reason);
    }

    // ------ Signals

    @ParameterizedTest
    @CsvSource({"SIGINT, ''", "SIGTERM, .bz2"})
    void signalBeforeTheRunTimeIsOverHasItsExitCode(String signal, String suffix) throws IOException {
        passive();
        Node active = active(suffix, "-runtime=60").awaitOutput("Out: ");
        ToIntFunction<Node> end = signal.equals("SIGINT") ? Node::interrupt : Node::terminate;
        assertEquals(3, end.applyAsInt(active), active::toString);
        assertOwnFilesArePartial(suffix, "stopped by " + signal + " before the run time was over");
        assertTrue(Scalars.passive(directory).flow(0, "Transmitted Packets") > 0);
        assertTrue(text("run-passive-00000000-0000.vec" + suffix).endsWith("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".bz2"})
    void killedActiveNodeLeavesFilesThatTheReadmeShowsHowToRead(String suffix) throws IOException {
        String previous = "of an earlier measurement\n";
        Files.writeString(directory.resolve("run-active.sca"), previous);
        Files.writeString(directory.resolve(FLOW_VECTOR + suffix), previous);
        passive();
        Node active = active(suffix, "-runtime=60");
        // More than the room that is reserved in it, so that rows have been written.
        active.awaitSize(directory.resolve(FLOW_VECTOR + suffix + ".part"), 1_500_000);
        active.kill();

        assertEquals(previous, Files.readString(directory.resolve("run-active.sca")));
        assertEquals(previous, Files.readString(directory.resolve(FLOW_VECTOR + suffix)));
        assertTrue(Files.exists(directory.resolve(FLOW_VECTOR + suffix + ".part")));
        Matcher reading = READING.matcher(Files.readString(TestBed.root().resolve("README.md")));
        assertTrue(reading.find(), "the README does not show how to read unfinished files");
        String command = reading.group(1)
                .lines()
                .filter(line -> line.contains(".bz2") == suffix.equals(".bz2"))
                .findFirst()
                .orElseThrow();
        Commands.output(directory, EXIT_SECONDS, List.of("sh", "-c", command));
        List<String> rows = Files.readAllLines(directory.resolve("rows.vec"));
        assertTrue(rows.size() > 1000, rows.size() + " rows");
        assertTrue(rows.get(0).startsWith("AbsTime\t"));
        assertEquals(13, rows.get(rows.size() - 1).split("\t").length);
    }

    // ------ The passive node

    @Test
    void passiveNodeThatIsKilledAndStartedAgainEndsTheMeasurement() throws IOException {
        Node passive = passive();
        Files.writeString(directory.resolve("run-passive.sca"), "of an earlier measurement\n");
        Node active = active(".bz2").awaitOutput("Out: ");
        passive.kill();
        passive();
        assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
        String said = Scalars.active(directory).comment("partial");
        assertTrue(
                said.startsWith("lost the control connection") || said.startsWith("TCP flow #0 was aborted: "), said);
        assertOwnFilesArePartial(".bz2", said);
        assertFalse(Files.exists(directory.resolve("run-passive.sca")));
        assertTrue(Files.exists(directory.resolve("run-passive.sca~")));
        assertTrue(active.output().contains("missing, not fetched from the passive node: run-passive.vec.bz2, "));
    }

    // ------ Full disks

    @Test
    void fullDiskEndsTheVectorButNotTheMeasurement() throws IOException {
        String suffix = ".bz2";
        passive();
        Node active = active(
                List.of("env", "NETPERFMETER_NO_CDS=1", "sh", "-c", SMALL_FILES, TestBed.netperfmeter()),
                suffix,
                "--vector-overflow=block");
        String reason = "write " + FLOW_VECTOR + suffix + ": File too large";
        active.awaitOutput("cannot write results: " + reason);
        int intervals = intervals(active);
        active.await("the measurement to go on", () -> intervals(active) > intervals + 1);
        assertEquals(1, active.interrupt(), active::toString);
        assertPartial(FLOW_VECTOR + suffix, reason);
        assertPartial("run-active.vec" + suffix, reason);
        Scalars scalars = Scalars.active(directory);
        assertEquals("stopped by SIGINT", scalars.comment("endReason"));
        assertEquals(reason, scalars.comment("flow[0].vectorFailure"));
        assertTrue(scalars.flow(0, "Received Packets")
                > text(FLOW_VECTOR + suffix).lines().count());
    }

    /** How many the display has shown. */
    private static int intervals(Node node) {
        return node.output().split("Out: ", -1).length - 1;
    }

    @Test
    void passiveNodeWithAFullDiskSendsTheRowsThatItHas() throws IOException {
        Node passive = started(Node.start(
                        directory,
                        "passive",
                        List.of(
                                "env",
                                "NETPERFMETER_NO_CDS=1",
                                "sh",
                                "-c",
                                SMALL_FILES,
                                TestBed.netperfmeter(),
                                Integer.toString(port))))
                .awaitListening(port + 1);
        Node active = active("", "-tcp", "const0:const1000");
        String reason = "write temporary file: File too large";
        passive.awaitOutput("cannot write results: " + reason);
        assertEquals(0, active.interrupt(), active::toString);
        assertPartial("run-passive-00000001-0000.vec", reason);
        assertEquals(reason, Scalars.passive(directory).comment("partial"));
        assertTrue(text("run-passive-00000000-0000.vec").endsWith("\n"));
    }
}
