// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.wire.DataHeader;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageHeader;
import org.netperfmeter.wire.ProtocolException;

/**
 * The receiving half of a flow: finds the messages in what arrives and counts them. Of a message that is spread over
 * several reads only its header is kept. Single-threaded, but for the waiting for its end.
 */
public final class FlowReceiver implements Reader {

    private final Channel channel;
    private final FlowStatistics statistics;
    private final VectorRing vector;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** The beginning of a message that has not arrived whole. */
    private final ByteBuffer partial = ByteBuffer.allocate(DataHeader.BYTES);

    /** What of that message, behind the kept beginning, is still to come. */
    private int missingBytes;

    private final Arrival arrival = new Arrival();
    private final HostDelay hostDelay = new HostDelay();
    private volatile String failure;
    private volatile long lastReceptionNanos;

    FlowReceiver(Channel channel, FlowStatistics statistics, VectorRing vector) {
        this.channel = channel;
        this.statistics = statistics;
        this.vector = vector;
    }

    @Override
    public boolean read(ReceiveBatch batch, Clock clock) {
        try {
            int pieces = channel.receive(batch);
            if (pieces == Channel.END_OF_STREAM) {
                end();
                return false;
            }
            if (pieces > 0) {
                arrival.batch(clock, batch.readNanos(clock.nanos()));
                for (int i = 0; i < pieces; i++) {
                    arrived(batch, i, arrival);
                    if (channel.protocol().isDatagram()) {
                        datagram(batch.bytes(), batch.offset(i), batch.length(i), arrival);
                    } else {
                        stream(batch.bytes(), batch.offset(i), batch.length(i), arrival);
                    }
                }
                lastReceptionNanos = arrival.readNanos();
            }
            return true;
        } catch (NativeIoException e) {
            if (channel.protocol().isConnectionless()) {
                // An ICMP error of something sent earlier; what arrives is not concerned.
                return true;
            }
            failure = e.getMessage();
        } catch (ProtocolException e) {
            failure = e.getMessage();
        }
        end();
        return false;
    }

    /** Finds out when a piece arrived: as the kernel says, or when it was read. */
    void arrived(ReceiveBatch batch, int index, Arrival when) {
        long ageNanos = batch.ageNanos(index);
        when.piece(ageNanos);
        if (ageNanos >= 0) {
            hostDelay.add(ageNanos);
        }
    }

    /**
     * One datagram. One that is no Data message is ignored (protocol.md 8.3): anybody can send datagrams.
     */
    void datagram(ByteBuffer bytes, int offset, int length, Arrival when) {
        if (length >= DataHeader.BYTES
                && isData(bytes, offset)
                && MessageHeader.messageBytes(bytes, offset) >= DataHeader.BYTES
                && MessageHeader.messageBytes(bytes, offset) <= length) {
            count(bytes, offset, when);
        }
    }

    private static boolean isData(ByteBuffer bytes, int offset) {
        return MessageHeader.type(bytes, offset) == MessageHeader.DATA;
    }

    /**
     * The first bytes of the stream, which came together with what is no message of the flow.
     *
     * @throws ProtocolException if they are neither Data nor a repeated Identify
     */
    public void stream(ByteBuffer bytes, Clock clock) throws ProtocolException {
        arrival.batch(clock, clock.nanos());
        stream(bytes, bytes.position(), bytes.remaining(), arrival);
    }

    /**
     * The next bytes of the stream.
     *
     * @throws ProtocolException if they are neither Data nor a repeated Identify
     */
    void stream(ByteBuffer bytes, int offset, int length, Arrival when) throws ProtocolException {
        int position = offset;
        int end = offset + length;
        if (missingBytes > 0) {
            int skipped = Math.min(missingBytes, length);
            missingBytes -= skipped;
            position += skipped;
            if (missingBytes > 0) {
                return;
            }
            completePartial(when);
        }
        while (position < end) {
            if (partial.position() > 0) {
                position = continuePartial(bytes, position, end, when);
            } else {
                position = message(bytes, position, end, when);
            }
        }
    }

