// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.netperfmeter.traffic.HarmlessText;

/**
 * What follows the fixed fields of an extension message (extensions.md).
 *
 * <pre>
 * offset size
 *      0    2  type
 *      2    2  length of the value
 *      4    …  value
 * </pre>
 *
 * Items may come in any order; unknown ones are skipped, the last of equal ones counts.
 */
final class Items {
    static final int HEADER_BYTES = 4;

    private final String message;
    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    private Items(String message) {
        this.message = message;
    }

    /** Appends an item. */
    static void put(ByteBuffer buffer, int type, byte[] value) {
        buffer.putShort((short) type);
        buffer.putShort((short) value.length);
        buffer.put(value);
    }

    /** Appends a number of 4 bytes. */
    static void put32(ByteBuffer buffer, int type, int number) {
        put(buffer, type, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    /** Appends a number of 8 bytes. */
    static void put64(ByteBuffer buffer, int type, long number) {
        put(buffer, type, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /**
     * Takes all that remains of a message.
     *
     * @param message its name
     */
    static Items get(String message, ByteBuffer body) throws ProtocolException {
        Items items = new Items(message);
        while (body.hasRemaining()) {
            if (body.remaining() < HEADER_BYTES) {
                throw new ProtocolException(message + " ends within the header of an item");
            }
            int type = Short.toUnsignedInt(body.getShort());
            int valueBytes = Short.toUnsignedInt(body.getShort());
            if (valueBytes > body.remaining()) {
                throw new ProtocolException(message + " with item " + type + " of " + valueBytes + " bytes, but only "
                        + body.remaining() + " left");
            }
            items.values.put(type, body.slice(body.position(), valueBytes));
            body.position(body.position() + valueBytes);
        }
        return items;
    }

    boolean has(int type) {
        return values.containsKey(type);
    }

    /** Checks that a value is there. */
    void require(int type) throws ProtocolException {
        if (!has(type)) {
            throw new ProtocolException(message + " without item " + type);
        }
    }

    /** A number of 8 bytes, which may become longer; 0 if it is missing. */
    long number64(int type) throws ProtocolException {
        return has(type) ? number(type, Long.BYTES).getLong() : 0;
    }

    /** A number of 4 bytes, which may become longer; 0 if it is missing. */
    int number32(int type) throws ProtocolException {
        return has(type) ? number(type, Integer.BYTES).getInt() : 0;
    }

    private ByteBuffer number(int type, int leastBytes) throws ProtocolException {
        ByteBuffer value = values.get(type);
        if (value.remaining() < leastBytes) {
            throw new ProtocolException(
                    message + " with item " + type + " of " + value.remaining() + " bytes, shorter than " + leastBytes);
        }
        return value.duplicate();
    }

    /** A text, which may be shown to users as it is; empty if it is missing. */
    String text(int type) {
        ByteBuffer value = values.get(type);
        return value == null
                ? ""
                : HarmlessText.of(
                        StandardCharsets.UTF_8.decode(value.duplicate()).toString());
    }

    /** A value that must be there, of exactly this size. */
    byte[] bytes(int type, int exactBytes) throws ProtocolException {
        require(type);
        ByteBuffer value = values.get(type);
        if (value.remaining() != exactBytes) {
            throw new ProtocolException(
                    message + " with item " + type + " of " + value.remaining() + " bytes, not " + exactBytes);
        }
        byte[] bytes = new byte[exactBytes];
        value.get(value.position(), bytes);
        return bytes;
    }
}
