// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowRandom;
import org.netperfmeter.traffic.FrameSchedule;

/** Any bytes at all, as one message. */
class MessageCodecFuzzTest {
    private static final int STEPS = 50;

    /** What can be decoded, can be encoded; and decoding that changes nothing any more. */
    @FuzzTest
    void messageIsRefusedOrUnderstood(byte[] bytes) throws ProtocolException {
        Message message;
        try {
            message = MessageCodec.decode(ByteBuffer.wrap(bytes));
        } catch (ProtocolException e) {
            assertFalse(e.getMessage().isEmpty());
            return;
        }
        if (message instanceof Results results && results.data().length > Results.MAX_DATA_BYTES) {
            return; // accepted, but never sent
        }
        byte[] encoded = MessageCodec.encode(message);
        assertArrayEquals(encoded, MessageCodec.encode(MessageCodec.decode(ByteBuffer.wrap(encoded))));
    }

    /** A flow that the passive node takes can be scheduled, whatever its laws are, and its time never runs backwards. */
    @FuzzTest
    void flowIsRefusedOrCanBeSent(byte[] bytes) {
        FlowDefinition flow;
        try {
            if (!(MessageCodec.decode(ByteBuffer.wrap(bytes)) instanceof AddFlow add)) {
                return;
            }
            flow = add.toDefinition();
        } catch (ProtocolException | IllegalArgumentException e) {
            assertFalse(e.getMessage().isEmpty());
            return;
        }
        FrameSchedule schedule =
                new FrameSchedule(flow.outbound(), flow.options().onOff(), FlowRandom.of(1, 0, 0, true));
        long nowNanos = -1;
        schedule.start(nowNanos);
        for (int step = 0; step < STEPS && schedule.nextEventNanos() != FrameSchedule.NEVER; step++) {
            nowNanos = Math.max(nowNanos, schedule.nextEventNanos());
            if (schedule.isFrameDue(nowNanos)) {
                schedule.drawFrameBytes();
                assertTrue(schedule.dueNanos(nowNanos) <= nowNanos);
                schedule.frameSent(nowNanos);
            }
        }
        assertTrue(flow.largestOutboundMessageBytes() <= MessageHeader.MAX_MESSAGE_BYTES);
    }
}
