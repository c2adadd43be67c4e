// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import org.netperfmeter.traffic.TransportProtocol;

/** Over what an active node reaches the control port. */
public enum ControlTransport {
    SCTP(TransportProtocol.SCTP),
    TCP(TransportProtocol.TCP),
    MPTCP(TransportProtocol.MPTCP);

    private final TransportProtocol protocol;

    ControlTransport(TransportProtocol protocol) {
        this.protocol = protocol;
    }

    /** The protocol beneath. */
    public TransportProtocol protocol() {
        return protocol;
    }
}
