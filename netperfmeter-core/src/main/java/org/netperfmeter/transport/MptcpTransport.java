// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.util.List;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.TransportProtocol;

/** MPTCP (RFC 8684), by sockets of their own protocol or, on out-of-tree kernels, by an option of TCP's. */
final class MptcpTransport extends StreamTransport {
    /**
     * A receive buffer as small as the usual send buffer lets the window fill, and then MPTCP waits for a timer of 200 ms;
     * this one is large enough for a fast reader.
     */
    static final int DEFAULT_RECEIVE_BUFFER_BYTES = 1_000_000;

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

    /** Raises a receive buffer that nobody insists on. */
    @Override
    SocketOptions adjusted(SocketOptions options) {
        BufferSize receive = options.receiveBuffer();
        boolean free = !receive.required() && receive.bytes() > 0 && receive.bytes() < DEFAULT_RECEIVE_BUFFER_BYTES;
        return free ? options.withReceiveBuffer(new BufferSize(DEFAULT_RECEIVE_BUFFER_BYTES, false)) : options;
    }

    /** More than one address: all of them are for subflows, and the first subflow may have any (protocol.md 1.3). */
    @Override
    List<InetAddress> bindable(List<InetAddress> local) {
        return local.size() > 1 ? List.of() : local;
    }

    @Override
    Inspector inspector(NativeSocket socket) {
        return plan().multipathOption() ? () -> MptcpInspector.UNKNOWN : new MptcpInspector(socket)::sample;
    }
}
