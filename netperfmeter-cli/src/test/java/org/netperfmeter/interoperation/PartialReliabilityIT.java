// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hosts and a path between them that loses packets: what of it a flow may notice, and how it is counted. */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartialReliabilityIT {
    private static final long SECONDS = 400;

    /** No two messages fit into a packet. */
    private static final String PATTERN = "const40:const1000:const40:const1000:onoff=+0,+5";

    private Path directory;

    /** Each has an association or a connection of its own. */
    enum Flow {
        RELIABLE(0, "-sctp", "", false),
        RELIABLE_AND_UNORDERED(1, "-sctp", ":unordered=1", false),
        NEVER_SENT_AGAIN(2, "-sctp", ":unreliable=1:rtx_trials=0", true),
        NEVER_SENT_AGAIN_AND_UNORDERED(3, "-sctp", ":unreliable=1:rtx_trials=0:unordered=1", true),
        SENT_AGAIN_FOR_A_MILLISECOND(4, "-sctp", ":unreliable=1:rtx_timeout=1", true),
        DCCP(5, "-dccp", "", true);

        private final int id;
        private final String protocol;
        private final String options;
        private final boolean loses;

        Flow(int id, String protocol, String options, boolean loses) {
            this.id = id;
            this.protocol = protocol;
            this.options = options;
            this.loses = loses;
        }
    }

    /** A direction of the measurement: who sends, and who counts what is missing. */
    enum Direction {
        TO_THE_PASSIVE_NODE("active", "passive"),
        TO_THE_ACTIVE_NODE("passive", "active");

        private final String sender;
        private final String receiver;

        Direction(String sender, String receiver) {
            this.sender = sender;
            this.receiver = receiver;
        }
    }

    @BeforeAll
    void run(@TempDir Path temporary) {
        Requirement.SCTP.assume();
        Requirement.DCCP.assume();
        Requirement.NETNS.assume();
        directory = temporary;
        String program = TestBed.netperfmeter();
        List<String> active = new ArrayList<>(
                List.of(program, TwoPaths.PASSIVE_NODE, "-runtime=8", "-scalar=run.sca", "-vector=run.vec"));
        for (Flow flow : Flow.values()) {
            active.addAll(List.of(flow.protocol, PATTERN + flow.options + ":id=" + flow.id));
        }
        TwoPaths.run(directory, SECONDS, "loss 10%", "rate 20mbit delay 5ms", "exec " + program + " 9000", active);
    }

    private Scalars scalars(String side) {
        return side.equals("active") ? Scalars.active(directory) : Scalars.passive(directory);
    }

    /** The numbers of the messages that have arrived, in ascending order. */
    private long[] arrived(Direction direction, Flow flow) {
        return FlowVectorRows.read(directory, direction.receiver, flow.id)
                .column("SeqNumber")
                .sorted()
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageArrivesOnceAtMost(Direction direction) {
        for (Flow flow : Flow.values()) {
            long[] numbers = arrived(direction, flow);
            assertEquals(Arrays.stream(numbers).distinct().count(), numbers.length, flow::toString);
            assertEquals(numbers.length, scalars(direction.receiver).flow(flow.id, "Received Packets"), flow::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reliableFlowLosesNothing(Direction direction) {
        for (Flow flow : Flow.values()) {
            if (!flow.loses) {
                assertEquals(
                        scalars(direction.sender).flow(flow.id, "Transmitted Packets"),
                        arrived(direction, flow).length,
                        flow::toString);
            }
        }
    }

    /** Linux's congestion control of DCCP (CCID 2) may come to rest with that loss, and may do so with its first messages. */
    @ParameterizedTest
    @EnumSource
    void unreliableFlowLosesMessages(Direction direction) {
        for (Flow flow : Flow.values()) {
            if (flow.loses) {
                long sent = scalars(direction.sender).flow(flow.id, "Transmitted Packets");
                int received = arrived(direction, flow).length;
                assertTrue(received < sent, () -> flow + ": " + received + " of " + sent);
                assertTrue(received > 0 || flow == Flow.DCCP, flow::toString);
            }
        }
    }

    /** Nobody can know what may have come after the last message that has arrived. */
    @ParameterizedTest
    @EnumSource
    void whatIsMissingBeforeTheLastMessageIsCounted(Direction direction) {
        long lost = 0;
        for (Flow flow : Flow.values()) {
            long[] numbers = arrived(direction, flow);
            lost += Arrays.stream(numbers).max().orElse(-1) + 1 - numbers.length;
        }
        assertEquals(lost, scalars(direction.receiver).total("Lost Packets"));
        assertEquals(1000 * lost, scalars(direction.receiver).total("Lost Bytes"));
        assertEquals(lost, scalars(direction.receiver).total("Lost Frames"));
    }
}
