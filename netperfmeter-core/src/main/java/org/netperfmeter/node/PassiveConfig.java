// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.control.Secret;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.transport.TimeStamping;

/**
 * What a passive node is to do.
 *
 * @param basePort 2..65534; data on it, MPTCP data on the port before, control on the port behind
 * @param control over what actives may reach the control port; MPTCP includes TCP
 * @param runtimeSeconds 0: until stopped
 * @param sendBuffer of listening data sockets, in force where a flow asks for none
 * @param timeStamping whose time stamps say when messages were received here
 * @param secret if given, only active nodes with the same secret are served
 * @param limits what it does not go beyond, and whom it serves
 * @param intervalMicros from one statistics event to the next, where an active node does not say otherwise
 */
public record PassiveConfig(
        int basePort,
        Set<ControlTransport> control,
        List<InetAddress> localData,
        List<InetAddress> localControl,
        boolean v6Only,
        double runtimeSeconds,
        BufferSize sendBuffer,
        BufferSize receiveBuffer,
        VectorOverflow vectorOverflow,
        boolean realTime,
        TimeStamping timeStamping,
        Optional<Secret> secret,
        PassiveLimits limits,
        int intervalMicros) {
    public PassiveConfig {
        if (control.isEmpty()) {
            throw new IllegalArgumentException("no control transport");
        }
        control = Set.copyOf(control);
    }
}
