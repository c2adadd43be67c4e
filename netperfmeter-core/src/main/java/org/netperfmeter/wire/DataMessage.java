// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.netperfmeter.traffic.FlowKey;

/**
 * Data (protocol.md 4.6) as a value; the data plane uses {@link DataHeader}, which draws the layout.
 *
 * @param first whether it is the first of its frame
 * @param last whether it is the last of its frame
 * @param frameId unsigned 32 bits
 * @param payload what follows the 48 bytes of the header
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals()
public record DataMessage(
        FlowKey key,
        boolean first,
        boolean last,
        int frameId,
        long sequenceNumber,
        long byteSequenceNumber,
        long timeStampMicros,
        byte[] payload)
        implements Message {
    @Override
    public int type() {
        return MessageHeader.DATA;
    }

    @Override
    public int flags() {
        return (first ? DataHeader.FIRST : 0) | (last ? DataHeader.LAST : 0);
    }

    @Override
    public int encodedBytes() {
        return DataHeader.BYTES + payload.length;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putInt(key.flowId());
        buffer.putLong(key.measurementId());
        buffer.putShort((short) key.streamId());
        buffer.putShort((short) 0);
        buffer.putInt(frameId);
        buffer.putLong(sequenceNumber);
        buffer.putLong(byteSequenceNumber);
        buffer.putLong(timeStampMicros);
        buffer.put(payload);
    }

    static DataMessage decode(int flags, ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Data", body, DataHeader.BYTES);
        int flowId = body.getInt();
        long measurementId = body.getLong();
        int streamId = Short.toUnsignedInt(body.getShort());
        body.getShort();
        int frameId = body.getInt();
        long sequenceNumber = body.getLong();
        long byteSequenceNumber = body.getLong();
        long timeStampMicros = body.getLong();
        byte[] payload = new byte[body.remaining()];
        body.get(payload);
        return new DataMessage(
                new FlowKey(measurementId, flowId, streamId),
                (flags & DataHeader.FIRST) != 0,
                (flags & DataHeader.LAST) != 0,
                frameId,
                sequenceNumber,
                byteSequenceNumber,
                timeStampMicros,
                payload);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataMessage that
                && key.equals(that.key)
                && first == that.first
                && last == that.last
                && frameId == that.frameId
                && sequenceNumber == that.sequenceNumber
                && byteSequenceNumber == that.byteSequenceNumber
                && timeStampMicros == that.timeStampMicros
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(sequenceNumber);
    }

    @Override
    public String toString() {
        return "DataMessage[" + key + ", frame " + Integer.toUnsignedString(frameId) + ", message " + sequenceNumber
                + ", " + payload.length + " bytes of payload]";
    }
}
