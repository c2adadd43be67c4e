// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;

/**
 * Messages to bytes and back, byte-exact to protocol.md. Strict when encoding; when decoding, a message may be longer than
 * needed and may have unknown flags, which are ignored (protocol.md 3.6, 8).
 */
public final class MessageCodec {
    private MessageCodec() {}

    /**
     * The bytes of a message.
     *
     * @throws IllegalArgumentException if it is longer than a peer accepts
     */
    public static byte[] encode(Message message) {
        int messageBytes = message.encodedBytes();
        if (messageBytes > MessageHeader.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "message of " + messageBytes + " bytes, more than " + MessageHeader.MAX_MESSAGE_BYTES);
        }
        ByteBuffer buffer = ByteBuffer.allocate(messageBytes);
        MessageHeader.put(buffer, message.type(), message.flags(), messageBytes);
        message.encodeBody(buffer);
        return buffer.array();
    }

    /**
     * The message that fills the buffer from position to limit exactly (the header's Length is checked against it). The
     * buffer's position moves to its limit.
     *
     * @throws ProtocolException saying what is wrong with the bytes
     */
    public static Message decode(ByteBuffer bytes) throws ProtocolException {
        ByteBuffer message = bytes.slice();
        bytes.position(bytes.limit());
        if (message.remaining() < MessageHeader.BYTES) {
            throw new ProtocolException("message of " + message.remaining() + " bytes has no header");
        }
        int type = MessageHeader.type(message, 0);
        int flags = MessageHeader.flags(message, 0);
        int messageBytes = MessageHeader.messageBytes(message, 0);
        if (messageBytes != message.remaining()) {
            throw new ProtocolException(
                    "message with length " + messageBytes + " came as " + message.remaining() + " bytes");
        }
        message.position(MessageHeader.BYTES);
        return decodeBody(type, flags, message.slice());
    }

    private static Message decodeBody(int type, int flags, ByteBuffer body) throws ProtocolException {
        return switch (type) {
            case MessageHeader.ACKNOWLEDGE -> Acknowledge.decode(body);
            case MessageHeader.ADD_FLOW -> AddFlow.decode(flags, body);
            case MessageHeader.REMOVE_FLOW -> RemoveFlow.decode(body);
            case MessageHeader.IDENTIFY_FLOW -> IdentifyFlow.decode(flags, body);
            case MessageHeader.DATA -> DataMessage.decode(flags, body);
            case MessageHeader.START -> Start.decode(flags, body);
            case MessageHeader.STOP -> Stop.decode(body);
            case MessageHeader.RESULTS -> Results.decode(flags, body);
            case MessageHeader.HELLO -> Hello.decode(body);
            case MessageHeader.CHALLENGE -> Challenge.decode(body);
            case MessageHeader.PROOF -> Proof.decode(body);
            case MessageHeader.COUNTER_PROOF -> CounterProof.decode(body);
            case MessageHeader.FLOW_SETTINGS -> FlowSettings.decode(body);
            case MessageHeader.MEASUREMENT_SETTINGS -> MeasurementSettings.decode(body);
            case MessageHeader.CLOCK_REQUEST -> ClockRequest.decode(body);
            case MessageHeader.CLOCK_REPLY -> ClockReply.decode(body);
            default -> {
                if (type < MessageHeader.FIRST_EXTENSION) {
                    throw new ProtocolException("unknown message type 0x" + Integer.toHexString(type));
                }
                yield UnknownExtension.decode(type, flags, body);
            }
        };
    }
}