    /** The message that begins at the position. Returns the position behind it, or the end. */
    private int message(ByteBuffer bytes, int position, int end, Arrival when) throws ProtocolException {
        int available = end - position;
        if (available >= MessageHeader.BYTES) {
            int messageBytes = checkedLength(bytes, position);
            if (messageBytes <= available) {
                if (isData(bytes, position)) {
                    count(bytes, position, when);
                }
                return position + messageBytes;
            }
        }
        return continuePartial(bytes, position, end, when);
    }

    /** Keeps what a message needs for its accounting, as far as it is there. Returns the position behind what was used. */
    private int continuePartial(ByteBuffer bytes, int from, int end, Arrival when) throws ProtocolException {
        int position = keep(bytes, from, end, MessageHeader.BYTES);
        if (partial.position() < MessageHeader.BYTES) {
            return position;
        }
        int messageBytes = checkedLength(partial, 0);
        int keptBytes = Math.min(messageBytes, DataHeader.BYTES);
        position = keep(bytes, position, end, keptBytes);
        if (partial.position() == keptBytes) {
            int rest = messageBytes - keptBytes;
            int skipped = Math.min(rest, end - position);
            missingBytes = rest - skipped;
            position += skipped;
            if (missingBytes == 0) {
                completePartial(when);
            }
        }
        return position;
    }

    private int keep(ByteBuffer bytes, int from, int end, int upTo) {
        int position = from;
        while (position < end && partial.position() < upTo) {
            partial.put(bytes.get(position++));
        }
        return position;
    }

    private void completePartial(Arrival when) {
        if (isData(partial, 0)) {
            count(partial, 0, when);
        }
        partial.clear();
    }

    /**
     * The transport's message has ended, and with it the Data message: what of that has not arrived will not come. It is
     * not counted, and thus found to be lost.
     */
    void endOfMessage() {
        partial.clear();
        missingBytes = 0;
    }

    /** Length of the message that begins here; a repeated Identify is no error (protocol.md 8.3). */
    private static int checkedLength(ByteBuffer bytes, int offset) throws ProtocolException {
        int type = MessageHeader.type(bytes, offset);
        int length = MessageHeader.messageBytes(bytes, offset);
        boolean isData = type == MessageHeader.DATA && length >= DataHeader.BYTES;
        boolean isIdentify = type == MessageHeader.IDENTIFY_FLOW && length >= IdentifyFlow.BYTES;
        if (!isData && !isIdentify) {
            throw new ProtocolException("no data message: type " + type + ", length " + length);
        }
        return length;
    }

    private void count(ByteBuffer bytes, int offset, Arrival when) {
        int messageBytes = MessageHeader.messageBytes(bytes, offset);
        long sequenceNumber = DataHeader.sequenceNumber(bytes, offset);
        statistics.received(
                when.micros(),
                when.steadyMicros(),
                DataHeader.isFirst(bytes, offset),
                DataHeader.isLast(bytes, offset),
                DataHeader.frameId(bytes, offset),
                sequenceNumber,
                DataHeader.byteSequenceNumber(bytes, offset),
                DataHeader.timeStampMicros(bytes, offset),
                messageBytes);
        if (vector != null) {
            vector.offer(
                    when.micros(),
                    sequenceNumber,
                    statistics.receivedBytes(),
                    statistics.receivedPackets(),
                    statistics.receivedFrames(),
                    messageBytes,
                    statistics.lastReceivedFramesIncrease(),
                    statistics.lastDelayMicros(),
                    statistics.lastDelayDifferenceMicros(),
                    statistics.jitterMillis());
        }
    }

    @Override
    public void fail(String reason) {
        failure = reason;
        end();
    }

    @Override
    public void end() {
        ended.countDown();
    }

    /** Why reception has ended before it was told to, if it did; the end of the stream is no failure. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** The peer's end of the stream has been seen, or reception has ended for another reason. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** What the kernel's time stamps tell; to be read after the end of reception. */
    public HostDelay hostDelay() {
        return hostDelay;
    }

    void touched(long nowNanos) {
        lastReceptionNanos = nowNanos;
    }

    /** When something arrived last ({@link System#nanoTime}); 0: never. */
    public long lastReceptionNanos() {
        return lastReceptionNanos;
    }

    /** Waits for the end of reception. Returns whether it came before the deadline. */
    public boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
}
