// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Challenge (extensions.md), passive to active: a node with a secret wants to know whether its peer has the same. It follows
 * the Acknowledge that refuses a marked Add Flow; the answer is a {@link Proof}.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x41, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1     32  nonce of the passive node
 * </pre>
 *
 * @param nonce never used before
 */
public record Challenge(long measurementId, Nonce nonce) implements Message {
    private static final int FIXED_BYTES = 12;
    private static final int NONCE = 1;

    @Override
    public int type() {
        return MessageHeader.CHALLENGE;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + Items.HEADER_BYTES + Nonce.BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put(buffer, NONCE, nonce.bytes());
    }

    static Challenge decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Challenge", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Challenge", body);
        return new Challenge(measurementId, new Nonce(items.bytes(NONCE, Nonce.BYTES)));
    }
}
