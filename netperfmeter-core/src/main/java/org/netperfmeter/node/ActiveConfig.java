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

    /** A run against this passive node, until it is stopped, of which no files are written. */
    public static Builder builder(String host, int basePort, List<FlowDefinition> flows) {
        return new Builder(host, basePort, flows);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private static final ResultNames NO_FILES = new ResultNames("");

        private final String host;
        private final int basePort;
        private final List<FlowDefinition> flows;
        private Optional<ControlTransport> control = Optional.empty();
        private List<InetAddress> localData = List.of();
        private List<InetAddress> localControl = List.of();
        private boolean v6Only;
        private double runtimeSeconds;
        private String activeName = "Client";
        private String passiveName = "Server";
        private ResultNames scalars = NO_FILES;
        private ResultNames vectors = NO_FILES;
        private ResultNames transport = NO_FILES;
        private Optional<Path> configFile = Optional.empty();
        private Optional<PeerGeneration> peerGeneration = Optional.empty();
        private VectorOverflow vectorOverflow = VectorOverflow.THIN;
        private boolean realTime;
        private TimeStamping timeStamping = TimeStamping.KERNEL;
        private Optional<Secret> secret = Optional.empty();
        private boolean secretOptional;
        private OptionalLong seed = OptionalLong.empty();
        private int intervalMicros = MeasurementSettings.DEFAULT_INTERVAL_MICROS;
        private boolean extendedScalars;
        private boolean correctClock;
        private boolean fullReport;
        private boolean omnetpp;

        private Builder(String host, int basePort, List<FlowDefinition> flows) {
            this.host = host;
            this.basePort = basePort;
            this.flows = flows;
        }

        public Builder control(Optional<ControlTransport> value) {
            control = value;
            return this;
        }

        public Builder localData(List<InetAddress> value) {
            localData = value;
            return this;
        }

        public Builder localControl(List<InetAddress> value) {
            localControl = value;
            return this;
        }

        public Builder v6Only(boolean value) {
            v6Only = value;
            return this;
        }

        public Builder runtimeSeconds(double value) {
            runtimeSeconds = value;
            return this;
        }

        public Builder activeName(String value) {
            activeName = value;
            return this;
        }

        public Builder passiveName(String value) {
            passiveName = value;
            return this;
        }

        public Builder scalars(ResultNames value) {
            scalars = value;
            return this;
        }

        public Builder vectors(ResultNames value) {
            vectors = value;
            return this;
        }

        public Builder transport(ResultNames value) {
            transport = value;
            return this;
        }

        public Builder configFile(Optional<Path> value) {
            configFile = value;
            return this;
        }

        public Builder peerGeneration(Optional<PeerGeneration> value) {
            peerGeneration = value;
            return this;
        }

        public Builder vectorOverflow(VectorOverflow value) {
            vectorOverflow = value;
            return this;
        }

        public Builder realTime(boolean value) {
            realTime = value;
            return this;
        }

        public Builder timeStamping(TimeStamping value) {
            timeStamping = value;
            return this;
        }

        public Builder secret(Optional<Secret> value) {
            secret = value;
            return this;
        }

        public Builder secretOptional(boolean value) {
            secretOptional = value;
            return this;
        }

        public Builder seed(OptionalLong value) {
            seed = value;
            return this;
        }

        public Builder intervalMicros(int value) {
            intervalMicros = value;
            return this;
        }

        public Builder extendedScalars(boolean value) {
            extendedScalars = value;
            return this;
        }

        public Builder correctClock(boolean value) {
            correctClock = value;
            return this;
        }

        public Builder fullReport(boolean value) {
            fullReport = value;
            return this;
        }

        public Builder omnetpp(boolean value) {
            omnetpp = value;
            return this;
        }

        public ActiveConfig build() {
            return new ActiveConfig(
                    host,
                    basePort,
                    control,
                    localData,
                    localControl,
                    v6Only,
                    flows,
                    runtimeSeconds,
                    activeName,
                    passiveName,
                    scalars,
                    vectors,
                    transport,
                    configFile,
                    peerGeneration,
                    vectorOverflow,
                    realTime,
                    timeStamping,
                    secret,
                    secretOptional,
                    seed,
                    intervalMicros,
                    extendedScalars,
                    correctClock,
                    fullReport,
                    omnetpp);
        }
    }
}
