// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * The counters of one flow at one node; {@link FlowSnapshot} defines them. One thread writes the sending half, one the
 * receiving half; any thread takes snapshots, in which each half is consistent. Allocates nothing per message.
 */
public final class FlowStatistics {
    private final SequencedCounters sending = new SequencedCounters(Sending.SIZE);
    private final SequencedCounters receiving = new SequencedCounters(Receiving.SIZE);
    private final FrameTracker frames;

    // Of the receiving thread only.
    private long lastDelayMicros;
    private long lastDelayDifferenceMicros;
    private long lastReceivedFramesIncrease;
    private double jitterMillis;

    /** Places of the sending half's counters. */
    private static final class Sending {
        static final int FIRST_MICROS = 0;
        static final int LAST_MICROS = 1;
        static final int BYTES = 2;
        static final int PACKETS = 3;
        static final int FRAMES = 4;
        static final int LATE_FRAMES = 5;
        static final int LATENESS_SUM_NANOS = 6;
        static final int MAX_LATENESS_NANOS = 7;
        static final int MAX_STAMP_SKEW_MICROS = 8;
        static final int RESTARTS = 9;
        static final int SIZE = 10;
    }

    /** Places of the receiving half's counters. */
    private static final class Receiving {
        static final int FIRST_MICROS = 0;
        static final int LAST_MICROS = 1;
        static final int BYTES = 2;
        static final int PACKETS = 3;
        static final int COMPLETE_FRAMES = 4;
        static final int INCOMPLETE_FRAMES = 5;
        static final int LOST_BYTES = 6;
        static final int LOST_PACKETS = 7;
        static final int LOST_FRAMES = 8;
        static final int LATE_OR_DUPLICATE = 9;
        static final int JITTER_BITS = 10;
        static final int FIRST_DELAY = 11;
        static final int EXCESS_DELAY_SUM = 12;
        static final int MIN_DELAY = 13;
        static final int MAX_DELAY = 14;
        static final int SIZE = 15;
    }

    /** @param defragmentTimeoutMillis how long messages behind a gap wait for the gap to be filled, 0 or more */
    public FlowStatistics(int defragmentTimeoutMillis) {
        if (defragmentTimeoutMillis < 0) {
            throw new IllegalArgumentException(
                    "defragmentation timeout must not be negative: " + defragmentTimeoutMillis);
        }
        frames = new FrameTracker(defragmentTimeoutMillis * 1000L);
    }

    /** Sender: messages that the kernel took whole, stamped from first to last with these times. */
    public void transmitted(long firstMicros, long lastMicros, int messages, long bytes, int completedFrames) {
        SequencedCounters c = sending;
        c.beginUpdate();
        if (c.get(Sending.FIRST_MICROS) == 0) {
            c.set(Sending.FIRST_MICROS, firstMicros);
        }
        c.set(Sending.LAST_MICROS, lastMicros);
        c.add(Sending.BYTES, bytes);
        c.add(Sending.PACKETS, messages);
        c.add(Sending.FRAMES, completedFrames);
        c.endUpdate();
    }

    /** Sender: a paced frame was handed over this long after it was due. */
    public void lateness(long nanos) {
        SequencedCounters c = sending;
        c.beginUpdate();
        c.add(Sending.LATE_FRAMES, 1);
        c.add(Sending.LATENESS_SUM_NANOS, nanos);
        c.set(Sending.MAX_LATENESS_NANOS, Math.max(nanos, c.get(Sending.MAX_LATENESS_NANOS)));
        c.endUpdate();
    }

    /** Sender: the first byte of a message was handed over this long after the message was stamped. */
    public void stampSkew(long micros) {
        if (micros > sending.get(Sending.MAX_STAMP_SKEW_MICROS)) {
            sending.beginUpdate();
            sending.set(Sending.MAX_STAMP_SKEW_MICROS, micros);
            sending.endUpdate();
        }
    }

    /** Sender: the schedule was started anew. */
    public void scheduleRestarted() {
        sending.beginUpdate();
        sending.add(Sending.RESTARTS, 1);
        sending.endUpdate();
    }

