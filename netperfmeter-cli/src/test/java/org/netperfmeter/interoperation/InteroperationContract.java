// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What must hold between any two nodes, whoever wrote them. One run serves all tests; flows that are to have equal
 * counters on both sides are switched off well before its end, because the original does not wait for what is under way.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InteroperationContract {
    private static final String OFF_AFTER_2_SECONDS = ":onoff=+0,+2";
    private static final long EXIT_SECONDS = 60;

    /** Twice what a flow asks for by default, as Linux doubles it for its own needs. */
    private static final long SOCKET_BUFFER_BYTES = 2 * 233_016;

    private static final long BATCH_BYTES = 65_536;

    /** Sizes from here on, and below the next, are what the flow {@link Flow#UNIFORM} asks for. */
    private static final long UNIFORM_LEAST_BYTES = 1_000;

    private static final long UNIFORM_BOUND_BYTES = 3_000;

    private Path directory;
    private Node passive;
    private int activeExit;
    private int passiveExit;
    private Scalars active;
    private Scalars remote;

    /** The flows of the run. */
    enum Flow {
        PACED(0, "-tcp", "const100:const1460:const50:const200" + OFF_AFTER_2_SECONDS),
        BIDIRECTIONAL(1, "-tcp", "const0:const1400:const0:const1400:onoff=+0,+0.5"),
        MULTI_MESSAGE(2, "-tcp", "const20:const3000:const10:const3000:maxmsgsize=1400" + OFF_AFTER_2_SECONDS),
        DATAGRAMS(3, "-udp", "const100:const1000:const50:const500" + OFF_AFTER_2_SECONDS),
        UNIFORM(4, "-tcp", "const100:%1$s:const100:%1$s" + OFF_AFTER_2_SECONDS),
        ON_OFF(5, "-tcp", "const100:const100:const100:const100:onoff=+0.5,+0.5,+0.5,+0.5"),
        /** To the very end, but for its last half second only: its vector is not to be huge. */
        SATURATED(6, "-tcp", "const0:const1460:const0:const0:onoff=+3");

        final int id;
        private final String protocol;
        private final String specification;

        Flow(int id, String protocol, String specification) {
            this.id = id;
            this.protocol = protocol;
            this.specification = specification;
        }
    }

    abstract Node startPassive(Path directory, int port);

    abstract Node startActive(Path directory, int port, List<String> arguments);

    /** Ends the passive node in order and gives its exit code. */
    abstract int stopPassive(Node passive);

    /** The active node's way to ask for sizes in [1000, 3000). */
    abstract String uniformSizes();

    /** How many bytes the active and the passive node make of a frame of 3000 bytes in messages of 1400 at most. */
    abstract long activeBytesPer3000();

    abstract long passiveBytesPer3000();

    @BeforeAll
    void run(@TempDir Path temporary) {
        directory = temporary;
        int port = Sockets.freeBasePort();
        List<String> arguments =
                new ArrayList<>(List.of("-runtime=3.5", "-scalar=run.sca", "-vector=run.vec", "-config=run.config"));
        for (Flow flow : Flow.values()) {
            arguments.add(flow.protocol);
            arguments.add(
                    String.format(flow.specification, uniformSizes()) + ":id=" + flow.id + ":description=" + flow);
        }
        passive = startPassive(directory, port);
        try (Node node = startActive(directory, port, arguments)) {
            activeExit = node.awaitExit(EXIT_SECONDS);
            assertEquals(0, activeExit, node::toString);
        }
        passiveExit = stopPassive(passive);
        active = Scalars.active(directory);
        remote = Scalars.passive(directory);
    }

    @AfterAll
    void endPassive() {
        if (passive != null) {
            passive.close();
        }
    }

    @Test
    void bothNodesEndWithExitCodeZero() {
        assertEquals(0, activeExit);
        assertEquals(0, passiveExit, passive::toString);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SATURATED")
    void whatIsSentIsReceivedInBothDirections(Flow flow) {
        assertSentIsReceived(flow, active, remote);
        assertSentIsReceived(flow, remote, active);
    }

    private static void assertSentIsReceived(Flow flow, Scalars sender, Scalars receiver) {
        long sent = sender.flow(flow.id, "Transmitted Packets");
        assertTrue(sent > 0, "nothing was sent");
        assertEquals(sent, receiver.flow(flow.id, "Received Packets"));
        assertEquals(sender.flow(flow.id, "Transmitted Bytes"), receiver.flow(flow.id, "Received Bytes"));
    }

    @Test
    void saturatedFlowMissesNoMoreThanSocketBuffersHold() {
        long sent = active.flow(Flow.SATURATED.id, "Transmitted Bytes");
        long received = remote.flow(Flow.SATURATED.id, "Received Bytes");
        assertTrue(received > 0, "nothing was received");
        long missing = sent - received;
        assertTrue(
                missing >= 0 && missing <= 2 * SOCKET_BUFFER_BYTES + BATCH_BYTES,
                () -> sent + " bytes were sent, " + received + " received");
    }

    @Test
    void frameIsCutIntoMessages() {
        assertCut(active, activeBytesPer3000());
        assertCut(remote, passiveBytesPer3000());
    }

    private static void assertCut(Scalars sender, long bytesPerFrame) {
        long frames = sender.flow(Flow.MULTI_MESSAGE.id, "Transmitted Frames");
        assertTrue(frames > 0, "nothing was sent");
        assertEquals(3 * frames, sender.flow(Flow.MULTI_MESSAGE.id, "Transmitted Packets"));
        assertEquals(bytesPerFrame * frames, sender.flow(Flow.MULTI_MESSAGE.id, "Transmitted Bytes"));
    }

    /** The generations write the parameters of this law differently, for what the passive node sends. */
    @ParameterizedTest
    @EnumSource
    void uniformSizesFillTheirRange(Side receiver) {
        LongSummaryStatistics sizes = FlowVectorRows.read(directory, receiver.fileName, Flow.UNIFORM.id)
                .column("RelBytes")
                .summaryStatistics();
        assertTrue(sizes.getMin() >= UNIFORM_LEAST_BYTES, sizes::toString);
        // Rounding may yield the bound itself.
        assertTrue(sizes.getMax() <= UNIFORM_BOUND_BYTES, sizes::toString);
        // Of some 190 sizes, about every tenth lies in each outer tenth of the range.
        assertTrue(sizes.getMin() < UNIFORM_LEAST_BYTES + 200, sizes::toString);
        assertTrue(sizes.getMax() >= UNIFORM_BOUND_BYTES - 200, sizes::toString);
    }

    enum Side {
        ACTIVE("active"),
        PASSIVE("passive");

        private final String fileName;

        Side(String fileName) {
            this.fileName = fileName;
        }
    }

    /** On for two half seconds at 100 frames/s. The original is somewhat slower than asked for. */
    @Test
    void onOffListActsOnBothSides() {
        assertSentInTwoHalfSeconds(active);
        assertSentInTwoHalfSeconds(remote);
    }

    private static void assertSentInTwoHalfSeconds(Scalars sender) {
        long frames = sender.flow(Flow.ON_OFF.id, "Transmitted Frames");
        long micros =
                sender.flow(Flow.ON_OFF.id, "Last Transmission") - sender.flow(Flow.ON_OFF.id, "First Transmission");
        assertTrue(frames > 60 && frames <= 104, () -> frames + " frames");
        assertTrue(micros > 1_300_000 && micros < 1_700_000, () -> micros + " us between the first and the last frame");
    }

    /** The scalars of the active node. */
    final Scalars active() {
        return active;
    }

    /** The scalars of the passive node. */
    final Scalars remote() {
        return remote;
    }
}
