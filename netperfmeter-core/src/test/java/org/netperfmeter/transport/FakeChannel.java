// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

/** A channel without socket and peer: nothing comes, and nothing can be sent, unless a subclass says otherwise. */
public abstract class FakeChannel implements Channel {
    private final TransportProtocol protocol;

    protected FakeChannel(TransportProtocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public final TransportProtocol protocol() {
        return protocol;
    }

    @Override
    public final InetSocketAddress localAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public final InetSocketAddress peerAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public final void configure(SocketOptions options) {
        // Nothing to configure.
    }

    @Override
    public final EffectiveBuffers buffers() {
        return new EffectiveBuffers(0, 0);
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        return WOULD_BLOCK;
    }

    @Override
    public final boolean awaitWritable(long deadlineNanos, StopSignal stop) {
        return true;
    }

    @Override
    public final void shutdownSending() {
        // There is no peer.
    }

    @Override
    public final TransportSample sample() {
        return TransportSample.NONE;
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
