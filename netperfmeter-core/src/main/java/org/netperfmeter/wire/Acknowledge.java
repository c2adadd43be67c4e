// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowKey;

/**
 * Acknowledge (protocol.md 4.1): the passive node's answer to Add Flow, Identify Flow, Start, Stop and Remove Flow.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x01, Flags 0, Length 24
 *      4    4  FlowID
 *      8    8  MeasurementID
 *     16    2  StreamID
 *     18    2  padding: 0; or 4E 01, the answer to the mark (extensions.md)
 *     20    4  Status
 * </pre>
 *
 * @param key flow and stream are 0 for Start and Stop
 * @param status 0: okay; anything else: failure
 * @param marked whether the sender is one of our nodes and saw that its peer is
 */
public record Acknowledge(FlowKey key, int status, boolean marked) implements Message {
    public static final int OKAY = 0;
    public static final int ERROR = 1;

    private static final int BYTES = 24;
    private static final int MARK = 0x4E;
    private static final int MARK_VERSION = 1;

    public boolean isOkay() {
        return status == OKAY;
    }

    @Override
    public int type() {
        return MessageHeader.ACKNOWLEDGE;
    }

    @Override
    public int encodedBytes() {
        return BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putInt(key.flowId());
        buffer.putLong(key.measurementId());
        buffer.putShort((short) key.streamId());
        buffer.put((byte) (marked ? MARK : 0));
        buffer.put((byte) (marked ? MARK_VERSION : 0));
        buffer.putInt(status);
    }

    static Acknowledge decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Acknowledge", body, BYTES);
        int flowId = body.getInt();
        long measurementId = body.getLong();
        int streamId = Short.toUnsignedInt(body.getShort());
        boolean marked = body.get() == MARK;
        body.get(); // version: the mark of any version is one of ours
        int status = body.getInt();
        return new Acknowledge(new FlowKey(measurementId, flowId, streamId), status, marked);
    }
}
