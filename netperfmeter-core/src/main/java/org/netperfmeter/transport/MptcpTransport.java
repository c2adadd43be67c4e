// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.util.List;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.traffic.TransportProtocol;

/** MPTCP (RFC 8684), by sockets of their own protocol or, on out-of-tree kernels, by an option of TCP's. */
final class MptcpTransport extends StreamTransport {
    /**
     * Has room for what is under way on all subflows together: with the usual size for TCP, two paths carry less. With more,
     * a saturated sender over loopback comes to rest more often on data that the peer's kernel (Linux 6.18) has taken, but
     * acknowledged to TCP only, not to MPTCP; then nothing happens until a timer of 200 ms.
     */
    static final int DEFAULT_SEND_BUFFER_BYTES = 700_000;

    /** If what is under way fills the window, MPTCP waits for that timer, too. */
    static final int DEFAULT_RECEIVE_BUFFER_BYTES = 4_000_000;

    MptcpTransport() {
        super(StreamSocketPlan.ofThisHost(true));
    }

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.MPTCP;
    }

    @Override
    public Support support() {
        Support socketApi = HostSupport.ofSocketApi();
        return socketApi.available() ? HostSupport.ofSocket(plan()) : socketApi;
    }

    /** Raises the buffers that nobody insists on. */
    @Override
    SocketOptions adjusted(SocketOptions options) {
        return options.withBuffers(
                options.sendBuffer().raised(DEFAULT_SEND_BUFFER_BYTES),
                options.receiveBuffer().raised(DEFAULT_RECEIVE_BUFFER_BYTES));
    }

    /** More than one address: all of them are for subflows, and the first subflow may have any (protocol.md 1.3). */
    @Override
    List<InetAddress> bindable(List<InetAddress> local) {
        return local.size() > 1 ? List.of() : local;
    }

    @Override
    Inspector inspector(NativeSocket socket) {
        return new MptcpInspector(socket, plan().multipathOption());
    }

    /**
     * Segments that wait together have the stamp of the first (seen with Linux 6.1 and 6.18): the others would count as
     * received before they were sent.
     */
    @Override
    boolean stampsLastSegments() {
        return false;
    }
}
