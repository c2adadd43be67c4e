// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are ended from outside, in the middle of a measurement without a run time. */
class SignalsIT {
    private static final long EXIT_SECONDS = 30;
    private static final List<String> RESULTS = List.of(
            "run-active.sca",
            "run-active.vec",
            "run-active-00000000-0000.vec",
            "run-active-00000001-0000.vec",
            "run-passive.sca",
            "run-passive.vec",
            "run-passive-00000000-0000.vec",
            "run-passive-00000001-0000.vec");

    @TempDir
    private Path directory;

    private Node passive;
    private Node active;

    @BeforeEach
    void start() {
        int port = Sockets.freeBasePort();
        passive = Ours.passive(directory, port);
        active = Ours.active(
                        directory,
                        "127.0.0.1",
                        port,
                        List.of(
                                "-display",
                                "-scalar=run.sca",
                                "-vector=run.vec",
                                "-tcp",
                                "const100:const1000:const100:const1000",
                                "-tcp",
                                "const0:const1400"))
                .awaitOutput("Out: ");
    }

    @AfterEach
    void end() {
        active.close();
        passive.close();
    }

    private void assertThatAllResultsAreComplete() throws IOException {
        List<String> missing = new ArrayList<>(RESULTS);
        missing.removeIf(name -> Files.exists(directory.resolve(name)));
        assertEquals(List.of(), missing);
        for (String name : RESULTS) {
            assertTrue(Files.readString(directory.resolve(name)).endsWith("\n"), name);
        }
        Scalars own = Scalars.active(directory);
        Scalars remote = Scalars.passive(directory);
        for (int flow = 0; flow < 2; flow++) {
            assertEquals(own.flow(flow, "Transmitted Bytes"), remote.flow(flow, "Received Bytes"));
            assertEquals(remote.flow(flow, "Transmitted Bytes"), own.flow(flow, "Received Bytes"));
        }
    }

    @Test
    void interruptEndsTheActiveNodeInOrder() throws IOException {
        assertEquals(0, active.interrupt(), active::toString);
        assertThatAllResultsAreComplete();
    }

    @Test
    void terminationEndsTheActiveNodeInOrder() throws IOException {
        assertEquals(0, active.terminate(), active::toString);
        assertThatAllResultsAreComplete();
    }

    @Test
    void interruptEndsThePassiveNodeAndTheActiveKeepsWhatItMeasured() throws IOException {
        assertEquals(0, passive.interrupt(), passive::toString);
        assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
        assertTrue(Scalars.active(directory).flow(0, "Transmitted Packets") > 0);
    }

    @Test
    void killedPassiveNodeLeavesTheActiveWithCompleteFilesOfItsOwn() throws IOException {
        passive.kill();
        assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
        assertTrue(Scalars.active(directory).flow(0, "Transmitted Packets") > 0);
        assertTrue(Files.readString(directory.resolve("run-active.vec")).endsWith("\n"));
        assertTrue(Files.readString(directory.resolve("run-active-00000000-0000.vec"))
                .endsWith("\n"));
    }
}
