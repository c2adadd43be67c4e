// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;

/**
 * How a kernel wants TCP and MPTCP sockets to be told apart. Mainline kernels have a protocol number for MPTCP. The old
 * out-of-tree kernels have a socket option of TCP, by default on (protocol.md 10). Its numbers mean other things on mainline
 * kernels, so it is touched only where the out-of-tree kernel's sysctl exists.
 *
 * @param protocol of the socket
 * @param multipathOption whether the option of the out-of-tree kernels is to be set
 * @param multipath its value; failing to set it matters only if true
 */
record StreamSocketPlan(OsConstant protocol, boolean multipathOption, boolean multipath) {
    /** TCP_MULTIPATH_ENABLE, and MPTCP_ENABLED of still older kernels, at level IPPROTO_TCP. */
    private static final int[] MULTIPATH_OPTIONS = {10002, 42};

    private static final Path OUT_OF_TREE_SYSCTL = Path.of("/proc/sys/net/mptcp/mptcp_enabled");

    static StreamSocketPlan ofThisHost(boolean multipath) {
        return of(Files.exists(OUT_OF_TREE_SYSCTL), multipath);
    }

    static StreamSocketPlan of(boolean outOfTreeKernel, boolean multipath) {
        if (outOfTreeKernel) {
            return new StreamSocketPlan(OsConstant.IPPROTO_TCP, true, multipath);
        }
        OsConstant protocol = multipath ? OsConstant.IPPROTO_MPTCP : OsConstant.IPPROTO_TCP;
        return new StreamSocketPlan(protocol, false, multipath);
    }

    NativeSocket open(OsConstant family, InetSocketAddress subject) throws NativeIoException {
        NativeSocket socket = NativeSocket.open(family, OsConstant.SOCK_STREAM, protocol, subject);
        try {
            if (multipathOption) {
                setMultipath(socket);
            }
            return socket;
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    private void setMultipath(NativeSocket socket) throws NativeIoException {
        int result = -1;
        for (int i = 0; i < MULTIPATH_OPTIONS.length && result < 0; i++) {
            result = socket.trySetOption(OsConstant.IPPROTO_TCP, MULTIPATH_OPTIONS[i], multipath ? 1 : 0);
        }
        if (result < 0 && multipath) {
            throw new NativeIoException("setsockopt", "MPTCP_ENABLED=1 of " + socket.subject(), -result);
        }
    }
}
