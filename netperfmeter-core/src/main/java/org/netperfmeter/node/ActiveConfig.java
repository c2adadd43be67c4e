// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.netperfmeter.control.Secret;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.PeerGeneration;

/**
 * What an active node is to do.
 *
 * @param host name or literal, may resolve to several addresses; all are tried
 * @param control empty: over SCTP, or over TCP where SCTP cannot be had
 * @param localData where data sockets are bound; empty: anywhere
 * @param v6Only for the control connection
 * @param runtimeSeconds 0: until stopped
 * @param transport names of the files for what the kernel says of connections
 * @param configFile where to write the configuration file
 * @param peerGeneration empty: find out if a flow needs it
 * @param realTime whether senders ask for real-time priority and spin the last microseconds
 * @param timeStamping whose time stamps say when messages were received here
 * @param secret if given, only a passive node with the same secret will do
 * @param secretOptional whether a passive node that does not ask for the secret will do all the same
 * @param seed of all that is drawn; empty: drawn itself
 * @param intervalMicros from one statistics event to the next, at both nodes, see {@link MeasurementSettings}
 * @param extendedScalars whether scalar files are to have more than the original's, at a passive node that can do it, too
 * @param correctClock whether delays in vector files are corrected by the estimated offset of the clocks, at both nodes;
 *     needs a passive node that can do it
 * @param fullReport whether the report is to have all that can be known: extended scalars, what the passive node measured,
 *     and what the kernel says of connections
 * @param omnetpp whether scalar and vector files are to be as OMNeT++ has them, at a passive node that can do it, too
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
        ResultNames transport,
        Optional<Path> configFile,
        Optional<PeerGeneration> peerGeneration,
        VectorOverflow vectorOverflow,
        boolean realTime,
        TimeStamping timeStamping,
        Optional<Secret> secret,
        boolean secretOptional,
        OptionalLong seed,
        int intervalMicros,
        boolean extendedScalars,
        boolean correctClock,
        boolean fullReport,
        boolean omnetpp) {
    public ActiveConfig {
        localData = List.copyOf(localData);
        localControl = List.copyOf(localControl);
        flows = List.copyOf(flows);
        extendedScalars |= fullReport;
    }

    /** What a passive node is told of a measurement; if there is no seed, one is drawn. */
    MeasurementSettings settings(long measurementId) {
        return new MeasurementSettings(
                measurementId,
                seed.orElseGet(() -> new SecureRandom().nextLong()),
                intervalMicros,
                extendedScalars,
                correctClock,
                omnetpp,
                FileFormat.of(transport.isWanted(), transport.isCompressed()));
    }
}
