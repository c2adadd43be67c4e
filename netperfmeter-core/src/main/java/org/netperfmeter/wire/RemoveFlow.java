// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowKey;

/**
 * Remove Flow (protocol.md 4.4).
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x03, Flags 0, Length 18
 *      4    4  FlowID
 *      8    8  MeasurementID
 *     16    2  StreamID
 * </pre>
 */
public record RemoveFlow(FlowKey key) implements Message {
    private static final int BYTES = 18;

    @Override
    public int type() {
        return MessageHeader.REMOVE_FLOW;
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
    }

    static RemoveFlow decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Remove Flow", body, BYTES);
        int flowId = body.getInt();
        long measurementId = body.getLong();
        int streamId = Short.toUnsignedInt(body.getShort());
        return new RemoveFlow(new FlowKey(measurementId, flowId, streamId));
    }
}
