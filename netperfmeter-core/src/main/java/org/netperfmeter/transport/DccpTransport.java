// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.TransportProtocol;

/** DCCP (RFC 4340): a connection a flow, a message a packet (protocol.md 1.8). */
final class DccpTransport implements Transport {
    /** Tells the passive side what the connection is for: 1852861808, as the four characters that it stands for. */
    private static final String SERVICE_CODE = "npmp";

    /** A hundred flows may connect at once; the kernel caps it by net.core.somaxconn. */
    private static final int BACKLOG = 1024;

    /** More congestion controls than any kernel has. */
    private static final int MAX_CCIDS = 8;

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.DCCP;
    }

    @Override
    public Support support() {
        return HostSupport.ofDccp();
    }

    /** The congestion control that the user asked for, or an error; the original warns and goes on with another. */
    @Override
    public Channel connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        InetSocketAddress peer = route.peer();
        Optional<InetSocketAddress> bound = LocalAddresses.toConnect(peer, route.local());
        NativeSocket socket = open(LocalAddresses.family(peer.getAddress()), peer, options);
        try {
            if (options.ccid() != 0) {
                setCongestionControl(socket, options.ccid());
            }
            if (bound.isPresent()) {
                socket.bind(bound.get());
            }
            socket.connect(peer);
            NativeChannel.awaitConnected(socket, peer, deadlineNanos, stop);
            return DccpChannel.connected(socket);
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(int port, List<InetAddress> local, SocketOptions options) throws NativeIoException {
        return LocalAddresses.openFirst(
                LocalAddresses.toListen(port, local, options.v6Only()), candidate -> listen(candidate, options));
    }

    private static Listener listen(LocalAddresses.Candidate candidate, SocketOptions options) throws NativeIoException {
        NativeSocket socket = open(candidate.family(), candidate.address(), options);
        try {
            socket.bind(candidate.address());
            socket.listen(BACKLOG);
            return new SocketListener(socket, DccpChannel::accepted);
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    private static NativeSocket open(OsConstant family, InetSocketAddress subject, SocketOptions options)
            throws NativeIoException {
        NativeSocket socket = NativeSocket.open(family, OsConstant.SOCK_DCCP, OsConstant.IPPROTO_DCCP, subject);
        try {
            socket.setOption(OsConstant.SOL_SOCKET, OsConstant.SO_REUSEADDR, 1);
            SocketSetup.family(socket, options.v6Only());
            socket.setOption(OsConstant.SOL_DCCP, OsConstant.DCCP_SOCKOPT_SERVICE, SERVICE_CODE);
            SocketSetup.setBuffers(socket, options);
            return socket;
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    /** The option is a list of a byte each, in the order of preference, for both directions. */
    private static void setCongestionControl(NativeSocket socket, int ccid) throws NativeIoException {
        NativeMemory preference = NativeMemory.allocate(1);
        preference.bytes().put(0, (byte) ccid);
        int result = socket.trySetOption(OsConstant.SOL_DCCP, OsConstant.DCCP_SOCKOPT_CCID, preference, 1);
        if (result < 0) {
            String subject = OsConstant.DCCP_SOCKOPT_CCID + "=" + ccid + " of " + socket.subject()
                    + " (this kernel has " + availableCongestionControls(socket) + ")";
            throw new NativeIoException("setsockopt", subject, -result);
        }
    }

    private static String availableCongestionControls(NativeSocket socket) {
        NativeMemory list = NativeMemory.allocate(MAX_CCIDS);
        int length = socket.tryOption(OsConstant.SOL_DCCP, OsConstant.DCCP_SOCKOPT_AVAILABLE_CCIDS, list);
        return IntStream.range(0, Math.max(0, length))
                .mapToObj(i -> Integer.toString(Byte.toUnsignedInt(list.bytes().get(i))))
                .collect(Collectors.joining(", "));
    }

    @Override
    public ReceiveBatch newReceiveBatch() {
        return new DatagramReceiveBatch();
    }
}
