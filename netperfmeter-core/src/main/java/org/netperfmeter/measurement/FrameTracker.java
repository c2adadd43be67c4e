// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * Decides which messages and frames of a flow arrived completely, arrived in part, or were lost (lifecycle.md 7.3, 7.4).
 *
 * <p>Messages are decided in the order of their sequence numbers: the expected one at once, without any memory; one behind a
 * gap when the gap is filled, or when the timeout has passed since the first message of its frame arrived, or at the end.
 * What then still comes for the gap is late, and changes nothing.
 *
 * <p>At most {@value #MAX_WINDOW} sequence numbers are kept open (24 bytes each, and only if there is a gap): a message
 * beyond them has the oldest numbers given up before their time. So whatever numbers a peer sends, time and memory are
 * bounded.
 */
final class FrameTracker {
    /** Sequence numbers that may be open; what comes more than this many messages late is late whatever the timeout. */
    static final int MAX_WINDOW = 1 << 18;

    private static final int INITIAL_WINDOW = 64;

    private final long timeoutMicros;
    private final MessageLedger ledger = new MessageLedger();
    private final PendingMessages pending = new PendingMessages(INITIAL_WINDOW);
    private long lateOrDuplicatePackets;

    FrameTracker(long timeoutMicros) {
        this.timeoutMicros = timeoutMicros;
    }

    /** @param nowMicros when the message arrived, by a clock that does not jump */
    void received(
            long nowMicros,
            boolean first,
            boolean last,
            int frameId,
            long sequenceNumber,
            long byteSequenceNumber,
            int bytes) {
        if (sequenceNumber == ledger.nextSequenceNumber() && pending.isEmpty()) {
            ledger.book(sequenceNumber, first, last, frameId, byteSequenceNumber, bytes, nowMicros);
            return;
        }
        if (sequenceNumber - ledger.nextSequenceNumber() >= MAX_WINDOW) {
            giveUpTo(sequenceNumber - MAX_WINDOW + 1);
        }
        long ahead = sequenceNumber - ledger.nextSequenceNumber();
        if (ahead < 0 || pending.contains(sequenceNumber)) {
            lateOrDuplicatePackets++;
        } else {
            long arrivalMicros = frameArrivalMicros(sequenceNumber, frameId, nowMicros);
            if (ahead == 0) {
                ledger.book(sequenceNumber, first, last, frameId, byteSequenceNumber, bytes, arrivalMicros);
                decideContiguous();
            } else {
                pending.ensureCapacity(ahead + 1);
                pending.add(sequenceNumber, first, last, frameId, byteSequenceNumber, bytes, arrivalMicros);
            }
        }
        giveUpOverdue(nowMicros);
    }

    /**
     * When the first message of this message's frame arrived. The messages of a frame are neighbours, so if any of them has
     * arrived before, one of the two next to this message has, or the frame is being decided.
     */
    private long frameArrivalMicros(long sequenceNumber, int frameId, long nowMicros) {
        if (ledger.isOpen(frameId)) {
            return ledger.openFrameArrivalMicros();
        }
        if (pending.isEmpty()) {
            return nowMicros;
        }
        if (sequenceNumber - pending.lowest() > 0) {
            long before = pending.highestBefore(sequenceNumber);
            if (pending.frameId(before) == frameId) {
                return pending.frameArrivalMicros(before);
            }
        }
        if (pending.highest() - sequenceNumber > 0) {
            long behind = pending.lowestAfter(sequenceNumber);
            if (pending.frameId(behind) == frameId) {
                return pending.frameArrivalMicros(behind);
            }
        }
        return nowMicros;
    }

    private void giveUpOverdue(long nowMicros) {
        while (!pending.isEmpty() && nowMicros - pending.frameArrivalMicros(pending.lowest()) >= timeoutMicros) {
            giveUpOldestGap();
        }
    }

    /** Decides everything before this sequence number. */
    private void giveUpTo(long sequenceNumber) {
        while (sequenceNumber - ledger.nextSequenceNumber() > 0) {
            if (!pending.isEmpty() && sequenceNumber - pending.lowest() >= 0) {
                giveUpOldestGap();
            } else {
                ledger.giveUpTo(sequenceNumber);
            }
        }
    }

    private void giveUpOldestGap() {
        decideLowest();
        decideContiguous();
    }

    private void decideContiguous() {
        while (!pending.isEmpty() && pending.lowest() == ledger.nextSequenceNumber()) {
            decideLowest();
        }
    }

    private void decideLowest() {
        long s = pending.lowest();
        ledger.book(
                s,
                pending.isFirst(s),
                pending.isLast(s),
                pending.frameId(s),
                pending.byteSequenceNumber(s),
                pending.bytes(s),
                pending.frameArrivalMicros(s));
        pending.removeLowest();
    }

    /** Decides everything that is still open. */
    void finish() {
        while (!pending.isEmpty()) {
            giveUpOldestGap();
        }
        ledger.finish();
    }

    long completeFrames() {
        return ledger.completeFrames();
    }

    long incompleteFrames() {
        return ledger.incompleteFrames();
    }

    long lostFrames() {
        return ledger.lostFrames();
    }

    long lostPackets() {
        return ledger.lostPackets();
    }

    long lostBytes() {
        return ledger.lostBytes();
    }

    long lateOrDuplicatePackets() {
        return lateOrDuplicatePackets;
    }

    /** Sequence numbers for which there is room now. */
    int window() {
        return pending.capacity();
    }
}
