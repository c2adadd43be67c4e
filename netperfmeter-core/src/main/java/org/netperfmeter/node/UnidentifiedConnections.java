// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.netperfmeter.flow.StreamDemultiplexer;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.MessageHeader;
import org.netperfmeter.wire.ProtocolException;

/** A passive node's data connections that have not told to which flow they belong. Belongs to the control loop. */
final class UnidentifiedConnections {
    /** A longer message is no Identify, whatever it says. */
    private static final int MAX_IDENTIFY_BYTES = 1024;

    private final PassiveNode node;
    private final Set<Connection> connections = new HashSet<>();

    UnidentifiedConnections(PassiveNode node) {
        this.node = node;
    }

    /** A connection that has just been accepted. */
    void add(Channel channel) {
        Connection connection =
                channel instanceof Association association ? new NewAssociation(association) : new NewStream(channel);
        connections.add(connection);
        connection.begin();
    }

    /** How many there are. */
    int count() {
        return connections.size();
    }

    /** Closes those that have had their time; an original active node sends its Identify within a second. */
    void expire(long nowNanos) {
        long patienceNanos = node.config().limits().nanos(Limit.IDENTIFY_SECONDS);
        for (Connection connection : List.copyOf(connections)) {
            if (nowNanos - connection.beganNanos >= patienceNanos) {
                connection.refuse(Refusal.TIME_OUT, "no Identify within " + Limit.IDENTIFY_SECONDS.option());
            }
        }
    }

    void closeAll() {
        List.copyOf(connections).forEach(connection -> connection.close("the node ends"));
    }

    private abstract class Connection {
        private final Channel channel;
        private final long beganNanos = node.clock().nanos();

        private Connection(Channel channel) {
            this.channel = channel;
        }

        /** Starts to wait for the Identify. */
        abstract void begin();

        /** Nobody but the caller will touch the channel any more. */
        abstract void release();

        /** Belongs to a flow now. */
        void leave() {
            if (connections.remove(this)) {
                node.gatekeeper().leave(channel.peerAddress());
            }
        }

        final void refuse(Refusal reason, String why) {
            node.refusals().add(reason, channel.peerAddress(), why);
            close(why);
        }

        final void close(String reason) {
            node.listener()
                    .note(
                            NodeListener.Level.DEBUG,
                            "data connection from " + channel.peerAddress() + " closed: " + reason);
            leave();
            release();
            channel.close();
        }
    }

    /** A connection for a single flow. */
    private final class NewStream extends Connection implements PassiveNode.ReadyHandler {
        private final Channel channel;
        private ByteBuffer message = ByteBuffer.allocate(MessageHeader.BYTES);

        private NewStream(Channel channel) {
            super(channel);
            this.channel = channel;
        }

        @Override
        void begin() {
            node.poller().add(channel, Poller.READ, this);
        }

        @Override
        void release() {
            node.poller().remove(channel);
        }

        @Override
        public void ready() {
            try {
                ReceiveBatch received = node.received(channel.protocol());
                int pieces = channel.receive(received);
                if (pieces == Channel.END_OF_STREAM) {
                    close("closed by the peer");
                } else if (pieces > 0) {
                    arrived(received.bytes()
                            .duplicate()
                            .limit(received.offset(0) + received.length(0))
                            .position(received.offset(0)));
                }
            } catch (NativeIoException e) {
                close(e.getMessage());
            } catch (ProtocolException e) {
                refuse(Refusal.MALFORMED, e.getMessage());
            }
        }

        private void arrived(ByteBuffer piece) throws ProtocolException {
            fill(piece);
            if (message.capacity() == MessageHeader.BYTES && !message.hasRemaining()) {
                message = ByteBuffer.allocate(identifyBytes(message)).put(message.flip());
                fill(piece);
            }
            if (message.capacity() > MessageHeader.BYTES && !message.hasRemaining()) {
                IdentifyFlow identify = (IdentifyFlow) MessageCodec.decode(message.flip());
                leave();
                release();
                if (!node.identify(identify, channel, piece)) {
                    channel.close();
                }
            }
        }

        private void fill(ByteBuffer piece) {
            while (message.hasRemaining() && piece.hasRemaining()) {
                message.put(piece.get());
            }
        }

        /** Length of the Identify of which this is the header. */
        private static int identifyBytes(ByteBuffer header) throws ProtocolException {
            int type = MessageHeader.type(header, 0);
            int messageBytes = MessageHeader.messageBytes(header, 0);
            if (type != MessageHeader.IDENTIFY_FLOW
                    || messageBytes < IdentifyFlow.BYTES
                    || messageBytes > MAX_IDENTIFY_BYTES) {
                throw new ProtocolException("no Identify, but type " + type + " and length " + messageBytes);
            }
            return messageBytes;
        }
    }

    /**
     * A connection for several flows, of which each is identified over its own stream. It is received on from the beginning;
     * once it has a flow it lives as long as its flows do.
     */
    private final class NewAssociation extends Connection implements StreamDemultiplexer.Events {
        private final Association association;

        private NewAssociation(Association association) {
            super(association);
            this.association = association;
        }

        @Override
        void begin() {
            node.dataPlane().startReceiving(association, this);
        }

        @Override
        void release() {
            node.dataPlane().stopReceiving(association);
        }

        @Override
        public void identify(byte[] message) {
            node.post(() -> {
                if (node.identify(message, association)) {
                    leave();
                } else {
                    closeIfUnused("its Identify was refused");
                }
            });
        }

        @Override
        public void ended(String reason) {
            node.post(() -> closeIfUnused(reason));
        }

        private void closeIfUnused(String reason) {
            if (connections.contains(this)) {
                close(reason);
            }
        }
    }
}
