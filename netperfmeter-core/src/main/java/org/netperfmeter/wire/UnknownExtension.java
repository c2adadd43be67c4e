// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A message of a type from 0x40 upwards that this version does not know; to be skipped (extensions.md).
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x40..0xFF
 *      4    …  unknown
 * </pre>
 *
 * @param type 0x40..0xFF
 * @param body what follows the header
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals()
public record UnknownExtension(int type, int flags, byte[] body) implements Message {
    @Override
    public int encodedBytes() {
        return MessageHeader.BYTES + body.length;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.put(body);
    }

    static UnknownExtension decode(int type, int flags, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return new UnknownExtension(type, flags, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownExtension that
                && type == that.type
                && flags == that.flags
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "UnknownExtension[type 0x" + Integer.toHexString(type) + ", " + body.length + " bytes]";
    }
}
