// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.util.List;
import org.netperfmeter.traffic.TransportProtocol;

/** A protocol that NPMP knows and this version can't speak. Only {@link #support} is of use. */
record UnbuiltTransport(TransportProtocol protocol) implements Transport {
    @Override
    public Support support() {
        return new Support(false, protocol + " is not in this version");
    }

    @Override
    public Channel connect(Route route, SocketOptions options, long deadlineNanos, StopSignal stop) {
        throw unsupported();
    }

    @Override
    public Endpoint open(int port, List<InetAddress> local, SocketOptions options) {
        throw unsupported();
    }

    @Override
    public ReceiveBatch newReceiveBatch() {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(support().reason());
    }
}
