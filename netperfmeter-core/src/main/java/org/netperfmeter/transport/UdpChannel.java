// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.List;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.traffic.TransportProtocol;

/** A connected UDP socket. What the peer's host says by ICMP ends the next call, as ECONNREFUSED for example. */
final class UdpChannel extends NativeChannel {
    private final NativeSocket socket;
    private final DropCounter drops;
    private boolean bundled;

    UdpChannel(NativeSocket socket, InetSocketAddress peer, boolean bundled) throws NativeIoException {
        super(TransportProtocol.UDP, socket.localAddress(), peer);
        this.socket = socket;
        this.bundled = bundled;
        this.drops = new DropCounter(socket);
    }

    @Override
    public void configure(SocketOptions options) throws NativeIoException {
        SocketSetup.setBuffers(socket, UdpTransport.adjusted(options));
        SocketSetup.bundles(socket, options.gso());
        bundled = options.gso();
    }

    @Override
    public EffectiveBuffers buffers() {
        return SocketSetup.buffers(socket);
    }

    @Override
    public int send(SendBatch batch) throws NativeIoException {
        return DatagramSender.send(this, batch, bundled, 0, 0);
    }

    @Override
    public int receive(ReceiveBatch batch) throws NativeIoException {
        int result = ((DatagramReceiveBatch) batch).receive(socket.number());
        if (result >= 0) {
            return result;
        }
        if (result == -EAGAIN) {
            return WOULD_BLOCK;
        }
        throw new NativeIoException("recv from", AddressText.of(peerAddress()), -result);
    }

    @Override
    public void shutdownSending() {
        // Datagrams have no end.
    }

    @Override
    public void stampReceptions() {
        SocketSetup.stampReceptions(socket);
    }

    @Override
    public TransportSample sample() {
        return TransportSample.ofDatagrams(drops.read());
    }

    @Override
    public List<PathSample> paths() {
        return List.of(datagrams(drops.read()));
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
