// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.netperfmeter.traffic.FlowKey;

/**
 * Identify Flow (protocol.md 4.5): binds the data channel on which it is sent to a flow.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x04, Flags: 0x01 BZip2 vector, 0x02 no vector, 0x80 with MAC; Length 26, or 58 with MAC
 *      4    4  FlowID
 *      8    8  MagicNumber 0x4BCDF3AA303C6774
 *     16    8  MeasurementID
 *     24    2  StreamID
 *     26   32  MAC, only between two of our nodes that have authenticated each other (extensions.md)
 * </pre>
 *
 * The original ignores flags that it does not know, and what follows the StreamID.
 *
 * @param vector what the passive node records of this flow
 */
public record IdentifyFlow(FlowKey key, FileFormat vector, Optional<Mac> mac) implements Message {
    /** Length of an Identify, header included, without what our nodes add. */
    public static final int BYTES = 26;

    /** Length of an Identify with all that our nodes add. */
    public static final int MAX_BYTES = BYTES + Mac.BYTES;

    private static final long MAGIC_NUMBER = 0x4BCDF3AA303C6774L;
    private static final int VECTOR_BZIP2 = 0x01;
    private static final int VECTOR_NONE = 0x02;
    private static final int WITH_MAC = 0x80;

    /** An Identify without MAC, as the original sends it. */
    public IdentifyFlow(FlowKey key, FileFormat vector) {
        this(key, vector, Optional.empty());
    }

    /** The same with a MAC. */
    public IdentifyFlow with(Mac code) {
        return new IdentifyFlow(key, vector, Optional.of(code));
    }

    /** The same without MAC. */
    public IdentifyFlow withoutMac() {
        return new IdentifyFlow(key, vector);
    }

    @Override
    public int type() {
        return MessageHeader.IDENTIFY_FLOW;
    }

    @Override
    public int flags() {
        return vector.flags(VECTOR_BZIP2, VECTOR_NONE) | (mac.isPresent() ? WITH_MAC : 0);
    }

    @Override
    public int encodedBytes() {
        return mac.isPresent() ? MAX_BYTES : BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putInt(key.flowId());
        buffer.putLong(MAGIC_NUMBER);
        buffer.putLong(key.measurementId());
        buffer.putShort((short) key.streamId());
        mac.ifPresent(code -> buffer.put(code.bytes()));
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
                new FlowKey(measurementId, flowId, streamId),
                FileFormat.of(flags, VECTOR_BZIP2, VECTOR_NONE),
                mac(flags, body));
    }

    private static Optional<Mac> mac(int flags, ByteBuffer rest) {
        if ((flags & WITH_MAC) == 0 || rest.remaining() < Mac.BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[Mac.BYTES];
        rest.get(bytes);
        return Optional.of(new Mac(bytes));
    }
}
