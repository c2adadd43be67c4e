// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;

/** What TCP and MPTCP have in common. */
abstract class StreamTransport implements Transport {
    /** Asks the kernel about a connection. */
    interface Inspector {
        TransportSample sample();

        /** The connection between these addresses, and its subflows. */
        List<PathSample> paths(InetSocketAddress local, InetSocketAddress peer);
    }

    /** A hundred flows may connect at once; the kernel caps it by net.core.somaxconn. */
    private static final int BACKLOG = 1024;

    private final StreamSocketPlan plan;

    StreamTransport(StreamSocketPlan plan) {
        this.plan = plan;
    }

    /** Options with this protocol's own defaults. */
    abstract SocketOptions adjusted(SocketOptions options);

    /** The addresses to which this protocol binds, of those that the user gave. */
    abstract List<InetAddress> bindable(List<InetAddress> local);

    abstract Inspector inspector(NativeSocket socket);

    /** Whether the kernel's stamp of a read is that of its last segment. */
    abstract boolean stampsLastSegments();

    @Override
    public final Channel connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop)
            throws NativeIoException {
        InetSocketAddress peer = route.peer();
        Optional<InetSocketAddress> bound = LocalAddresses.toConnect(peer, bindable(route.local()));
        NativeSocket socket = plan.open(LocalAddresses.family(peer.getAddress()), peer);
        try {
            setUp(socket, options);
            if (bound.isPresent()) {
                // The port is chosen by connect, so that flows to other peers may have the same; old kernels do
                // without.
                int ignored = socket.trySetOption(OsConstant.IPPROTO_IP, OsConstant.IP_BIND_ADDRESS_NO_PORT.value(), 1);
                socket.bind(bound.get());
            }
            socket.connect(peer);
            NativeChannel.awaitConnected(socket, peer, deadlineNanos, stop);
            return new StreamChannel(this, socket, peer);
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public final Endpoint open(int port, List<InetAddress> local, SocketOptions options) throws NativeIoException {
        return LocalAddresses.openFirst(
                LocalAddresses.toListen(port, bindable(local), options.v6Only()),
                candidate -> listen(candidate, options));
    }

    private Listener listen(LocalAddresses.Candidate candidate, SocketOptions options) throws NativeIoException {
        NativeSocket socket = plan.open(candidate.family(), candidate.address());
        try {
            setUp(socket, options);
            socket.bind(candidate.address());
            socket.listen(BACKLOG);
            return new SocketListener(socket, accepted -> new StreamChannel(this, accepted, accepted.meantFor()));
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    private void setUp(NativeSocket socket, SocketOptions options) throws NativeIoException {
        socket.setOption(OsConstant.SOL_SOCKET, OsConstant.SO_REUSEADDR, 1);
        SocketSetup.family(socket, options.v6Only());
        SocketSetup.stream(socket, adjusted(options));
    }

    @Override
    public final ReceiveBatch newReceiveBatch() {
        return new StreamReceiveBatch();
    }

    final StreamSocketPlan plan() {
        return plan;
    }
}
