// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.PollSet;
import org.netperfmeter.traffic.TransportProtocol;

/** One end of a connection in memory. */
final class LoopbackChannel implements Channel {
    private static final int POLLIN = OsConstant.POLLIN.value();

    private final InetSocketAddress localAddress;
    private final InetSocketAddress peerAddress;
    private final LoopbackPipe incoming;
    private final LoopbackPipe outgoing;
    private final AtomicBoolean closed = new AtomicBoolean();

    LoopbackChannel(
            InetSocketAddress localAddress,
            InetSocketAddress peerAddress,
            LoopbackPipe incoming,
            LoopbackPipe outgoing) {
        this.localAddress = localAddress;
        this.peerAddress = peerAddress;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.TCP;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public InetSocketAddress peerAddress() {
        return peerAddress;
    }

    @Override
    public void configure(SocketOptions options) {
        // There is no socket that could have them.
    }

    @Override
    public EffectiveBuffers buffers() {
        return new EffectiveBuffers(LoopbackPipe.CAPACITY_BYTES, LoopbackPipe.CAPACITY_BYTES);
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        checkOpen("send to");
        if (batch.isSent()) {
            return 0;
        }
        int result = outgoing.write(batch.bytes(), batch.sentBytes(), batch.remainingBytes());
        if (result == END_OF_STREAM) {
            throw new NativeIoException("send to", AddressText.of(peerAddress), Errno.EPIPE.number());
        }
        batch.advanceBytes(Math.max(0, result));
        return result;
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        checkOpen("recv from");
        int result = incoming.read(batch.bytes(), batch.bytes().capacity());
        ((StreamReceiveBatch) batch).received(result);
        return result > 0 ? 1 : result;
    }

    private void checkOpen(String operation) throws NativeIoException {
        if (closed.get()) {
            throw new NativeIoException(operation, AddressText.of(peerAddress), Errno.EBADF.number());
        }
    }

    @Override
    public boolean awaitWritable(long deadlineNanos, StopSignal stop) throws NativeIoException {
        PollSet set = new PollSet(2);
        set.set(0, outgoing.writable.number(), POLLIN);
        set.set(1, stop.descriptor(), POLLIN);
        return !stop.isRaised() && set.await(deadlineNanos) > 0 && !stop.isRaised();
    }

    @Override
    public void shutdownSending() {
        outgoing.end();
    }

    @Override
    public TransportSample sample() {
        return TransportSample.NONE;
    }

    @Override
    public int descriptor() {
        return closed.get() ? -1 : incoming.readable.number();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            outgoing.end();
            incoming.abandon();
        }
    }
}
