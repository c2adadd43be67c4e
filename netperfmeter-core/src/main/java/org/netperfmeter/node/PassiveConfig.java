// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetAddress;
import java.util.List;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.BufferSize;

/**
 * What a passive node is to do.
 *
 * @param basePort 2..65534; data on it, MPTCP data on the port before, control on the port behind
 * @param controlOverMptcp whether the control socket speaks MPTCP (and plain TCP as well)
 * @param runtimeSeconds 0: until stopped
 * @param sendBuffer of listening data sockets, in force where a flow asks for none
 */
public record PassiveConfig(
        int basePort,
        boolean controlOverMptcp,
        List<InetAddress> localData,
        List<InetAddress> localControl,
        boolean v6Only,
        double runtimeSeconds,
        BufferSize sendBuffer,
        BufferSize receiveBuffer,
        VectorOverflow vectorOverflow,
        boolean realTime) {}
