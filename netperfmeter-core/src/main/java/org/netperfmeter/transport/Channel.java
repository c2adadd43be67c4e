// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

/** A connection, or a connected datagram socket: opaque bytes. Non-blocking; one thread sends, one receives. */
public interface Channel extends Pollable {
    /** Nothing can be sent or received at the moment. */
    int WOULD_BLOCK = -1;

    /** The peer has ended the stream. */
    int END_OF_STREAM = -2;

    /** The protocol that was asked for, whatever the handshake has made of it. */
    TransportProtocol protocol();

    InetSocketAddress localAddress();

    InetSocketAddress peerAddress();

    /** Sets a flow's options on an accepted channel. */
    void configure(SocketOptions options) throws NativeIoException;

    /** The buffer sizes in force. */
    EffectiveBuffers buffers();

    /** The congestion control in force, as the system names it; empty: unknown, or the protocol has none. */
    default Optional<String> congestionControl() {
        return Optional.empty();
    }

    /**
     * Sends what is left of the batch in one system call and advances it: a stream by any number of bytes, datagrams by
     * whole messages.
     *
     * @return bytes taken, or {@link #WOULD_BLOCK}
     */
    int send(SendBatch batch) throws NativeIoException;

    /**
     * Receives in one system call: a piece of the stream, or up to the batch's capacity of datagrams.
     *
     * @return how many pieces are in the batch (a datagram may be empty), {@link #WOULD_BLOCK} or {@link #END_OF_STREAM}
     */
    int receive(ReceiveBatch batch) throws NativeIoException;

    /**
     * Waits until a send may make progress, or would tell an error.
     *
     * @param deadlineNanos {@link System#nanoTime} at which to give up, to the next millisecond; Long.MAX_VALUE: never
     * @param stop may be left out (null)
     * @return false if the deadline passed or the signal was raised before
     */
    boolean awaitWritable(long deadlineNanos, StopSignal stop) throws NativeIoException;

    /** Ends the stream towards the peer; nothing for datagrams. */
    void shutdownSending();

    /** The connection of which this channel is a stream; this channel if it has the connection alone. */
    default Channel connection() {
        return this;
    }

    /** The largest message that can be sent at the moment, in bytes, where the path limits it (DCCP). */
    default int maxMessageBytes() {
        return Integer.MAX_VALUE;
    }

    /** Has the kernel stamp what it receives from now on, where it can; see {@link ReceiveBatch#ageNanos}. */
    default void stampReceptions() {}

    /** Asks the kernel about the connection. */
    TransportSample sample();

    /**
     * Asks the kernel for all that it tells of the connection, and of each of its paths behind it; none if it tells nothing.
     */
    default List<PathSample> paths() {
        return List.of();
    }
}
