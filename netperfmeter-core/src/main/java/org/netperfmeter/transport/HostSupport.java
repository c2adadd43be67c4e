// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SystemCalls;
import org.netperfmeter.posix.UnsupportedSystemException;
import org.netperfmeter.transport.Transport.Support;

/** What this host's kernel can do. */
final class HostSupport {
    static final Support YES = new Support(true, "");

    private HostSupport() {}

    static Support ofSocketApi() {
        try {
            SystemCalls.requireSupported();
            return YES;
        } catch (UnsupportedSystemException e) {
            return new Support(false, e.getMessage());
        }
    }

    /** Whether sockets of MPTCP can be had. */
    static Support ofSocket(StreamSocketPlan plan) {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (NativeSocket socket = plan.open(OsConstant.AF_INET, nowhere)) {
            return socket.number() >= 0 ? YES : new Support(false, "closed");
        } catch (NativeIoException e) {
            return new Support(false, mptcpReason(e));
        }
    }

    /** Whether sockets of SCTP can be had. */
    static Support ofSctp() {
        Support socketApi = ofSocketApi();
        return socketApi.available()
                ? ofModule(OsConstant.SOCK_STREAM, OsConstant.IPPROTO_SCTP, () -> KernelModule.reason("SCTP", "sctp"))
                : socketApi;
    }

    /** Whether sockets of DCCP can be had. */
    static Support ofDccp() {
        Support socketApi = ofSocketApi();
        return socketApi.available()
                ? ofModule(OsConstant.SOCK_DCCP, OsConstant.IPPROTO_DCCP, () -> dccpReason(KernelVersion.ofThisHost()))
                : socketApi;
    }

    /** Why a kernel has no sockets of DCCP. Many distributions do not load its modules when a socket is wanted. */
    static String dccpReason(KernelVersion kernel) {
        return kernel.isAtLeast(6, 16)
                ? "this kernel has no DCCP (removed in Linux 6.16)"
                // This module brings the one for IPv4 along.
                : KernelModule.reason("DCCP", "dccp_ipv6");
    }

    /** Whether sockets of a protocol can be had that comes as a module of the kernel, and if not, why. */
    private static Support ofModule(OsConstant type, OsConstant protocol, Supplier<String> reason) {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (NativeSocket socket = NativeSocket.open(OsConstant.AF_INET, type, protocol, nowhere)) {
            return socket.number() >= 0 ? YES : new Support(false, "closed");
        } catch (NativeIoException e) {
            boolean unknown = e.is(Errno.EPROTONOSUPPORT) || e.is(Errno.ESOCKTNOSUPPORT);
            return new Support(false, unknown ? reason.get() : e.getMessage());
        }
    }

    static String mptcpReason(NativeIoException e) {
        if (e.is(Errno.EPROTONOSUPPORT) || e.is(Errno.EINVAL)) {
            return "the kernel was built without MPTCP";
        }
        return e.is(Errno.ENOPROTOOPT) ? "MPTCP is switched off (net.mptcp.enabled=0)" : e.getMessage();
    }
}
