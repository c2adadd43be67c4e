// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import org.netperfmeter.posix.Descriptor;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

/** One stream of an association, to be sent over. Its descriptor is a duplicate, so that it can be waited for on its own. */
final class SctpStream extends NativeChannel {
    private final SctpAssociation association;
    private final Descriptor descriptor;
    private final SctpSender sender;
    private final AtomicBoolean sendingEnded = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    SctpStream(SctpAssociation association, Descriptor descriptor, SctpSender sender) {
        super(TransportProtocol.SCTP, association.localAddress(), association.peerAddress());
        this.association = association;
        this.descriptor = descriptor;
        this.sender = sender;
    }

    @Override
    public Channel connection() {
        return association;
    }

    /** Sets the options of the whole association. */
    @Override
    public void configure(SocketOptions options) throws NativeIoException {
        association.configure(options);
    }

    @Override
    public EffectiveBuffers buffers() {
        return association.buffers();
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        return sender.send(this, batch);
    }

    /** The association receives. */
    @Override
    public int receive(ReceiveBatch batch) {
        return WOULD_BLOCK;
    }

    /** Ends the association, if no other stream of it is sent over any more. */
    @Override
    public void shutdownSending() {
        if (sendingEnded.compareAndSet(false, true)) {
            association.streamEnded();
        }
    }

    @Override
    public TransportSample sample() {
        return association.sample();
    }

    @Override
    public int descriptor() {
        return descriptor.number();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            descriptor.close();
            association.streamClosed(sendingEnded.getAndSet(true));
        }
    }
}
