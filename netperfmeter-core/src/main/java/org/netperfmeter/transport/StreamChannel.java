// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SystemCalls;

/** A connection of TCP or MPTCP. */
final class StreamChannel extends NativeChannel {
    private final StreamTransport transport;
    private final NativeSocket socket;
    private final StreamTransport.Inspector inspector;

    /** Set before reception begins. */
    private boolean stamped;

    StreamChannel(StreamTransport transport, NativeSocket socket, InetSocketAddress peer) throws NativeIoException {
        super(transport.protocol(), socket.localAddress(), peer);
        this.transport = transport;
        this.socket = socket;
        this.inspector = transport.inspector(socket);
    }

    @Override
    public void configure(SocketOptions options) throws NativeIoException {
        SocketSetup.stream(socket, transport.adjusted(options));
    }

    @Override
    public EffectiveBuffers buffers() {
        return SocketSetup.buffers(socket);
    }

    /** Of MPTCP: what new subflows begin with. */
    @Override
    public Optional<String> congestionControl() {
        return socket.tryTextOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_CONGESTION);
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        int remaining = batch.remainingBytes();
        if (remaining == 0) {
            return 0;
        }
        int result = SystemCalls.send(socket.number(), batch.remainingAddress(), remaining, MSG_NOSIGNAL);
        if (result >= 0) {
            batch.advanceBytes(result);
            return result;
        }
        return wouldBlock("send", "to", result);
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        StreamReceiveBatch piece = (StreamReceiveBatch) batch;
        int result = stamped ? piece.receiveStamped(socket.number()) : piece.receive(socket.number());
        if (result > 0) {
            return 1;
        }
        return result == 0 ? END_OF_STREAM : wouldBlock("recv", "from", result);
    }

    private int wouldBlock(String operation, String direction, int result) throws NativeIoException {
        if (result == -EAGAIN) {
            return WOULD_BLOCK;
        }
        throw new NativeIoException(operation + " " + direction, AddressText.of(peerAddress()), -result);
    }

    @Override
    public void shutdownSending() {
        try {
            socket.shutdown(OsConstant.SHUT_WR);
        } catch (NativeIoException e) {
            // Not connected any more, or closed: the stream has ended already.
        }
    }

    @Override
    public void stampReceptions() {
        if (transport.stampsLastSegments()) {
            SocketSetup.stampReceptions(socket);
            stamped = true;
        }
    }

    @Override
    public TransportSample sample() {
        return inspector.sample();
    }

    @Override
    public List<PathSample> paths() {
        return inspector.paths(localAddress(), peerAddress());
    }

    /** An option at level IPPROTO_TCP whose value is a number. */
    int tcpOption(OsConstant option) throws NativeIoException {
        return socket.option(OsConstant.IPPROTO_TCP, option);
    }

    @Override
    public int descriptor() {
        return socket.number();
    }

    @Override
    public void close() {
        socket.close();
    }
}
