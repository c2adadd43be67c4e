// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * The counters of a flow at one node at one moment, and the numbers derived from them, each with one definition here. They
 * count from the flow's creation (lifecycle.md 7.5) and are those of results.md 3, without its defects; what differs from
 * the original is said below. Times of day are microseconds since 1970, 0: never. "Packets" are messages; bytes include the
 * 48-byte message header, but no transport or IP headers. Identification and control messages are not counted.
 *
 * @param firstTransmissionMicros time stamp of the first message sent
 * @param lastTransmissionMicros time stamp of the last message sent
 * @param firstReceptionMicros when the first message was received
 * @param lastReceptionMicros when the last message was received
 * @param transmissionMicros from the first to the last transmission, whatever happened to the time of day
 * @param receptionMicros from the first to the last reception, likewise
 * @param transmittedBytes bytes of the messages that the system took whole
 * @param transmittedPackets messages that the system took whole (the original: of whole frames, at their end)
 * @param transmittedFrames frames whose last message the system took (the original: also frames that failed)
 * @param receivedBytes bytes of all messages received, late and duplicate ones included
 * @param receivedPackets all messages received, late and duplicate ones included
 * @param receivedFrames frames of which every message arrived, counted at once, or, behind a gap in the sequence numbers,
 *     when the gap has been filled or given up (the original: frames of which any message arrived, counted one
 *     defragmentation timeout later, those of the end never)
 * @param incompleteFrames frames of which some message arrived and some did not
 * @param lostBytes lifecycle.md 7.4: exact for peers that number bytes a message and for those that number them a frame,
 *     with the latter at the next frame
 * @param lostPackets gaps in the sequence numbers, from 0 on; losses at the very end of a flow are invisible
 * @param lostFrames frames of which nothing arrived: complete, incomplete and lost frames add up to the highest frame ID + 1
 *     at the end
 * @param lateOrDuplicatePackets messages that had been received before, or given up
 * @param jitterMillis RFC 3550, section 6.4.1, in order of arrival, from the second message on (the original compares the
 *     first message's delay to 0, so that an offset between the clocks starts the jitter at 1/16 of itself)
 * @param meanDelayMicros mean one-way delay of all received messages, 0 without messages. Delays include the offset
 *     between the clocks of the two nodes, and may be negative
 * @param minDelayMicros 0 without messages
 * @param maxDelayMicros 0 without messages
 * @param lateFrames paced frames that have a send lateness
 * @param latenessSumNanos sum of hand-over minus due time
 * @param maxLatenessNanos largest hand-over minus due time
 * @param maxStampSkewMicros longest time between the stamp of messages and the return of the system call that took their
 *     first bytes: no delay is longer than true by more than this
 * @param scheduleRestarts how often the sender was more than 1 s behind and gave up catching up
 */
public record FlowSnapshot(
        long firstTransmissionMicros,
        long lastTransmissionMicros,
        long firstReceptionMicros,
        long lastReceptionMicros,
        long transmissionMicros,
        long receptionMicros,
        long transmittedBytes,
        long transmittedPackets,
        long transmittedFrames,
        long receivedBytes,
        long receivedPackets,
        long receivedFrames,
        long incompleteFrames,
        long lostBytes,
        long lostPackets,
        long lostFrames,
        long lateOrDuplicatePackets,
        double jitterMillis,
        double meanDelayMicros,
        long minDelayMicros,
        long maxDelayMicros,
        long lateFrames,
        long latenessSumNanos,
        long maxLatenessNanos,
        long maxStampSkewMicros,
        long scheduleRestarts) {
    /** A flow of which nothing was sent and nothing received. */
    public static final FlowSnapshot EMPTY =
            new FlowSnapshot(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Volume transmitted() {
        return new Volume(transmittedBytes, transmittedPackets, transmittedFrames);
    }

    public Volume received() {
        return new Volume(receivedBytes, receivedPackets, receivedFrames);
    }

    public Volume lost() {
        return new Volume(lostBytes, lostPackets, lostFrames);
    }

    /** Over {@link #transmissionMicros}: n frames in n - 1 gaps, so slightly above nominal (results.md 5.1). */
    public Rate transmissionRate() {
        return transmitted().over(transmissionMicros());
    }

    /** Over {@link #receptionMicros} (results.md 5.1). */
    public Rate receptionRate() {
        return received().over(receptionMicros());
    }

    /** {@link #meanDelayMicros} in milliseconds; 0 without messages. */
    public double meanDelayMillis() {
        return meanDelayMicros / 1000;
    }

    /** Mean of hand-over minus due time of the paced frames; 0 without such frames. */
    public double meanLatenessMicros() {
        return lateFrames == 0 ? 0 : latenessSumNanos / 1000.0 / lateFrames;
    }
}
