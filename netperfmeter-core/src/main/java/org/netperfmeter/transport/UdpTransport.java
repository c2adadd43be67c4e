// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.TransportProtocol;

/** UDP: a connected socket a flow at the active node, one socket for all at the passive node (protocol.md 1.6). */
final class UdpTransport implements Transport {
    /**
     * Room for 3472 datagrams of 1400 bytes, 14 ms of 250,000/s, so that none is lost when the receiver's thread has no
     * processor for a moment; what TCP wishes for holds 202 of them.
     */
    static final int DEFAULT_RECEIVE_BUFFER_BYTES = 4_000_000;

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.UDP;
    }

    @Override
    public Support support() {
        return HostSupport.ofSocketApi();
    }

    @Override
    public Channel connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        InetSocketAddress peer = route.peer();
        Optional<InetSocketAddress> bound = LocalAddresses.toConnect(peer, route.local());
        NativeSocket socket = open(LocalAddresses.family(peer.getAddress()), peer, options);
        try {
            if (bound.isPresent()) {
                socket.bind(bound.get());
            }
            if (stop.isRaised()) {
                throw new NativeIoException("connect", AddressText.of(peer), Errno.ECANCELED.number());
            }
            socket.connect(peer);
            return new UdpChannel(socket, peer, options.gso());
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(int port, List<InetAddress> local, SocketOptions options) throws NativeIoException {
        return LocalAddresses.openFirst(
                LocalAddresses.toListen(port, local, options.v6Only()), candidate -> bind(candidate, options));
    }

    private static DatagramEndpoint bind(LocalAddresses.Candidate candidate, SocketOptions options)
            throws NativeIoException {
        NativeSocket socket = open(candidate.family(), candidate.address(), options);
        try {
            socket.bind(candidate.address());
            return new UdpEndpoint(socket);
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    /** Without SO_REUSEADDR: on Linux it would let two nodes share a port and share out the datagrams between them. */
    private static NativeSocket open(OsConstant family, InetSocketAddress subject, SocketOptions options)
            throws NativeIoException {
        NativeSocket socket = NativeSocket.open(family, OsConstant.SOCK_DGRAM, OsConstant.IPPROTO_UDP, subject);
        try {
            SocketSetup.family(socket, options.v6Only());
            SocketSetup.setBuffers(socket, adjusted(options));
            SocketSetup.bundles(socket, options.gso());
            return socket;
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    /** Raises the receive buffer if nobody insists on another. */
    static SocketOptions adjusted(SocketOptions options) {
        return options.withBuffers(options.sendBuffer(), options.receiveBuffer().raised(DEFAULT_RECEIVE_BUFFER_BYTES));
    }

    @Override
    public ReceiveBatch newReceiveBatch() {
        return new DatagramReceiveBatch();
    }
}
