// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.posix.EventDescriptor;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * An association with room for a few messages only, which the network takes whenever nothing finds room any more. So
 * whoever sends most often and most at a time gets all of it. One thread sends over all its streams.
 */
public final class NarrowAssociation {
    private final int roomMessages;
    private final int messagesInAll;
    private final Runnable sent;
    private final List<Stream> streams = new ArrayList<>();
    private int room;
    private int messages;

    /**
     * An association.
     *
     * @param sent called once messagesInAll have been sent; nothing is taken after that
     */
    public NarrowAssociation(int roomMessages, int messagesInAll, Runnable sent) {
        this.roomMessages = roomMessages;
        this.messagesInAll = messagesInAll;
        this.sent = sent;
        this.room = roomMessages;
    }

    /** A channel over the next stream. */
    public Channel stream() {
        streams.add(new Stream());
        return streams.get(streams.size() - 1);
    }

    /** Messages sent over stream {@code index}, once all of them have been sent. */
    public int messages(int index) {
        return streams.get(index).messages;
    }

    private int take(SendBatch batch, Stream stream) {
        if (messages == messagesInAll) {
            return Channel.WOULD_BLOCK;
        }
        if (room == 0) {
            room = roomMessages;
            return Channel.WOULD_BLOCK;
        }
        int taken = Math.min(Math.min(room, messagesInAll - messages), batch.messages() - batch.sentMessages());
        room -= taken;
        messages += taken;
        stream.messages += taken;
        int bytes = batch.advanceMessages(taken);
        if (messages == messagesInAll) {
            sent.run();
        }
        return bytes;
    }

    private final class Stream extends FakeChannel {
        /** Always readable and writable. */
        private final EventDescriptor descriptor = LoopbackTransport.newEvent();

        private int messages;

        private Stream() {
            super(TransportProtocol.SCTP);
        }

        @Override
        public int send(SendBatch batch) {
            return take(batch, this);
        }

        @Override
        public Channel connection() {
            return streams.get(0);
        }

        @Override
        public int descriptor() {
            return descriptor.number();
        }

        @Override
        public void close() {
            descriptor.close();
        }
    }
}
