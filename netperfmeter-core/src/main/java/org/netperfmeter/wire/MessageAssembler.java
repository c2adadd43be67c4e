// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Cuts a byte stream into messages (protocol.md 2.2). A length is believed only after it was checked, and memory holds no
 * more than the bytes that have arrived. Not thread-safe.
 */
public final class MessageAssembler {
    private static final int INITIAL_BYTES = 512;

    private final int maxBytes;
    /** Bytes that have arrived: from position to limit. */
    private ByteBuffer received = ByteBuffer.allocate(INITIAL_BYTES).limit(0);

    /**
     * An assembler for one direction of one connection.
     *
     * @param maxBytes 4..65535; a message longer than this ends the stream with a {@link ProtocolException}
     */
    public MessageAssembler(int maxBytes) {
        if (maxBytes < MessageHeader.BYTES || maxBytes > MessageHeader.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("greatest message must be 4..65535 bytes: " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Takes received bytes from position to limit; all of them are consumed.
     *
     * @throws IllegalStateException if the messages appended before have not been taken by {@link #next}
     */
    public void append(ByteBuffer bytes) {
        if (received.remaining() > maxBytes) {
            throw new IllegalStateException(received.remaining() + " bytes have not been taken yet");
        }
        int needed = received.remaining() + bytes.remaining();
        if (needed > received.capacity()) {
            received = ByteBuffer.allocate(Math.max(needed, 2 * received.capacity()))
                    .put(received);
        } else {
            received.compact();
        }
        received.put(bytes).flip();
    }

    /**
     * The next complete message, or null if more bytes are needed.
     *
     * @throws ProtocolException if the bytes are no message; the stream is then of no use any more, and every further call
     *     fails likewise
     */
    public Message next() throws ProtocolException {
        if (received.remaining() < MessageHeader.BYTES) {
            return null;
        }
        int messageBytes = MessageHeader.messageBytes(received, received.position());
        if (messageBytes < MessageHeader.BYTES || messageBytes > maxBytes) {
            throw new ProtocolException(
                    "message length " + messageBytes + " is not in " + MessageHeader.BYTES + ".." + maxBytes);
        }
        if (received.remaining() < messageBytes) {
            return null;
        }
        Message message = MessageCodec.decode(received.slice(received.position(), messageBytes));
        received.position(received.position() + messageBytes);
        return message;
    }

    /** Whether bytes have arrived that {@link #next} has not returned: at the end of a stream, a message that was cut. */
    public boolean isIncomplete() {
        return received.hasRemaining();
    }
}
