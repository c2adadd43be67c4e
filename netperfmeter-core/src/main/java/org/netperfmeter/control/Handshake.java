// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.nio.ByteBuffer;
import java.util.List;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Mac;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.Nonce;

/**
 * The MACs that two nodes with the same secret show each other (extensions.md): HMAC-SHA-256, keyed with the secret, over
 *
 * <pre>
 * offset size
 *      0    4  6E 70 6D 78, "npmx"
 *      4    1  version: 1
 *      5    1  purpose: 41 "A" proof of the active node, 50 "P" counter-proof of the passive node, 49 "I" Identify
 *      6    2  0
 *      8    8  MeasurementID
 *     16   32  nonce of the passive node
 *     48   32  nonce of the active node
 *     80    …  for an Identify only: the Identify as it is without MAC, the Add Flow of its flow, its Flow Settings and the
 *              Measurement Settings if they were sent
 * </pre>
 *
 * Nothing that a node is told to compute for one purpose, in one conversation, is of use for another. With its description
 * in the MAC, a flow is what its active node asked for, or is not bound.
 */
record Handshake(Secret secret, long measurementId, Nonce passiveNonce, Nonce activeNonce) {
    private static final int MARK = 0x6E706D78;
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 80;

    /** What only an active node with the secret can say. */
    Mac proof() {
        return secret.mac(text('A', 0).flip());
    }

    /** What only a passive node with the secret can say. */
    Mac counterProof() {
        return secret.mac(text('P', 0).flip());
    }

    /**
     * Says that a flow is to be as described, and that its data channel is the one of this Identify.
     *
     * @param described its Add Flow, its Flow Settings and the Measurement Settings if they were sent
     */
    Mac of(IdentifyFlow identify, List<Message> described) {
        IdentifyFlow plain = identify.withoutMac();
        int describedBytes = described.stream().mapToInt(Message::encodedBytes).sum();
        ByteBuffer text = text('I', plain.encodedBytes() + describedBytes).put(MessageCodec.encode(plain));
        described.forEach(message -> text.put(MessageCodec.encode(message)));
        return secret.mac(text.flip());
    }

    private ByteBuffer text(char purpose, int moreBytes) {
        return ByteBuffer.allocate(FIXED_BYTES + moreBytes)
                .putInt(MARK)
                .put(VERSION)
                .put((byte) purpose)
                .putShort((short) 0)
                .putLong(measurementId)
                .put(passiveNonce.bytes())
                .put(activeNonce.bytes());
    }
}
