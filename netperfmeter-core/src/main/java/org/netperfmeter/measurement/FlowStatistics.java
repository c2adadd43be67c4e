// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.Optional;

/**
 * The counters of one flow at one node; {@link FlowSnapshot} defines them. One thread writes the sending half, one the
 * receiving half; any thread takes snapshots, in which each half is consistent. Allocates nothing per message.
 */
public final class FlowStatistics {
    private static final double NANOS_PER_MICRO = 1000;

    private final SequencedCounters sending = new SequencedCounters(Sending.SIZE);
    private final SequencedCounters receiving = new SequencedCounters(Receiving.SIZE);
    private final FrameTracker frames;

    // Null if not asked for.
    private final ReceptionQuality receptionQuality;
    private final TimeHistogram latenesses;

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
        static final int FIRST_STEADY_MICROS = 10;
        static final int LAST_STEADY_MICROS = 11;
        static final int SIZE = 12;
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
        static final int FIRST_STEADY_MICROS = 15;
        static final int LAST_STEADY_MICROS = 16;
        static final int SIZE = 17;
    }

    /** Counters alone; see the other constructor. */
    public FlowStatistics(int defragmentTimeoutMillis) {
        this(defragmentTimeoutMillis, false);
    }

    /**
     * Counters, all 0.
     *
     * @param defragmentTimeoutMillis how long messages behind a gap wait for the gap to be filled, 0 or more
     * @param withQuality whether to keep what {@link #quality} is made of
     */
    public FlowStatistics(int defragmentTimeoutMillis, boolean withQuality) {
        if (defragmentTimeoutMillis < 0) {
            throw new IllegalArgumentException(
                    "defragmentation timeout must not be negative: " + defragmentTimeoutMillis);
        }
        frames = new FrameTracker(defragmentTimeoutMillis * 1000L);
        receptionQuality = withQuality ? new ReceptionQuality() : null;
        latenesses = withQuality ? new TimeHistogram() : null;
    }

    /**
     * Sender: messages that the kernel took whole, stamped from first to last with these times.
     *
     * @param firstMicros time of day
     * @param lastMicros time of day
     * @param firstSteadyMicros the same moment by a clock that does not jump
     * @param lastSteadyMicros the same moment by a clock that does not jump
     */
    public void transmitted(
            long firstMicros,
            long lastMicros,
            long firstSteadyMicros,
            long lastSteadyMicros,
            int messages,
            long bytes,
            int completedFrames) {
        SequencedCounters c = sending;
        c.beginUpdate();
        if (c.get(Sending.FIRST_MICROS) == 0) {
            c.set(Sending.FIRST_MICROS, firstMicros);
            c.set(Sending.FIRST_STEADY_MICROS, firstSteadyMicros);
        }
        c.set(Sending.LAST_MICROS, lastMicros);
        c.set(Sending.LAST_STEADY_MICROS, lastSteadyMicros);
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
        if (latenesses != null) {
            latenesses.record(nanos);
        }
    }

    /** Sender: the call that took the first byte of messages returned this long after they were stamped. */
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
     * @param nowMicros when it arrived, as time of day
     * @param steadyMicros the same moment by a clock that does not jump: of such times are durations
     * @param first whether it begins its frame
     * @param last whether it ends its frame
     * @param frameId unsigned 32 bits
     * @param sequenceNumber unsigned 64 bits
     * @param byteSequenceNumber unsigned 64 bits
     * @param timeStampMicros when it was sent
     */
    public void received(
            long nowMicros,
            long steadyMicros,
            boolean first,
            boolean last,
            int frameId,
            long sequenceNumber,
            long byteSequenceNumber,
            long timeStampMicros,
            int messageBytes) {
        measureDelay(nowMicros - timeStampMicros);
        if (receptionQuality != null) {
            receptionQuality.received(steadyMicros, sequenceNumber, lastDelayMicros);
        }
        frames.received(steadyMicros, first, last, frameId, sequenceNumber, byteSequenceNumber, messageBytes);
        lastReceivedFramesIncrease = frames.completeFrames() - receivedFrames();

        SequencedCounters c = receiving;
        c.beginUpdate();
        if (c.get(Receiving.PACKETS) == 0) {
            c.set(Receiving.FIRST_MICROS, nowMicros);
            c.set(Receiving.FIRST_STEADY_MICROS, steadyMicros);
            c.set(Receiving.FIRST_DELAY, lastDelayMicros);
            c.set(Receiving.MIN_DELAY, lastDelayMicros);
            c.set(Receiving.MAX_DELAY, lastDelayMicros);
        }
        c.set(Receiving.LAST_MICROS, nowMicros);
        c.set(Receiving.LAST_STEADY_MICROS, steadyMicros);
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

    /** One thread, after sender and receiver have ended: what there is beyond counters, if that was asked for. */
    public Optional<FlowQuality> quality() {
        return Optional.ofNullable(receptionQuality)
                .map(reception -> reception.with(latenesses.summary(NANOS_PER_MICRO)));
    }

    /** One thread, after sender and receiver have ended: the distributions of which {@link #quality} has the summaries. */
    public Optional<FlowDistributions> distributions() {
        return Optional.ofNullable(receptionQuality).map(reception -> reception.distributions(latenesses));
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
                s[Sending.LAST_STEADY_MICROS] - s[Sending.FIRST_STEADY_MICROS],
                r[Receiving.LAST_STEADY_MICROS] - r[Receiving.FIRST_STEADY_MICROS],
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
