// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowOptions;

/** Options of sockets, as protocol.md 1.2, 1.3, 1.5 and 5.8 want them. */
final class SocketSetup {
    /**
     * So long a peer may be silent. A path that is cut on purpose, or a host that starts again, must not end a measurement
     * of days.
     */
    private static final int KEEP_ALIVE_SECONDS = 600;

    private static final int KEEP_ALIVE_PROBES = 9;

    private SocketSetup() {}

    static void family(NativeSocket socket, boolean v6Only) throws NativeIoException {
        if (socket.family() == OsConstant.AF_INET6.value()) {
            socket.setOption(OsConstant.IPPROTO_IPV6, OsConstant.IPV6_V6ONLY, v6Only ? 1 : 0);
        }
    }

    /** Buffers, Nagle and congestion control of a stream. */
    static void stream(NativeSocket socket, SocketOptions options) throws NativeIoException {
        setBuffers(socket, options);
        socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_NODELAY, options.noDelay() ? 1 : 0);
        if (!options.congestionControl().equals(FlowOptions.DEFAULT_CONGESTION_CONTROL)) {
            socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_CONGESTION, options.congestionControl());
        }
        if (options.control()) {
            keepAlive(socket);
        }
    }

    /**
     * Makes a control connection over TCP or MPTCP notice a peer that has vanished; accepted ones inherit it. Kernels that do
     * not take the times for MPTCP use the system's (net.ipv4.tcp_keepalive_time).
     */
    private static void keepAlive(NativeSocket socket) throws NativeIoException {
        socket.setOption(OsConstant.SOL_SOCKET, OsConstant.SO_KEEPALIVE, 1);
        int seconds = KEEP_ALIVE_SECONDS / (KEEP_ALIVE_PROBES + 1);
        int ignored = socket.trySetOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_KEEPIDLE.value(), seconds)
                | socket.trySetOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_KEEPINTVL.value(), seconds)
                | socket.trySetOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_KEEPCNT.value(), KEEP_ALIVE_PROBES);
    }

    /** Whether UDP datagrams are taken from the kernel in bundles. Fails where it cannot cut bundles, either. */
    static void bundles(NativeSocket socket, boolean wanted) throws NativeIoException {
        if (wanted) {
            // No default size for what is sent: each bundle brings its own.
            socket.setOption(OsConstant.IPPROTO_UDP, OsConstant.UDP_SEGMENT, 0);
            socket.setOption(OsConstant.IPPROTO_UDP, OsConstant.UDP_GRO, 1);
        }
    }

    /** A kernel that does not know this goes without. */
    static void stampReceptions(NativeSocket socket) {
        int ignored = socket.trySetOption(OsConstant.SOL_SOCKET, OsConstant.SO_TIMESTAMPNS.value(), 1);
    }

    static void setBuffers(NativeSocket socket, SocketOptions options) throws NativeIoException {
        buffer(socket, OsConstant.SO_SNDBUF, options.sendBuffer());
        buffer(socket, OsConstant.SO_RCVBUF, options.receiveBuffer());
    }

    /**
     * Sets SO_SNDBUF or SO_RCVBUF.
     *
     * @throws NativeIoException if the size is required and the kernel reports less; it reports twice what it grants, so
     *     that up to twice the system's limit passes (protocol.md 5.8)
     */
    static void buffer(NativeSocket socket, OsConstant option, BufferSize size) throws NativeIoException {
        if (size.bytes() == 0) {
            return;
        }
        // The kernel caps what is above its limit; it refuses nothing.
        socket.setOption(OsConstant.SOL_SOCKET, option, size.bytes());
        int granted = socket.option(OsConstant.SOL_SOCKET, option);
        if (size.required() && granted < size.bytes()) {
            String limit = option == OsConstant.SO_SNDBUF ? "net.core.wmem_max" : "net.core.rmem_max";
            String subject = option + "=" + size.bytes() + " of " + socket.subject() + " (granted " + granted + ", see "
                    + limit + ")";
            throw new NativeIoException("setsockopt", subject, Errno.ENOBUFS.number());
        }
    }

    /** Sets SO_SNDBUF or SO_RCVBUF unless it is as large already. */
    static void growBuffer(NativeSocket socket, OsConstant option, BufferSize size) throws NativeIoException {
        long reported = socket.option(OsConstant.SOL_SOCKET, option);
        if (reported < 2L * size.bytes()) {
            buffer(socket, option, size);
        }
    }

    /** What SO_SNDBUF and SO_RCVBUF report; zeros once the socket is closed. */
    static EffectiveBuffers buffers(NativeSocket socket) {
        int send = socket.tryOption(OsConstant.SOL_SOCKET, OsConstant.SO_SNDBUF);
        int receive = socket.tryOption(OsConstant.SOL_SOCKET, OsConstant.SO_RCVBUF);
        return new EffectiveBuffers(Math.max(0, send), Math.max(0, receive));
    }
}
