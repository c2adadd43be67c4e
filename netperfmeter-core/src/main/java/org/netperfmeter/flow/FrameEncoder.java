// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.DataHeader;

/**
 * Cuts frames into Data messages (lifecycle.md 5.3): the numbering of one direction of a flow. ByteSeqNumber is the number
 * of bytes sent before the <em>message</em>, not the frame, so that every receiver's byte loss is exact (lifecycle.md 7.4).
 */
final class FrameEncoder {
    private final FlowKey key;
    private final int maxMessageBytes;

    private int frameId;
    private long sequenceNumber;
    private long byteSequenceNumber;

    /** What is left of the frame that was begun; 0 between two frames. */
    private int frameRestBytes;

    private boolean firstMessage;

    FrameEncoder(FlowKey key, int maxMessageBytes) {
        this.key = key;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Begins a frame of more than 0 bytes. */
    void beginFrame(int frameBytes) {
        frameRestBytes = frameBytes;
        firstMessage = true;
    }

    /** Whether a frame has been begun of which messages are still to be encoded. */
    boolean isInFrame() {
        return frameRestBytes > 0;
    }

    /** Size of the first message of a frame; at least a header. */
    int firstMessageBytes(int frameBytes) {
        return Math.max(DataHeader.BYTES, Math.min(frameBytes, maxMessageBytes));
    }

    /** Size of the message that {@link #encodeMessage} would add. */
    int nextMessageBytes() {
        return firstMessageBytes(frameRestBytes);
    }

    /** Adds the next message of the frame, without its time stamp, to the batch, which must have room for it. */
    void encodeMessage(MessageBatch batch) {
        int bytes = nextMessageBytes();
        boolean last = frameRestBytes <= maxMessageBytes;
        int offset = batch.add(bytes);
        int flags = (firstMessage ? DataHeader.FIRST : 0) | (last ? DataHeader.LAST : 0);
        DataHeader.write(batch.bytes(), offset, key, flags, bytes, frameId, sequenceNumber, byteSequenceNumber, 0);
        sequenceNumber++;
        byteSequenceNumber += bytes;
        firstMessage = false;
        if (last) {
            frameRestBytes = 0;
            frameId++;
        } else {
            frameRestBytes -= bytes;
        }
    }

    /** Message {@code index} of the batch, the first of its frame, and all behind it will not be sent. */
    void rewindTo(MessageBatch batch, int index) {
        int offset = batch.start(index);
        frameId = DataHeader.frameId(batch.bytes(), offset);
        sequenceNumber = DataHeader.sequenceNumber(batch.bytes(), offset);
        byteSequenceNumber = DataHeader.byteSequenceNumber(batch.bytes(), offset);
        frameRestBytes = 0;
    }
}
