// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.BufferSize;

/** The passive side's shared UDP socket. */
final class UdpEndpoint implements DatagramEndpoint {
    private final NativeSocket socket;
    private final InetSocketAddress localAddress;
    private final DropCounter drops;

    UdpEndpoint(NativeSocket socket) throws NativeIoException {
        this.socket = socket;
        this.localAddress = socket.localAddress();
        this.drops = new DropCounter(socket);
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        int result = ((DatagramReceiveBatch) batch).receive(socket.number());
        if (result >= 0) {
            return result;
        }
        if (result == -NativeChannel.EAGAIN) {
            return Channel.WOULD_BLOCK;
        }
        throw new NativeIoException("recv at", AddressText.of(localAddress), -result);
    }

    @Override
    public InetSocketAddress source(ReceiveBatch batch, int index) {
        return ((DatagramReceiveBatch) batch).source(index);
    }

    @Override
    public Channel channelTo(InetSocketAddress peer) throws NativeIoException {
        return new UdpPeerChannel(this, socket.duplicate(), peer, socket.family());
    }

    @Override
    public void grow(BufferSize send, BufferSize receive) throws NativeIoException {
        SocketSetup.growBuffer(socket, OsConstant.SO_SNDBUF, send);
        SocketSetup.growBuffer(socket, OsConstant.SO_RCVBUF, receive);
    }

    /** What was sent in bundles, or was bundled on its way, comes in bundles. Each datagram is told apart all the same. */
    void acceptBundles() throws NativeIoException {
        SocketSetup.bundles(socket, true);
    }

    @Override
    public void stampReceptions() {
        SocketSetup.stampReceptions(socket);
    }

    int droppedDatagrams() {
        return drops.read();
    }

    EffectiveBuffers buffers() {
        return SocketSetup.buffers(socket);
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
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
