// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowKey;

/**
 * Identify Flow (protocol.md 4.5): binds the data channel on which it is sent to a flow.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x04, Flags: 0x01 BZip2 vector, 0x02 no vector; Length 26
 *      4    4  FlowID
 *      8    8  MagicNumber 0x4BCDF3AA303C6774
 *     16    8  MeasurementID
 *     24    2  StreamID
 * </pre>
 *
 * @param vector what the passive node records of this flow
 */
public record IdentifyFlow(FlowKey key, FileFormat vector) implements Message {
    /** Length of an Identify, header included. */
    public static final int BYTES = 26;

    private static final long MAGIC_NUMBER = 0x4BCDF3AA303C6774L;
    private static final int VECTOR_BZIP2 = 0x01;
    private static final int VECTOR_NONE = 0x02;

    @Override
    public int type() {
        return MessageHeader.IDENTIFY_FLOW;
    }

    @Override
    public int flags() {
        return vector.flags(VECTOR_BZIP2, VECTOR_NONE);
    }

    @Override
    public int encodedBytes() {
        return BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putInt(key.flowId());
        buffer.putLong(MAGIC_NUMBER);
        buffer.putLong(key.measurementId());
        buffer.putShort((short) key.streamId());
    }

    static IdentifyFlow decode(int flags, ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Identify Flow", body, BYTES);
        int flowId = body.getInt();
        long magicNumber = body.getLong();
        if (magicNumber != MAGIC_NUMBER) {
            throw new ProtocolException("Identify Flow with wrong magic number 0x" + Long.toHexString(magicNumber));
        }
        long measurementId = body.getLong();
        int streamId = Short.toUnsignedInt(body.getShort());
        return new IdentifyFlow(
                new FlowKey(measurementId, flowId, streamId), FileFormat.of(flags, VECTOR_BZIP2, VECTOR_NONE));
    }
}
