// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Proof (extensions.md), active to passive: the answer to a {@link Challenge}. The answer to a right one is a
 * {@link CounterProof}; to a wrong one, an Acknowledge with status ERROR and the end of the connection.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x42, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1     32  nonce of the active node
 *    2     32  MAC
 * </pre>
 *
 * @param nonce never used before
 * @param mac over the nonces of both
 */
public record Proof(long measurementId, Nonce nonce, Mac mac) implements Message {
    private static final int FIXED_BYTES = 12;
    private static final int NONCE = 1;
    private static final int MAC = 2;

    @Override
    public int type() {
        return MessageHeader.PROOF;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + Items.HEADER_BYTES + Nonce.BYTES + Items.HEADER_BYTES + Mac.BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put(buffer, NONCE, nonce.bytes());
        Items.put(buffer, MAC, mac.bytes());
    }

    static Proof decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Proof", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Proof", body);
        return new Proof(
                measurementId, new Nonce(items.bytes(NONCE, Nonce.BYTES)), new Mac(items.bytes(MAC, Mac.BYTES)));
    }
}
