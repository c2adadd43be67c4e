// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Pollable;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.transport.StopSignal;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageAssembler;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.ProtocolException;
import org.netperfmeter.wire.Results;

/**
 * Control messages over a channel. One thread receives; sending is open to the thread of the control loop and to that of
 * an upload, and never blocks the former.
 */
final class ControlConnection implements Pollable {
    private static final int MAX_MESSAGE_BYTES = 65535;

    private static final int UPLOAD_MESSAGES = 32;

    private final Channel channel;
    private final MessageAssembler assembler;
    private final SendBatch batch = new SendBatch(SendBatch.Payload.CONTROL, MAX_MESSAGE_BYTES, UPLOAD_MESSAGES);
    private final Deque<byte[]> outgoing = new ArrayDeque<>();
    private long outgoingBytes;
    /** What has been received and not been looked at. */
    private final Deque<Piece> incoming = new ArrayDeque<>();

    /**
     * A part of what has been received.
     *
     * @param endsMessage whether the transport says that a message ends here
     */
    private record Piece(ByteBuffer bytes, boolean endsMessage) {}

    ControlConnection(Channel channel) {
        this(channel, MAX_MESSAGE_BYTES);
    }

    /** @param maxMessageBytes that the peer may send, 4..65535 */
    ControlConnection(Channel channel, int maxMessageBytes) {
        this.channel = channel;
        assembler = new MessageAssembler(maxMessageBytes);
    }

    Channel channel() {
        return channel;
    }

    @Override
    public int descriptor() {
        return channel.descriptor();
    }

    /** Sends a message, now or when {@link #flush} is called. Returns whether all has been sent. */
    synchronized boolean send(Message message) throws NativeIoException {
        queue(message);
        return flush();
    }

    /** Sends a message when {@link #flush} is called, with the others of then. */
    synchronized void queue(Message message) {
        byte[] bytes = MessageCodec.encode(message);
        outgoing.add(bytes);
        outgoingBytes += bytes.length;
    }

    /** What has not been handed to the kernel, beside what has been begun. */
    synchronized long queuedBytes() {
        return outgoingBytes;
    }

    /** Whether the peer has not taken what it was sent. */
    synchronized boolean isBlocked() {
        return !batch.isSent();
    }

    /** Whether nothing is waiting to be sent. */
    synchronized boolean isFlushed() {
        return batch.isSent() && outgoing.isEmpty();
    }

    /** Sends what is waiting, as far as that is possible without blocking. Returns whether all has been sent. */
    synchronized boolean flush() throws NativeIoException {
        while (true) {
            if (batch.isSent()) {
                batch.clear();
                fillBatch();
                if (batch.messages() == 0) {
                    return true;
                }
            }
            if (channel.send(batch) == Channel.WOULD_BLOCK) {
                return false;
            }
        }
    }

    private void fillBatch() {
        int used = 0;
        while (!outgoing.isEmpty()
                && batch.messages() < UPLOAD_MESSAGES
                && used + outgoing.peek().length <= MAX_MESSAGE_BYTES) {
            byte[] bytes = outgoing.remove();
            outgoingBytes -= bytes.length;
            batch.add(bytes.length);
            batch.bytes().put(used, bytes);
            used += bytes.length;
        }
    }

    /**
     * Sends a file as Results messages, the last one flagged (protocol.md 7). Blocks the calling thread.
     *
     * @param patienceNanos without any progress for so long it is given up
     */
    void upload(ReadableByteChannel file, long patienceNanos, StopSignal stop) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(Results.MAX_DATA_BYTES);
        boolean last;
        do {
            chunk.clear();
            while (chunk.hasRemaining() && file.read(chunk) >= 0) {
                // Fills the chunk: only the last one may be shorter.
            }
            last = chunk.hasRemaining();
            byte[] data = new byte[chunk.flip().remaining()];
            chunk.get(data);
            boolean sent = send(new Results(data, last));
            while (!sent) {
                if (!channel.awaitWritable(Ticker.later(System.nanoTime(), patienceNanos), stop)) {
                    throw new IOException("the peer does not take its results");
                }
                sent = flush();
            }
        } while (!last);
    }

    /** Receives once. Returns false at the end of the stream. */
    boolean receive(ReceiveBatch received) throws NativeIoException {
        int pieces = channel.receive(received);
        for (int i = 0; i < pieces; i++) {
            byte[] bytes = new byte[received.length(i)];
            received.bytes().get(received.offset(i), bytes);
            incoming.add(new Piece(ByteBuffer.wrap(bytes), received.endsMessage(i)));
        }
        return pieces != Channel.END_OF_STREAM;
    }

    /** The next message that has arrived whole, or null. */
    Message next() throws ProtocolException {
        Message message = assembler.next();
        while (message == null && !incoming.isEmpty()) {
            Piece piece = incoming.remove();
            assembler.append(piece.bytes);
            message = assembler.next();
            if (piece.endsMessage && assembler.isIncomplete()) {
                throw new ProtocolException("a control message does not end where its length says");
            }
        }
        return message;
    }

    /** Whether a message has begun that {@link #next} has not returned. */
    boolean isIncomplete() {
        return assembler.isIncomplete();
    }

    @Override
    public void close() {
        channel.close();
    }
}
