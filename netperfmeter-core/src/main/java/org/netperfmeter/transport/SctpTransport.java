// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.TransportProtocol;

/** SCTP (RFC 9260) by one-to-one style sockets (RFC 6458 section 4), with as many addresses on each side as are given. */
final class SctpTransport implements Transport {
    /** A hundred associations may be made at once; the kernel caps it by net.core.somaxconn. */
    private static final int BACKLOG = 1024;

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.SCTP;
    }

    @Override
    public Support support() {
        return HostSupport.ofSctp();
    }

    @Override
    public Association connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        List<InetSocketAddress> peers = route.peers();
        OsConstant family = SctpSetup.family(
                Stream.concat(peers.stream().map(InetSocketAddress::getAddress), route.local().stream())
                        .toList());
        NativeSocket socket = open(family, route.peer());
        try {
            SctpSetup.prepare(socket, options);
            if (!route.local().isEmpty()) {
                SctpSetup.bind(socket, route.local(), 0);
            }
            SctpSetup.connect(socket, peers);
            NativeChannel.awaitConnected(socket, route.peer(), deadlineNanos, stop);
            if (options.control()) {
                SctpSetup.enableHeartbeats(socket);
            }
            return new SctpAssociation(socket, route.peer());
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(int port, List<InetAddress> local, SocketOptions options) throws NativeIoException {
        if (local.isEmpty()) {
            return LocalAddresses.openFirst(
                    LocalAddresses.toListen(port, local, options.v6Only()),
                    candidate -> listen(
                            candidate.family(), List.of(candidate.address().getAddress()), port, options));
        }
        return listen(SctpSetup.family(local), local, port, options);
    }

    private static Listener listen(OsConstant family, List<InetAddress> local, int port, SocketOptions options)
            throws NativeIoException {
        NativeSocket socket = open(family, new InetSocketAddress(local.get(0), port));
        try {
            SctpSetup.prepare(socket, options);
            SctpSetup.bind(socket, local, port);
            socket.listen(BACKLOG);
            return new SocketListener(socket, accepted -> new SctpAssociation(accepted, accepted.meantFor()));
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    private static NativeSocket open(OsConstant family, InetSocketAddress subject) throws NativeIoException {
        return NativeSocket.open(family, OsConstant.SOCK_STREAM, OsConstant.IPPROTO_SCTP, subject);
    }

    @Override
    public ReceiveBatch newReceiveBatch() {
        return new SctpReceiveBatch();
    }
}
