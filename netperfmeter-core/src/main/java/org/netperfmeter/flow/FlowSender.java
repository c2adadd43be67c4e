// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FlowRandom;
import org.netperfmeter.traffic.FrameSchedule;
import org.netperfmeter.transport.SendBatch;

/**
 * The sending half of a flow, whatever thread drives it: takes frames from the schedule, hands their messages to the
 * kernel, and counts what the kernel took. Single-threaded.
 */
final class FlowSender {
    /** How long the end of a frame that was begun is waited for: a Stop takes effect within 200 ms in any case. */
    static final long FINISH_NANOS = 100_000_000;

    /** So that a size that is practically never positive cannot keep the thread from seeing that it is to stop. */
    private static final int MAX_EMPTY_FRAMES = 1000;

    private static final long NANOS_PER_MICRO = 1000;

    private final Flow flow;
    private final FlowStatistics statistics;
    private final FrameEncoder encoder;
    private final FrameSchedule schedule;
    private final Clock clock;
    private final boolean paced;

    private long restartsSeen;
    private boolean ending;
    /** Size of a frame that found no room yet. */
    private int drawnFrameBytes;

    /** When the frame in the batch was due, until its first byte has been handed over. */
    private long dueNanos = FrameSchedule.NEVER;

    FlowSender(Flow flow, Clock clock, FlowRandom random) {
        FlowOptions options = flow.definition().options();
        this.flow = flow;
        this.statistics = flow.statistics();
        this.encoder = new FrameEncoder(flow.key(), options.maxMessageBytes());
        this.schedule = new FrameSchedule(flow.definition().outbound(), options.onOff(), random);
        this.clock = clock;
        this.paced = flow.definition().outbound().isPaced();
    }

    Flow flow() {
        return flow;
    }

    void start(long nowNanos) {
        schedule.start(nowNanos);
    }

    long nextEventNanos() {
        return encoder.isInFrame() ? clock.nanos() : schedule.nextEventNanos();
    }

    /** Whether there is something to encode: a frame that is due, or the rest of one that was begun. */
    boolean hasWork() {
        return encoder.isInFrame() || (!ending && schedule.isFrameDue(clock.nanos()));
    }

    /** From now on no frame is begun. */
    void end() {
        ending = true;
    }

    /**
     * Fills an empty batch with what is due: of a saturated flow as many frames as belong into one call, of a paced flow
     * one. A frame that finds no room is continued by the next filling. What is due is decided once a batch.
     */
    void fill(MessageBatch batch) {
        long nowNanos = clock.nanos();
        while (encoder.isInFrame() || beginFrame(batch, nowNanos)) {
            while (encoder.isInFrame()) {
                if (!batch.hasRoomFor(encoder.nextMessageBytes(), flow.batchBytes(), flow.batchMessages())) {
                    return;
                }
                encoder.encodeMessage(batch);
            }
            if (paced) {
                return;
            }
        }
    }

    /** Begins the next frame, if one is due and its first message has room. Returns whether it did. */
    private boolean beginFrame(MessageBatch batch, long nowNanos) {
        for (int frames = 0; frames < MAX_EMPTY_FRAMES && !ending && schedule.isFrameDue(nowNanos); frames++) {
            if (drawnFrameBytes <= 0) {
                drawnFrameBytes = schedule.drawFrameBytes();
            }
            if (drawnFrameBytes > 0
                    && !batch.hasRoomFor(
                            encoder.firstMessageBytes(drawnFrameBytes), flow.batchBytes(), flow.batchMessages())) {
                return false;
            }
            long frameDueNanos = schedule.dueNanos(nowNanos);
            schedule.frameSent(nowNanos);
            for (; restartsSeen < schedule.restarts(); restartsSeen++) {
                statistics.scheduleRestarted();
            }
            // A frame without bytes is neither sent nor counted.
            if (drawnFrameBytes > 0) {
                encoder.beginFrame(drawnFrameBytes);
                drawnFrameBytes = 0;
                dueNanos = paced ? frameDueNanos : FrameSchedule.NEVER;
                return true;
            }
        }
        return false;
    }

    /**
     * Hands over what is left of the batch in one call. All messages of which the kernel took no byte yet are stamped with
     * the time of this call, also those that an earlier call left.
     *
     * @return whether the batch is done with
     */
    boolean send(MessageBatch messages) throws NativeIoException {
        SendBatch batch = messages.batch();
        int before = batch.sentMessages();
        int untouched = messages.firstUntouched();
        long handOverNanos = clock.nanos();
        messages.stamp(untouched, clock.toMicros(handOverNanos), clock.toSteadyMicros(handOverNanos));
        int taken = flow.channel().send(batch);
        if (messages.firstUntouched() > untouched) {
            statistics.stampSkew((clock.nanos() - handOverNanos) / NANOS_PER_MICRO);
        }
        if (taken > 0 && dueNanos != FrameSchedule.NEVER) {
            statistics.lateness(handOverNanos - dueNanos);
            dueNanos = FrameSchedule.NEVER;
        }
        count(messages, before, batch.sentMessages());
        return batch.isSent();
    }

    /**
     * As {@link #send}, but what the network says of datagrams sent earlier (no listener, no route) does not end a paced
     * flow (lifecycle.md 5.3): if even a second try fails, the messages are lost, their numbers are used up.
     */
    boolean sendPersistently(MessageBatch messages) throws NativeIoException {
        try {
            return send(messages);
        } catch (NativeIoException e) {
            if (!isLossOnly(e)) {
                throw e;
            }
        }
        try {
            return send(messages);
        } catch (NativeIoException e) {
            if (!isLossOnly(e)) {
                throw e;
            }
            return true;
        }
    }

    private boolean isLossOnly(NativeIoException e) {
        return flow.definition().protocol().isConnectionless() && e.isNetworkCondition();
    }

    private void count(MessageBatch messages, int from, int to) {
        if (to > from) {
            int frames = 0;
            for (int i = from; i < to; i++) {
                frames += messages.isLastOfFrame(i) ? 1 : 0;
            }
            long bytes = messages.batch().end(to - 1) - (long) messages.start(from);
            statistics.transmitted(
                    messages.timeStampMicros(from),
                    messages.timeStampMicros(to - 1),
                    messages.steadyMicros(from),
                    messages.steadyMicros(to - 1),
                    to - from,
                    bytes,
                    frames);
        }
    }

    /** Gives up the frames in the batch of which the kernel has taken nothing; one that was begun stays. */
    void dropUntouchedFrames(MessageBatch messages) {
        int index = messages.firstUntouched();
        while (index < messages.batch().messages() && !messages.isFirstOfFrame(index)) {
            index++;
        }
        if (index < messages.batch().messages()) {
            encoder.rewindTo(messages, index);
            messages.batch().truncate(index);
        }
    }
}
