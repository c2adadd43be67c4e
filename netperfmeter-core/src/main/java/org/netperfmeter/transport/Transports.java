// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.util.EnumMap;
import java.util.Map;
import org.netperfmeter.traffic.TransportProtocol;

/** The registry of transports. */
public final class Transports {
    private static final Map<TransportProtocol, Transport> BY_PROTOCOL = new EnumMap<>(TransportProtocol.class);

    static {
        for (TransportProtocol protocol : TransportProtocol.values()) {
            BY_PROTOCOL.put(protocol, new UnbuiltTransport(protocol));
        }
        BY_PROTOCOL.put(TransportProtocol.TCP, new TcpTransport());
        BY_PROTOCOL.put(TransportProtocol.MPTCP, new MptcpTransport());
        BY_PROTOCOL.put(TransportProtocol.UDP, new UdpTransport());
        BY_PROTOCOL.put(TransportProtocol.SCTP, new SctpTransport());
        BY_PROTOCOL.put(TransportProtocol.DCCP, new DccpTransport());
    }

    private Transports() {}

    /** The transport of a protocol; its {@link Transport#support} says whether it can be used. */
    public static Transport of(TransportProtocol protocol) {
        return BY_PROTOCOL.get(protocol);
    }
}
