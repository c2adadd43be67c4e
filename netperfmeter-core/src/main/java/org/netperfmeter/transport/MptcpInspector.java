// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.MptcpInfo;
import org.netperfmeter.posix.MptcpSubflow;
import org.netperfmeter.posix.MptcpTraffic;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.transport.TransportSample.Multipath;

/** Asks the kernel whether a connection that was to be MPTCP is MPTCP, and over how many subflows. */
final class MptcpInspector implements StreamTransport.Inspector {
    private static final TransportSample FELL_BACK = TransportSample.ofMultipath(Multipath.FELL_BACK, 1);
    private static final TransportSample UNKNOWN = TransportSample.ofMultipath(Multipath.UNKNOWN, 0);

    private final NativeSocket socket;
    private final NativeMemory info = NativeMemory.allocate(MptcpInfo.BYTES);

    private final boolean silent;

    /** @param silent whether the kernel is of a kind that does not tell */
    MptcpInspector(NativeSocket socket, boolean silent) {
        this.socket = socket;
        this.silent = silent;
    }

    @Override
    public synchronized TransportSample sample() {
        if (silent) {
            return UNKNOWN;
        }
        int protocol = socket.tryOption(OsConstant.SOL_SOCKET, OsConstant.SO_PROTOCOL);
        int isMptcp = socket.tryOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_IS_MPTCP);
        int infoBytes = socket.tryOption(OsConstant.SOL_MPTCP, OsConstant.MPTCP_INFO, info);
        MptcpInfo parsed = MptcpInfo.parse(info.bytes(), Math.max(0, infoBytes));
        return verdict(protocol, isMptcp, infoBytes, parsed, KernelVersion.ofThisHost());
    }

    /** After a fall-back it is a connection of TCP. */
    @Override
    public List<PathSample> paths(InetSocketAddress local, InetSocketAddress peer) {
        TransportSample verdict = sample();
        if (verdict.multipath() != Multipath.YES) {
            return new TcpInspector(socket).paths(local, peer);
        }
        List<MptcpSubflow> subflows = MptcpSubflow.of(socket);
        List<PathSample> samples = new ArrayList<>();
        samples.add(
                connection(MptcpTraffic.of(socket), verdict.subflows(), PathSample.text(local), PathSample.text(peer)));
        for (MptcpSubflow subflow : subflows) {
            samples.add(TcpInspector.path(
                    PathSample.Part.SUBFLOW,
                    subflow.id(),
                    PathSample.text(subflow.local()),
                    PathSample.text(subflow.remote()),
                    subflow.tcp(),
                    -1));
        }
        return samples;
    }

    private static PathSample connection(MptcpTraffic traffic, int subflows, String local, String peer) {
        PathSample.Values values = new PathSample.Values()
                .put(PathMetric.SUBFLOWS, subflows == 0 ? -1 : subflows)
                .put(PathMetric.SENT_BYTES, traffic.sentBytes())
                .put(PathMetric.ACKED_BYTES, traffic.ackedBytes())
                .put(PathMetric.RECEIVED_BYTES, traffic.receivedBytes())
                .put(PathMetric.RETRANSMITTED_BYTES, traffic.retransmittedBytes())
                .put(PathMetric.RETRANSMISSIONS, traffic.retransmissions());
        return new PathSample(PathSample.Part.CONNECTION, 0, local, peer, "", values.known());
    }

    /**
     * The verdict from three answers of the kernel, each of them the value or a negative errno.
     *
     * @param protocol SO_PROTOCOL; a listener of MPTCP gives out plain TCP connections as such
     * @param isMptcp TCP_IS_MPTCP, which only new kernels know
     * @param infoBytes length of MPTCP_INFO; refused after a fall-back, but also by all kernels before 5.16
     * @param info what it says
     */
    static TransportSample verdict(int protocol, int isMptcp, int infoBytes, MptcpInfo info, KernelVersion kernel) {
        if (protocol == OsConstant.IPPROTO_TCP.value() || isMptcp == 0) {
            return FELL_BACK;
        }
        if (infoBytes > 0) {
            return info.fellBack() ? FELL_BACK : TransportSample.ofMultipath(Multipath.YES, info.subflows());
        }
        if (isMptcp == 1) {
            return TransportSample.ofMultipath(Multipath.YES, 0);
        }
        boolean refused = infoBytes == -Errno.EOPNOTSUPP.number() || infoBytes == -Errno.ENOPROTOOPT.number();
        return refused && kernel.isAtLeast(5, 16) ? FELL_BACK : UNKNOWN;
    }
}
