// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Counter-proof (extensions.md), passive to active: the passive node has the secret, too. Flows may be added now.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x43, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    2     32  MAC
 * </pre>
 *
 * @param mac over the nonces of both, and never that of a {@link Proof}
 */
public record CounterProof(long measurementId, Mac mac) implements Message {
    private static final int FIXED_BYTES = 12;
    private static final int MAC = 2;

    @Override
    public int type() {
        return MessageHeader.COUNTER_PROOF;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + Items.HEADER_BYTES + Mac.BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(measurementId);
        Items.put(buffer, MAC, mac.bytes());
    }

    static CounterProof decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Counter-proof", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Counter-proof", body);
        return new CounterProof(measurementId, new Mac(items.bytes(MAC, Mac.BYTES)));
    }
}
