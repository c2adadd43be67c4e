// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.netperfmeter.wire.DataHeader;
import org.netperfmeter.wire.MessageHeader;

/**
 * When the frames of a flow left, by the kernel's time stamps: that of a packet is taken as loopback hands it over, in the
 * same system call that sends it. Of a frame that TCP cuts up, the packet with its last byte counts; of one that is sent
 * again, the first.
 *
 * <p><b>Lateness.</b> Frame k of a flow of rate r is due at s + k / r. The start s of the schedule is nothing that a
 * capture could show, so it is taken as late as possible without making any frame early: as the least of
 * (departure - k / r) over the whole run. So the lateness of a frame is what it left later than the most punctual frame of
 * its run; a delay that all frames have in common is not seen, but neither can a sender that falls behind, or that pauses
 * and then catches up, hide it. The nominal rate is used, not the one that was achieved.
 */
final class Departures {
    private static final int ETHERNET_BYTES = 14;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int UDP_BYTES = 8;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int DATA_OFFSET_OFFSET = 12;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] frames;
    private final long[] nanos;

    /**
     * @param frames their numbers, ascending; at least two
     * @param nanos when they left, since 1970
     */
    Departures(long[] frames, long[] nanos) {
        if (frames.length != nanos.length || frames.length < 2) {
            throw new IllegalArgumentException(frames.length + " frames left at " + nanos.length + " times");
        }
        this.frames = frames.clone();
        this.nanos = nanos.clone();
    }

    /**
     * Takes the frames of the only flow of a capture.
     *
     * @param frameBytes size of its frames, each of them a message
     * @throws RunFailedException if there are fewer than two
     */
    static Departures read(PcapFile packets, int frameBytes) throws IOException, RunFailedException {
        Collector collector = new Collector(frameBytes);
        for (Optional<PcapFile.Packet> packet = packets.next(); packet.isPresent(); packet = packets.next()) {
            collector.add(packet.get());
        }
        long[] frames = collector.frames.build().toArray();
        if (frames.length < 2) {
            throw new RunFailedException("only " + frames.length + " frames were captured");
        }
        return new Departures(frames, collector.nanos.build().toArray());
    }

    /** Frames a second between the first departure and the last. */
    double framesPerSecond() {
        int last = frames.length - 1;
        return (frames[last] - frames[0]) / ((nanos[last] - nanos[0]) / NANOS_PER_SECOND);
    }

    /** How many frames left less than so long after the first one. */
    int framesWithin(long afterFirstNanos) {
        int count = 0;
        while (count < nanos.length && nanos[count] - nanos[0] < afterFirstNanos) {
            count++;
        }
        return count;
    }

    /**
     * How late each frame was, at least 0.
     *
     * @param framesPerSecond nominal rate
     */
    double[] latenessNanos(double framesPerSecond) {
        double[] offsets = new double[frames.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (nanos[i] - nanos[0]) - (frames[i] - frames[0]) * NANOS_PER_SECOND / framesPerSecond;
        }
        double start = Arrays.stream(offsets).min().orElse(0);
        return Arrays.stream(offsets).map(offset -> offset - start).toArray();
    }

    /** Finds messages in packets. */
    private static final class Collector {
        private final int frameBytes;
        private final LongStream.Builder frames = LongStream.builder();
        private final LongStream.Builder nanos = LongStream.builder();
        private long nextFrame;

        // Of TCP: where the first message begins in the stream, once it is known.
        private boolean isSynchronised;
        private int streamStart;

        private Collector(int frameBytes) {
            this.frameBytes = frameBytes;
        }

        private void add(PcapFile.Packet packet) {
            ByteBuffer bytes = packet.bytes();
            int transport = ETHERNET_BYTES + 4 * (bytes.get(ETHERNET_BYTES) & 0x0F);
            int end = ETHERNET_BYTES + Short.toUnsignedInt(bytes.getShort(ETHERNET_BYTES + 2));
            switch (bytes.get(ETHERNET_BYTES + PROTOCOL_OFFSET)) {
                case UDP -> datagram(packet, transport + UDP_BYTES);
                case TCP -> segment(packet, transport, end);
                default -> {} // Nothing else has messages.
            }
        }

        private void datagram(PcapFile.Packet packet, int payload) {
            if (isMessage(packet.bytes(), payload)) {
                left(DataHeader.sequenceNumber(packet.bytes(), payload), packet.nanos());
            }
        }

        private void segment(PcapFile.Packet packet, int transport, int end) {
            ByteBuffer bytes = packet.bytes();
            int payload = transport + 4 * ((bytes.get(transport + DATA_OFFSET_OFFSET) >> 4) & 0x0F);
            int sequence = bytes.getInt(transport + SEQUENCE_OFFSET);
            if (!isSynchronised && isMessage(bytes, payload)) {
                isSynchronised = true;
                streamStart = sequence - (int) (DataHeader.sequenceNumber(bytes, payload) * frameBytes);
            }
            if (isSynchronised) {
                // Sequence numbers of TCP wrap around; what is ahead of the next frame is a difference of less than 2
                // GiB.
                long streamEnd = (nextFrame * frameBytes)
                        + (sequence + (end - payload) - streamStart - (int) (nextFrame * frameBytes));
                while ((nextFrame + 1) * frameBytes <= streamEnd) {
                    left(nextFrame, packet.nanos());
                }
            }
        }

        private boolean isMessage(ByteBuffer bytes, int at) {
            return bytes.limit() >= at + DataHeader.BYTES
                    && bytes.get(at + MessageHeader.TYPE_OFFSET) == MessageHeader.DATA
                    && Short.toUnsignedInt(bytes.getShort(at + MessageHeader.LENGTH_OFFSET)) == frameBytes;
        }

        private void left(long frame, long at) {
            if (frame >= nextFrame) {
                frames.add(frame);
                nanos.add(at);
                nextFrame = frame + 1;
            }
        }
    }
}
