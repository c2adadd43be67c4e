// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.util.List;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.traffic.TransportProtocol;

/** TCP. */
final class TcpTransport extends StreamTransport {
    TcpTransport() {
        super(StreamSocketPlan.ofThisHost(false));
    }

    @Override
    public TransportProtocol protocol() {
        return TransportProtocol.TCP;
    }

    @Override
    public Support support() {
        return HostSupport.ofSocketApi();
    }

    @Override
    SocketOptions adjusted(SocketOptions options) {
        return options;
    }

    @Override
    List<InetAddress> bindable(List<InetAddress> local) {
        return local;
    }

    @Override
    Inspector inspector(NativeSocket socket) {
        return new TcpInspector(socket);
    }

    @Override
    boolean stampsLastSegments() {
        return true;
    }
}
