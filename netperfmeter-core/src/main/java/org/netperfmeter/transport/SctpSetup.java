// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SctpOptions;
import org.netperfmeter.posix.SocketAddressCodec;

/** Options and addresses of SCTP sockets, as protocol.md 1.2, 1.4 and 1.7 want them. */
final class SctpSetup {
    /** What either side of a data association asks for, in each direction. */
    private static final int STREAMS = 65535;

    /** Of a control association (protocol.md 1.4). */
    private static final int HEARTBEAT_MILLIS = 30_000;

    private SctpSetup() {}

    /** What has to be set before a socket listens or connects. */
    static void prepare(NativeSocket socket, SocketOptions options) throws NativeIoException {
        socket.setOption(OsConstant.SOL_SOCKET, OsConstant.SO_REUSEADDR, 1);
        SocketSetup.family(socket, options.v6Only());
        if (!options.control()) {
            NativeMemory streams = SctpOptions.initMessage(STREAMS, STREAMS);
            socket.setOption(OsConstant.IPPROTO_SCTP, OsConstant.SCTP_INITMSG, streams, streams.size());
        }
        NativeMemory events = SctpOptions.events();
        socket.setOption(OsConstant.IPPROTO_SCTP, OsConstant.SCTP_EVENTS, events, events.size());
        socket.setOption(OsConstant.IPPROTO_SCTP, OsConstant.SCTP_RECVRCVINFO, 1);
        configure(socket, options);
    }

    /** What a flow asks for (protocol.md 1.7). */
    static void configure(NativeSocket socket, SocketOptions options) throws NativeIoException {
        if (options.cmt() != 0) {
            throw new NativeIoException(
                    "set cmt=" + options.cmt() + " of", socket.subject(), Errno.EOPNOTSUPP.number());
        }
        SocketSetup.setBuffers(socket, options);
        if (options.noDelay()) {
            // Never cleared: another flow of the association may have asked for it.
            socket.setOption(OsConstant.IPPROTO_SCTP, OsConstant.SCTP_NODELAY, 1);
        }
    }

    /** Makes a control association notice a peer that has vanished. */
    static void enableHeartbeats(NativeSocket socket) throws NativeIoException {
        NativeMemory parameters = SctpOptions.heartbeats(HEARTBEAT_MILLIS);
        socket.setOption(OsConstant.IPPROTO_SCTP, OsConstant.SCTP_PEER_ADDR_PARAMS, parameters, parameters.size());
    }

    /** The family that serves all these addresses; AF_INET6 with IPv4 inside if they differ. */
    static OsConstant family(List<InetAddress> addresses) {
        return addresses.stream().allMatch(Inet4Address.class::isInstance) ? OsConstant.AF_INET : OsConstant.AF_INET6;
    }

    /** Binds to all these addresses, at least one, at the same port. */
    static void bind(NativeSocket socket, List<InetAddress> addresses, int port) throws NativeIoException {
        socket.bind(new InetSocketAddress(addresses.get(0), port));
        if (addresses.size() > 1) {
            int bound = socket.localAddress().getPort();
            List<InetSocketAddress> others = addresses.stream()
                    .skip(1)
                    .map(address -> new InetSocketAddress(address, bound))
                    .toList();
            check(pass(socket, OsConstant.SCTP_SOCKOPT_BINDX_ADD, others), "bind", others);
        }
    }

    /** Starts to connect to a peer that has all these addresses. */
    static void connect(NativeSocket socket, List<InetSocketAddress> peers) throws NativeIoException {
        if (peers.size() == 1) {
            socket.connect(peers.get(0));
        } else {
            int result = pass(socket, OsConstant.SCTP_SOCKOPT_CONNECTX, peers);
            check(result == -Errno.EINPROGRESS.number() ? 0 : result, "connect", peers);
        }
    }

    private static int pass(NativeSocket socket, OsConstant option, List<InetSocketAddress> addresses) {
        NativeMemory packed = NativeMemory.allocate(addresses.size() * SocketAddressCodec.MAX_BYTES);
        int length = 0;
        for (InetSocketAddress address : addresses) {
            int family = LocalAddresses.family(address.getAddress()).value();
            length += SocketAddressCodec.encode(address, family, packed.bytes(), length);
        }
        return socket.trySetOption(OsConstant.IPPROTO_SCTP, option, packed, length);
    }

    private static void check(int result, String operation, List<InetSocketAddress> addresses)
            throws NativeIoException {
        if (result < 0) {
            String subject =
                    String.join(",", addresses.stream().map(AddressText::of).toList());
            throw new NativeIoException(operation, subject, -result);
        }
    }
}
