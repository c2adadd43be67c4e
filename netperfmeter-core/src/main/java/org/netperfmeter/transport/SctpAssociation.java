// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TransportProtocol;

/** An association of SCTP, one-to-one style (RFC 6458 section 4). */
final class SctpAssociation extends NativeChannel implements Association {
    private static final StreamOptions ORDERED_AND_RELIABLE = StreamOptions.of(FlowOptions.DEFAULTS);

    private final NativeSocket socket;
    private final SctpInspector inspector = new SctpInspector();
    private final SctpSender sender = new SctpSender(0, ORDERED_AND_RELIABLE);

    /** Streams that are open, and those of them over which something may still be sent. */
    private final AtomicInteger openStreams = new AtomicInteger();

    private final AtomicInteger sendingStreams = new AtomicInteger();

    /** Seen by the receiving thread only: what the next reception tells, whatever the kernel says. */
    private boolean ended;

    private boolean lost;

    SctpAssociation(NativeSocket socket, InetSocketAddress peer) throws NativeIoException {
        super(TransportProtocol.SCTP, socket.localAddress(), peer);
        this.socket = socket;
    }

    @Override
    public Channel stream(int streamId, StreamOptions options) throws NativeIoException {
        Channel stream = new SctpStream(this, socket.duplicate(), new SctpSender(streamId, options));
        openStreams.incrementAndGet();
        sendingStreams.incrementAndGet();
        return stream;
    }

    void streamEnded() {
        if (sendingStreams.decrementAndGet() == 0) {
            shutdownSending();
        }
    }

    /** @param ended whether {@link #streamEnded} was called for it before */
    void streamClosed(boolean ended) {
        if (!ended) {
            sendingStreams.decrementAndGet();
        }
        if (openStreams.decrementAndGet() == 0) {
            close();
        }
    }

    @Override
    public void configure(SocketOptions options) throws NativeIoException {
        SctpSetup.configure(socket, options);
    }

    @Override
    public EffectiveBuffers buffers() {
        return SocketSetup.buffers(socket);
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        return sender.send(this, batch);
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        SctpReceiveBatch messages = (SctpReceiveBatch) batch;
        messages.clear();
        while (!ended && !lost) {
            int result = messages.receive(socket.number());
            if (result == -EAGAIN) {
                return WOULD_BLOCK;
            }
            if (result < 0) {
                throw new NativeIoException("recv from", AddressText.of(peerAddress()), -result);
            }
            ended = messages.hasEnded();
            lost = messages.isLost();
            if (messages.count() > 0) {
                stayReadable();
                return messages.count();
            }
        }
        if (lost) {
            throw new NativeIoException("recv from", AddressText.of(peerAddress()), Errno.ECONNRESET.number());
        }
        return END_OF_STREAM;
    }

    /** If the end was seen together with messages, nobody would come again for it: the kernel has told it. */
    private void stayReadable() {
        if (ended || lost) {
            shutdown(OsConstant.SHUT_RD);
        }
    }

    @Override
    public void shutdownSending() {
        shutdown(OsConstant.SHUT_WR);
    }

    private void shutdown(OsConstant how) {
        try {
            socket.shutdown(how);
        } catch (NativeIoException e) {
            // Not connected any more, or closed: the association has ended already.
        }
    }

    @Override
    public void stampReceptions() {
        SocketSetup.stampReceptions(socket);
    }

    @Override
    public TransportSample sample() {
        return TransportSample.NONE;
    }

    @Override
    public List<PathSample> paths() {
        return inspector.paths(socket, localAddress(), peerAddress());
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
