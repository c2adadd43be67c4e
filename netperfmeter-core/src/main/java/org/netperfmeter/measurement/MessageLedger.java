// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * Books the messages of a flow in ascending order of their sequence numbers, and finds what is missing between them.
 * Sequence numbers (64 bits) and frame IDs (32 bits) follow serial number arithmetic (RFC 1982), so they may wrap; what is
 * more than half the number space ahead counts as behind.
 *
 * <p>A flow's numbers begin with 0: what is missing before its first message is lost.
 */
final class MessageLedger {
    private long nextSequenceNumber;
    private boolean gapBeforeNext;
    private long lostPackets;

    private int nextFrameId;
    private boolean frameOpen;
    private boolean frameIntact;
    private long frameArrivalMicros;
    private long completeFrames;
    private long incompleteFrames;
    private long lostFrames;

    private long bookedBytes;
    private long groupByteSequenceNumber = -1;
    private long lostBytes;

    /**
     * Books a message; sequence numbers that were left out before it are lost.
     *
     * @param frameArrivalMicros when the first message of its frame arrived
     */
    void book(
            long sequenceNumber,
            boolean first,
            boolean last,
            int frameId,
            long byteSequenceNumber,
            int bytes,
            long frameArrivalMicros) {
        if (sequenceNumber != nextSequenceNumber) {
            giveUpTo(sequenceNumber);
        }
        bookBytes(byteSequenceNumber, bytes);
        bookFrame(first, last, frameId, frameArrivalMicros);
        nextSequenceNumber++;
        gapBeforeNext = false;
    }

    /** Books all messages before this sequence number as lost. */
    void giveUpTo(long sequenceNumber) {
        lostPackets += sequenceNumber - nextSequenceNumber;
        nextSequenceNumber = sequenceNumber;
        gapBeforeNext = true;
    }

    /**
     * The rule of lifecycle.md 7.4: all messages of a group carry the same byte sequence number, which is what the sender
     * had sent before the group. The original's groups are frames, ours are single messages.
     */
    private void bookBytes(long byteSequenceNumber, int bytes) {
        if (byteSequenceNumber != groupByteSequenceNumber) {
            groupByteSequenceNumber = byteSequenceNumber;
            lostBytes = Math.max(lostBytes, byteSequenceNumber - bookedBytes);
        }
        bookedBytes += bytes;
    }

    private void bookFrame(boolean first, boolean last, int frameId, long arrivalMicros) {
        int ahead = frameId - nextFrameId;
        if (ahead >= 0) {
            closeFrame(false);
            lostFrames += ahead;
            nextFrameId = frameId + 1;
            frameOpen = true;
            frameIntact = first;
            frameArrivalMicros = arrivalMicros;
        } else if (isOpen(frameId)) {
            frameIntact &= !gapBeforeNext;
        } else {
            // Of a frame that is over: nothing that a sane peer sends.
            return;
        }
        if (last) {
            closeFrame(frameIntact);
        }
    }

    private void closeFrame(boolean complete) {
        if (frameOpen) {
            frameOpen = false;
            if (complete) {
                completeFrames++;
            } else {
                incompleteFrames++;
            }
        }
    }

    /** Nothing more will come: a frame that has not ended is incomplete. */
    void finish() {
        closeFrame(false);
    }

    /** Whether messages of this frame have been booked, and its last message has not. */
    boolean isOpen(int frameId) {
        return frameOpen && frameId == nextFrameId - 1;
    }

    /** When the first message of the open frame arrived. */
    long openFrameArrivalMicros() {
        return frameArrivalMicros;
    }

    /** All messages before this one are booked, or given up. */
    long nextSequenceNumber() {
        return nextSequenceNumber;
    }

    long lostPackets() {
        return lostPackets;
    }

    long lostBytes() {
        return lostBytes;
    }

    long completeFrames() {
        return completeFrames;
    }

    long incompleteFrames() {
        return incompleteFrames;
    }

    long lostFrames() {
        return lostFrames;
    }
}
