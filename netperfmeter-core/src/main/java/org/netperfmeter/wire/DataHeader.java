// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowKey;

/**
 * Data messages (protocol.md 4.6) for the hot path: static accessors over a big-endian buffer, at any offset. Nothing is
 * allocated, and the buffer's position and limit neither matter nor change, as long as the limit lies behind the message.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x05, Flags: 0x01 first, 0x02 last message of its frame; Length 48 + payload
 *      4    4  FlowID
 *      8    8  MeasurementID
 *     16    2  StreamID
 *     18    2  padding: 0
 *     20    4  FrameID         0, 1, 2 ... by flow and direction, modulo 2^32
 *     24    8  SeqNumber       0, 1, 2 ... by message, flow and direction
 *     32    8  ByteSeqNumber   bytes of all messages before this one
 *     40    8  TimeStamp       microseconds since 1970 by the sender's clock
 *     48    …  payload
 * </pre>
 */
public final class DataHeader {
    public static final int FLOW_ID_OFFSET = 4;
    public static final int MEASUREMENT_ID_OFFSET = 8;
    public static final int STREAM_ID_OFFSET = 16;
    public static final int PADDING_OFFSET = 18;
    public static final int FRAME_ID_OFFSET = 20;
    public static final int SEQUENCE_NUMBER_OFFSET = 24;
    public static final int BYTE_SEQUENCE_NUMBER_OFFSET = 32;
    public static final int TIME_STAMP_OFFSET = 40;

    /** Where the payload begins; no Data message is shorter. */
    public static final int BYTES = 48;

    public static final int FIRST = 0x01;
    public static final int LAST = 0x02;

    private static final int PATTERN_LOW = 30;
    private static final int PATTERN_HIGH = 127;
    private static final byte[] ASCENDING = pattern(PATTERN_LOW, 1);
    private static final byte[] DESCENDING = pattern(PATTERN_HIGH, -1);

    private DataHeader() {}

    /** Whether a message of this type and length, as its header states them, is a Data message. */
    public static boolean isData(int type, int messageBytes) {
        return type == MessageHeader.DATA && messageBytes >= BYTES;
    }

    public static boolean isFirst(ByteBuffer buffer, int offset) {
        return (MessageHeader.flags(buffer, offset) & FIRST) != 0;
    }

    public static boolean isLast(ByteBuffer buffer, int offset) {
        return (MessageHeader.flags(buffer, offset) & LAST) != 0;
    }

    public static int flowId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + FLOW_ID_OFFSET);
    }

    public static long measurementId(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + MEASUREMENT_ID_OFFSET);
    }

    public static int streamId(ByteBuffer buffer, int offset) {
        return Short.toUnsignedInt(buffer.getShort(offset + STREAM_ID_OFFSET));
    }

    public static int frameId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + FRAME_ID_OFFSET);
    }

    public static long sequenceNumber(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + SEQUENCE_NUMBER_OFFSET);
    }

    public static long byteSequenceNumber(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + BYTE_SEQUENCE_NUMBER_OFFSET);
    }

    public static long timeStampMicros(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset + TIME_STAMP_OFFSET);
    }

    /**
     * Writes the whole header.
     *
     * @param flags {@link #FIRST}, {@link #LAST}, both or none
     * @param messageBytes 48..65535, payload included
     */
    public static void write(
            ByteBuffer buffer,
            int offset,
            FlowKey key,
            int flags,
            int messageBytes,
            int frameId,
            long sequenceNumber,
            long byteSequenceNumber,
            long timeStampMicros) {
        buffer.put(offset + MessageHeader.TYPE_OFFSET, (byte) MessageHeader.DATA);
        buffer.put(offset + MessageHeader.FLAGS_OFFSET, (byte) flags);
        buffer.putShort(offset + MessageHeader.LENGTH_OFFSET, (short) messageBytes);
        buffer.putInt(offset + FLOW_ID_OFFSET, key.flowId());
        buffer.putLong(offset + MEASUREMENT_ID_OFFSET, key.measurementId());
        buffer.putShort(offset + STREAM_ID_OFFSET, (short) key.streamId());
        buffer.putShort(offset + PADDING_OFFSET, (short) 0);
        buffer.putInt(offset + FRAME_ID_OFFSET, frameId);
        buffer.putLong(offset + SEQUENCE_NUMBER_OFFSET, sequenceNumber);
        buffer.putLong(offset + BYTE_SEQUENCE_NUMBER_OFFSET, byteSequenceNumber);
        stamp(buffer, offset, timeStampMicros);
    }

    /** Writes the time stamp of a message that is otherwise complete. */
    public static void stamp(ByteBuffer buffer, int offset, long timeStampMicros) {
        buffer.putLong(offset + TIME_STAMP_OFFSET, timeStampMicros);
    }

    /**
     * Fills the payload of one message with its pattern (protocol.md 4.6.1).
     *
     * @param payloadOffset of the payload, not of its message
     */
    public static void fillPayload(ByteBuffer buffer, int payloadOffset, int payloadBytes, boolean activeToPassive) {
        byte[] pattern = activeToPassive ? ASCENDING : DESCENDING;
        int end = payloadOffset + payloadBytes;
        for (int at = payloadOffset; at < end; at += pattern.length) {
            buffer.put(at, pattern, 0, Math.min(pattern.length, end - at));
        }
    }

    private static byte[] pattern(int first, int step) {
        byte[] pattern = new byte[PATTERN_HIGH - PATTERN_LOW + 1];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) (first + i * step);
        }
        return pattern;
    }
}
