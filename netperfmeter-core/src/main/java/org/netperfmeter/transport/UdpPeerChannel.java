// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.List;
import org.netperfmeter.posix.Descriptor;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.SocketAddressCodec;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * Sends to one peer over the shared socket. Its descriptor is a duplicate, so that it can be waited for and closed on its
 * own.
 */
final class UdpPeerChannel extends NativeChannel {
    private final UdpEndpoint endpoint;
    private final Descriptor descriptor;
    private final NativeMemory name;
    private final int nameLength;
    private final int droppedBefore;
    private boolean bundled;

    /** @param family of the shared socket */
    UdpPeerChannel(UdpEndpoint endpoint, Descriptor descriptor, InetSocketAddress peer, int family) {
        super(TransportProtocol.UDP, endpoint.localAddress(), peer);
        this.endpoint = endpoint;
        this.descriptor = descriptor;
        this.name = NativeMemory.allocate(SocketAddressCodec.MAX_BYTES);
        this.nameLength = SocketAddressCodec.encode(peer, family, name.bytes(), 0);
        this.droppedBefore = endpoint.droppedDatagrams();
    }

    /** Grows the shared socket's buffers, and has it take bundles from now on if the flow wants that. */
    @Override
    public void configure(SocketOptions options) throws NativeIoException {
        SocketOptions adjusted = UdpTransport.adjusted(options);
        endpoint.grow(adjusted.sendBuffer(), adjusted.receiveBuffer());
        if (options.gso()) {
            endpoint.acceptBundles();
        }
        bundled = options.gso();
    }

    /** Those of the shared socket. */
    @Override
    public EffectiveBuffers buffers() {
        return endpoint.buffers();
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        return DatagramSender.send(this, batch, bundled, name.address(), nameLength);
    }

    /** The endpoint receives. */
    @Override
    public int receive(ReceiveBatch batch) {
        return WOULD_BLOCK;
    }

    @Override
    public void shutdownSending() {
        // Datagrams have no end.
    }

    @Override
    public TransportSample sample() {
        return TransportSample.ofDatagrams(droppedDatagrams());
    }

    @Override
    public List<PathSample> paths() {
        return List.of(datagrams(droppedDatagrams()));
    }

    /** Those of the shared socket, for whomever they were, since this channel is there; modulo 2^32. */
    private int droppedDatagrams() {
        return endpoint.droppedDatagrams() - droppedBefore;
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
