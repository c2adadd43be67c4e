// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.control.Secret;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.wire.PeerGeneration;

/**
 * What an active node is to do.
 *
 * @param host name or literal, may resolve to several addresses; all are tried
 * @param control empty: over SCTP, or over TCP where SCTP cannot be had
 * @param localData where data sockets are bound; empty: anywhere
 * @param v6Only for the control connection
 * @param runtimeSeconds 0: until stopped
 * @param configFile where to write the configuration file
 * @param json where to write the run record
 * @param peerGeneration empty: find out if a flow needs it
 * @param realTime whether senders ask for real-time priority and spin the last microseconds
 * @param secret if given, only a passive node with the same secret will do
 * @param secretOptional whether a passive node that does not ask for the secret will do all the same
 */
public record ActiveConfig(
        String host,
        int basePort,
        Optional<ControlTransport> control,
        List<InetAddress> localData,
        List<InetAddress> localControl,
        boolean v6Only,
        List<FlowDefinition> flows,
        double runtimeSeconds,
        String activeName,
        String passiveName,
        ResultNames scalars,
        ResultNames vectors,
        Optional<Path> configFile,
        Optional<Path> json,
        Optional<PeerGeneration> peerGeneration,
        VectorOverflow vectorOverflow,
        boolean realTime,
        Optional<Secret> secret,
        boolean secretOptional) {}
