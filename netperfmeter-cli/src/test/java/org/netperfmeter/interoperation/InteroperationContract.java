// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
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

    /** When the flow {@link Flow#ON_OFF} is switched on, since its sender began, for how long, and how often it sends then. */
    private static final List<Long> LATER_ON_MICROS_FIRST = List.of(1_500_000L, 500_000L);

    private static final long ON_FOR_MICROS = 500_000;
    private static final long GAP_MICROS = 10_000;
    /** For how long the flow {@link Flow#UNIFORM} is on, which sends as often. */
    private static final long WITNESS_MICROS = 2_000_000;

    private static final long LONGEST_PAUSE_MICROS = 3_000_000;
    /** By how much the threads of two flows may differ that have both something to do. */
    private static final long SLACK_MICROS = 100_000;

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
        /** To the very end, but not all the time, and in long frames: its vector is not to be huge. */
        SATURATED(6, "-tcp", "const0:const14600:const0:const0:onoff=+1.5");

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

    /**
     * On for two half seconds, at 100 frames/s. When its sender was able to work is told by a flow of the same rate that is on
     * for the first two seconds: both are kept from their work when the host stands still. That may even be before the first
     * frame, so that the sender has begun earlier.
     */
    @ParameterizedTest
    @EnumSource
    void onOffListActsOnBothSides(Side receiver) {
        long[] witness = sentMicros(receiver, Flow.UNIFORM);
        long[] sent = sentMicros(receiver, Flow.ON_OFF);
        assertTrue(
                LongStream.rangeClosed(0, LONGEST_PAUSE_MICROS / GAP_MICROS)
                        .anyMatch(gaps -> isSentWhileOn(witness[0] - gaps * GAP_MICROS, witness, sent)),
                () -> "sent after ms: " + since(witness[0], sent) + ", and of the other flow: "
                        + since(witness[0], witness));
    }

    /** The original sends one more frame when it wakes up, if it slept at the moment at which a flow was to be off. */
    private static boolean isSentWhileOn(long begin, long[] witness, long[] sent) {
        if (count(witness, begin + WITNESS_MICROS + SLACK_MICROS, Long.MAX_VALUE) > 1) {
            return false;
        }
        long whileOn = 0;
        long next = Long.MAX_VALUE;
        for (long onMicros : LATER_ON_MICROS_FIRST) {
            long on = begin + onMicros;
            long off = on + ON_FOR_MICROS;
            long awake =
                    LongStream.of(witness).filter(moment -> moment >= off).min().orElse(off);
            long frames = count(sent, on - SLACK_MICROS, Math.min(awake + SLACK_MICROS, next));
            long possible = LongStream.of(witness)
                    .filter(moment -> moment >= on && moment < off)
                    .map(moment -> (moment - on) / GAP_MICROS)
                    .distinct()
                    .count();
            // The original is somewhat slower than asked for.
            if (frames < 0.7 * possible - 2 || frames > ON_FOR_MICROS / GAP_MICROS + 2) {
                return false;
            }
            whileOn += frames;
            next = on - SLACK_MICROS;
        }
        return whileOn == sent.length;
    }

    private static long count(long[] moments, long from, long end) {
        return LongStream.of(moments)
                .filter(moment -> moment >= from && moment < end)
                .count();
    }

    private static List<Long> since(long begin, long[] moments) {
        return LongStream.of(moments)
                .map(moment -> (moment - begin) / 1000)
                .boxed()
                .toList();
    }

    /** When the messages of a flow were sent, by the time stamps that its receiver has seen. */
    private long[] sentMicros(Side receiver, Flow flow) {
        return FlowVectorRows.read(directory, receiver.fileName, flow.id).sentMicros();
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
