// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * What every message begins with (protocol.md 2.1), and the numbers of the message types (protocol.md 3.1).
 *
 * <pre>
 * offset size
 *      0    1  Type
 *      1    1  Flags   bits by type; receivers ignore those they do not know
 *      2    2  Length  of the whole message, these 4 bytes included
 * </pre>
 *
 * Integers are big-endian: the buffers must have that order, which is the default.
 */
public final class MessageHeader {
    public static final int TYPE_OFFSET = 0;
    public static final int FLAGS_OFFSET = 1;
    public static final int LENGTH_OFFSET = 2;
    public static final int BYTES = 4;

    /** The greatest Length. */
    public static final int MAX_MESSAGE_BYTES = 65535;

    public static final int ACKNOWLEDGE = 0x01;
    public static final int ADD_FLOW = 0x02;
    public static final int REMOVE_FLOW = 0x03;
    public static final int IDENTIFY_FLOW = 0x04;
    public static final int DATA = 0x05;
    public static final int START = 0x06;
    public static final int STOP = 0x07;
    public static final int RESULTS = 0x08;

    /** The first of the types that only our nodes exchange (extensions.md). */
    public static final int FIRST_EXTENSION = 0x40;

    public static final int HELLO = 0x40;
    public static final int CHALLENGE = 0x41;
    public static final int PROOF = 0x42;
    public static final int COUNTER_PROOF = 0x43;
    public static final int FLOW_SETTINGS = 0x44;
    public static final int MEASUREMENT_SETTINGS = 0x45;
    public static final int CLOCK_REQUEST = 0x46;
    public static final int CLOCK_REPLY = 0x47;

    private MessageHeader() {}

    /** Type of the message at this offset, 0..255. */
    public static int type(ByteBuffer buffer, int offset) {
        return Byte.toUnsignedInt(buffer.get(offset + TYPE_OFFSET));
    }

    /** Flags of the message at this offset, 0..255. */
    public static int flags(ByteBuffer buffer, int offset) {
        return Byte.toUnsignedInt(buffer.get(offset + FLAGS_OFFSET));
    }

    /** Length of the message at this offset, 0..65535; less than {@link #BYTES} is invalid. */
    public static int messageBytes(ByteBuffer buffer, int offset) {
        return Short.toUnsignedInt(buffer.getShort(offset + LENGTH_OFFSET));
    }

    /** Appends a header. */
    static void put(ByteBuffer buffer, int type, int flags, int messageBytes) {
        buffer.put((byte) type);
        buffer.put((byte) flags);
        buffer.putShort((short) messageBytes);
    }

    /** Checks that a message has all of its fixed fields; it may be longer. */
    static void requireBytes(String message, ByteBuffer body, int leastMessageBytes) throws ProtocolException {
        int messageBytes = BYTES + body.remaining();
        if (messageBytes < leastMessageBytes) {
            throw new ProtocolException(
                    message + " of " + messageBytes + " bytes is shorter than " + leastMessageBytes);
        }
    }
}
