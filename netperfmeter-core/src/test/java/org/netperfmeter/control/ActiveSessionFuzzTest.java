// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.MessageHeader;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.ProtocolException;

/**
 * Whatever a passive node says to an active one, results included. The first byte is the measurement:
 *
 * <pre>
 * bits 0-1  how many flows, less one; every other is of UDP
 * bit 2     whether the first flow has to be told to each generation in another way
 * bit 3     whether vectors are wanted
 * bit 4     whether scalars are wanted
 * bit 5     whether this node has a secret, which is optional
 * bit 6     whether the peer is found to be a 1.x one
 * bit 7     whether what the peer's kernel says is wanted
 * </pre>
 *
 * Then come turns of a byte and a message:
 *
 * <pre>
 * bit 3     whether the measurement is to be stopped, before anything else
 * bit 2     whether the session has waited long enough then
 * bits 0-1  how much of what it wants is carried out before the message
 * bits 6-7  3: the control connection ends
 * </pre>
 */
class ActiveSessionFuzzTest {
    @FuzzTest
    void onlyWhatMakesSenseIsAskedOfTheNode(byte[] conversation) {
        ByteBuffer turns = ByteBuffer.wrap(conversation);
        int measurement = turns.hasRemaining() ? turns.get() : 0;
        ActiveSession.Plan plan = plan(measurement);
        CheckedActiveEffects node = new CheckedActiveEffects(
                plan, (measurement & 0x40) == 0 ? PeerGeneration.CURRENT : PeerGeneration.LEGACY);
        long nowNanos = 0;
        node.session().begin();
        while (turns.remaining() > MessageHeader.BYTES && !node.session().hasEnded()) {
            int turn = turns.get();
            nowNanos = turn(node, turn, nowNanos);
            say(node.session(), PassiveSessionFuzzTest.takeMessage(turns), nowNanos);
        }
        node.session().closed("gone");

        assertTrue(node.session().hasEnded());
        assertEquals(ActiveSession.NEVER, node.session().deadlineNanos());
        assertTrue(node.files() <= files(plan), () -> node.files() + " files");
    }

    private static ActiveSession.Plan plan(int measurement) {
        List<FlowDefinition> flows = new ArrayList<>();
        for (int i = 0; i <= (measurement & 3); i++) {
            boolean dependsOnGeneration = i == 0 && (measurement & 4) != 0;
            flows.add(
                    dependsOnGeneration
                            ? ControlFlows.uniform(i)
                            : ControlFlows.plain(i, i % 2 == 0 ? TransportProtocol.TCP : TransportProtocol.UDP));
        }
        boolean hasSecret = (measurement & 0x20) != 0;
        return new ActiveSession.Plan(
                ControlFlows.MEASUREMENT,
                flows,
                (measurement & 8) == 0 ? FileFormat.NONE : FileFormat.PLAIN,
                (measurement & 0x10) == 0 ? FileFormat.NONE : FileFormat.BZIP2,
                Optional.empty(),
                ControlFlows.ACTIVE_HELLO,
                hasSecret ? Optional.of(ControlFlows.CREDENTIALS) : Optional.empty(),
                hasSecret,
                (measurement & 0x80) == 0 ? ControlFlows.SETTINGS : ControlFlows.TRANSPORT_SETTINGS);
    }

    private static int files(ActiveSession.Plan plan) {
        int vectors = plan.vector() == FileFormat.NONE ? 0 : 1 + plan.flows().size();
        return vectors
                + (plan.scalar() == FileFormat.NONE ? 0 : 1)
                + (plan.settings().hasTransportVector() ? 1 : 0);
    }

    /** What happens beside the messages. Returns the time after it. */
    private static long turn(CheckedActiveEffects node, int turn, long nowNanos) {
        if ((turn & 8) != 0) {
            node.session().stop();
        }
        long thenNanos = nowNanos;
        if ((turn & 4) != 0 && node.session().deadlineNanos() != ActiveSession.NEVER) {
            thenNanos = node.session().deadlineNanos();
            node.session().timeout(thenNanos);
        }
        for (int done = 0; done < (turn & 3); done++) {
            node.carryOutNext(thenNanos);
        }
        if ((turn & 0xC0) == 0xC0) {
            node.session().closed("lost");
        }
        return thenNanos;
    }

    private static void say(ActiveSession session, ByteBuffer bytes, long nowNanos) {
        try {
            Message message = MessageCodec.decode(bytes);
            session.message(message, nowNanos);
        } catch (ProtocolException e) {
            session.closed(e.getMessage());
        }
    }
}
