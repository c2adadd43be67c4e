// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Results (protocol.md 4.8 and 7): a part of a file of the passive node.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x08, Flags: 0x01 last of this file; Length 4..1404
 *      4    …  bytes of the file
 * </pre>
 *
 * @param data at most {@value #MAX_DATA_BYTES} bytes when sent; more are accepted
 * @param last whether the file ends here
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals()
public record Results(byte[] data, boolean last) implements Message {
    public static final int MAX_DATA_BYTES = 1400;

    private static final int LAST = 0x01;

    @Override
    public int type() {
        return MessageHeader.RESULTS;
    }

    @Override
    public int flags() {
        return last ? LAST : 0;
    }

    @Override
    public int encodedBytes() {
        return MessageHeader.BYTES + data.length;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is more data than a peer takes
     */
    @Override
    public void encodeBody(ByteBuffer buffer) {
        if (data.length > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("Results with " + data.length + " bytes, more than " + MAX_DATA_BYTES);
        }
        buffer.put(data);
    }

    static Results decode(int flags, ByteBuffer body) {
        byte[] data = new byte[body.remaining()];
        body.get(data);
        return new Results(data, (flags & LAST) != 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Results that && last == that.last && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "Results[" + data.length + " bytes" + (last ? ", last]" : "]");
    }
}