    /**
     * Receiver: one Data message arrived.
     *
     * @param nowMicros when it arrived
     * @param first whether it begins its frame
     * @param last whether it ends its frame
     * @param frameId unsigned 32 bits
     * @param sequenceNumber unsigned 64 bits
     * @param byteSequenceNumber unsigned 64 bits
     * @param timeStampMicros when it was sent
     */
    public void received(
            long nowMicros,
            boolean first,
            boolean last,
            int frameId,
            long sequenceNumber,
            long byteSequenceNumber,
            long timeStampMicros,
            int messageBytes) {
        measureDelay(nowMicros - timeStampMicros);
        frames.received(nowMicros, first, last, frameId, sequenceNumber, byteSequenceNumber, messageBytes);
        lastReceivedFramesIncrease = frames.completeFrames() - receivedFrames();

        SequencedCounters c = receiving;
        c.beginUpdate();
        if (c.get(Receiving.PACKETS) == 0) {
            c.set(Receiving.FIRST_MICROS, nowMicros);
            c.set(Receiving.FIRST_DELAY, lastDelayMicros);
            c.set(Receiving.MIN_DELAY, lastDelayMicros);
            c.set(Receiving.MAX_DELAY, lastDelayMicros);
        }
        c.set(Receiving.LAST_MICROS, nowMicros);
        c.add(Receiving.BYTES, messageBytes);
        c.add(Receiving.PACKETS, 1);
        c.set(Receiving.JITTER_BITS, Double.doubleToRawLongBits(jitterMillis));
        // Relative to the first delay: the sum of delays between nodes whose clocks are decades apart would overflow.
        c.add(Receiving.EXCESS_DELAY_SUM, lastDelayMicros - c.get(Receiving.FIRST_DELAY));
        c.set(Receiving.MIN_DELAY, Math.min(lastDelayMicros, c.get(Receiving.MIN_DELAY)));
        c.set(Receiving.MAX_DELAY, Math.max(lastDelayMicros, c.get(Receiving.MAX_DELAY)));
        setFrameCounters(c);
        c.endUpdate();
    }

    private void measureDelay(long delayMicros) {
        boolean isFirst = receivedPackets() == 0;
        lastDelayDifferenceMicros = isFirst ? 0 : delayMicros - lastDelayMicros;
        lastDelayMicros = delayMicros;
        if (!isFirst) {
            jitterMillis += (Math.abs((double) lastDelayDifferenceMicros) / 1000 - jitterMillis) / 16;
        }
    }

    private void setFrameCounters(SequencedCounters c) {
        c.set(Receiving.COMPLETE_FRAMES, frames.completeFrames());
        c.set(Receiving.INCOMPLETE_FRAMES, frames.incompleteFrames());
        c.set(Receiving.LOST_BYTES, frames.lostBytes());
        c.set(Receiving.LOST_PACKETS, frames.lostPackets());
        c.set(Receiving.LOST_FRAMES, frames.lostFrames());
        c.set(Receiving.LATE_OR_DUPLICATE, frames.lateOrDuplicatePackets());
    }

    /**
     * Receiver, or any thread after the receiver has ended: the measurement is over; decides all frames and losses that are
     * still open, so that Received Frames is complete (the original leaves the frames of its last seconds uncounted).
     */
    public void finishReception() {
        frames.finish();
        receiving.beginUpdate();
        setFrameCounters(receiving);
        receiving.endUpdate();
    }

    /** Receiver only, as the methods below: values after the message received last, for its vector row. */
    public long receivedBytes() {
        return receiving.get(Receiving.BYTES);
    }

    public long receivedPackets() {
        return receiving.get(Receiving.PACKETS);
    }

    public long receivedFrames() {
        return receiving.get(Receiving.COMPLETE_FRAMES);
    }

    /** How many frames the message received last completed: more than one if it filled a gap, or had one given up. */
    public long lastReceivedFramesIncrease() {
        return lastReceivedFramesIncrease;
    }

    public long lastDelayMicros() {
        return lastDelayMicros;
    }

    /** Difference to the delay of the message received before; 0 for the first. */
    public long lastDelayDifferenceMicros() {
        return lastDelayDifferenceMicros;
    }

    public double jitterMillis() {
        return jitterMillis;
    }

    /** Any thread: the counters now. */
    public FlowSnapshot snapshot() {
        long[] s = sending.copy();
        long[] r = receiving.copy();
        long packets = r[Receiving.PACKETS];
        return new FlowSnapshot(
                s[Sending.FIRST_MICROS],
                s[Sending.LAST_MICROS],
                r[Receiving.FIRST_MICROS],
                r[Receiving.LAST_MICROS],
                s[Sending.BYTES],
                s[Sending.PACKETS],
                s[Sending.FRAMES],
                r[Receiving.BYTES],
                packets,
                r[Receiving.COMPLETE_FRAMES],
                r[Receiving.INCOMPLETE_FRAMES],
                r[Receiving.LOST_BYTES],
                r[Receiving.LOST_PACKETS],
                r[Receiving.LOST_FRAMES],
                r[Receiving.LATE_OR_DUPLICATE],
                Double.longBitsToDouble(r[Receiving.JITTER_BITS]),
                packets == 0 ? 0 : r[Receiving.FIRST_DELAY] + (double) r[Receiving.EXCESS_DELAY_SUM] / packets,
                r[Receiving.MIN_DELAY],
                r[Receiving.MAX_DELAY],
                s[Sending.LATE_FRAMES],
                s[Sending.LATENESS_SUM_NANOS],
                s[Sending.MAX_LATENESS_NANOS],
                s[Sending.MAX_STAMP_SKEW_MICROS],
                s[Sending.RESTARTS]);
    }
}
