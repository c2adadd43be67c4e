// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.ArrayList;
import java.util.List;

/** The messages of a flow, numbered as senders do it. */
final class NumberedFlow {
    private NumberedFlow() {}

    /** What a byte sequence number says: the bytes sent before this message (ours), or before its frame (the original). */
    enum ByteNumbering {
        MESSAGE,
        FRAME
    }

    record Sent(int frameId, long sequenceNumber, long byteSequenceNumber, int bytes, boolean first, boolean last) {}

    /** Frames of so many messages each. */
    static List<Sent> of(ByteNumbering numbering, int messageBytes, int... messagesOfFrame) {
        List<Sent> messages = new ArrayList<>();
        for (int frame = 0; frame < messagesOfFrame.length; frame++) {
            long bytesBeforeFrame = (long) messages.size() * messageBytes;
            for (int i = 0; i < messagesOfFrame[frame]; i++) {
                long bytesBefore = (long) messages.size() * messageBytes;
                messages.add(new Sent(
                        frame,
                        messages.size(),
                        numbering == ByteNumbering.MESSAGE ? bytesBefore : bytesBeforeFrame,
                        messageBytes,
                        i == 0,
                        i == messagesOfFrame[frame] - 1));
            }
        }
        return messages;
    }
}
