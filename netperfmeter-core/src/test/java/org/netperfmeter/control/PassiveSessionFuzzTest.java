// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.MessageHeader;
import org.netperfmeter.wire.ProtocolException;

/**
 * Any conversations of two peers with one passive node, which carries everything out sooner or later, or fails to. Each
 * turn is a byte and a message:
 *
 * <pre>
 * bit 0     which of the peers speaks
 * bits 1-2  over what an Identify arrives: TCP, MPTCP, UDP, SCTP
 * bits 3-4  how many effects of this peer have been carried out behind the message
 * bit 5     whether they have failed
 * bits 6-7  3: the control connection ends
 * </pre>
 */
class PassiveSessionFuzzTest {
    private static final List<TransportProtocol> ARRIVALS =
            List.of(TransportProtocol.TCP, TransportProtocol.MPTCP, TransportProtocol.UDP, TransportProtocol.SCTP);

    @FuzzTest
    void onlyWhatMakesSenseIsAskedOfTheNode(byte[] conversation) {
        FlowRegistry registry = new FlowRegistry();
        List<CheckedPassiveEffects> peers =
                List.of(new CheckedPassiveEffects(registry), new CheckedPassiveEffects(registry));
        ByteBuffer turns = ByteBuffer.wrap(conversation);
        while (turns.remaining() > MessageHeader.BYTES) {
            int turn = turns.get();
            CheckedPassiveEffects peer = peers.get(turn & 1);
            say(peer, takeMessage(turns), ARRIVALS.get(turn >> 1 & 3));
            for (int done = 0; done < (turn >> 3 & 3); done++) {
                peer.carryOutNext((turn & 0x20) == 0);
            }
            if ((turn & 0xC0) == 0xC0) {
                peer.session().closed();
            }
        }
        for (CheckedPassiveEffects peer : peers) {
            peer.session().closed();
            peer.carryOutAll();
        }
        assertEquals(0, registry.size(), "flows of sessions that have ended");
    }

    /** As many bytes as the header says, if there are as many. */
    static ByteBuffer takeMessage(ByteBuffer turns) {
        int stated = MessageHeader.messageBytes(turns, turns.position());
        int bytes = Math.min(turns.remaining(), Math.max(MessageHeader.BYTES, stated));
        ByteBuffer message = turns.slice(turns.position(), bytes);
        turns.position(turns.position() + bytes);
        return message;
    }

    private static void say(CheckedPassiveEffects peer, ByteBuffer bytes, TransportProtocol arrivedOver) {
        try {
            Message message = MessageCodec.decode(bytes);
            if (message instanceof IdentifyFlow identify) {
                peer.session().identified(identify, arrivedOver);
            } else {
                peer.session().message(message);
            }
        } catch (ProtocolException e) {
            peer.session().closed();
        }
    }
}
