// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.wire.DataMessage;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.MessageHeader;
import org.netperfmeter.wire.ProtocolException;

/** Decodes what a sender has put on the wire. */
final class SentMessages {
    private SentMessages() {}

    /** All whole messages; a truncated last one is left out. */
    static List<DataMessage> in(byte[] bytes) throws ProtocolException {
        List<DataMessage> messages = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int offset = 0;
        while (bytes.length - offset >= MessageHeader.BYTES) {
            int length = MessageHeader.messageBytes(buffer, offset);
            if (length > bytes.length - offset) {
                break;
            }
            messages.add((DataMessage) MessageCodec.decode(buffer.slice(offset, length)));
            offset += length;
        }
        return messages;
    }
}
