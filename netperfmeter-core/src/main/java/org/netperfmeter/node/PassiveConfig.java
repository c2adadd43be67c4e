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
import org.netperfmeter.wire.MeasurementSettings;

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

    /** A passive node at this port that anybody may use within the default limits, until it is stopped. */
    public static Builder builder(int basePort, Set<ControlTransport> control) {
        return new Builder(basePort, control);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private static final BufferSize UNTOUCHED = new BufferSize(0, false);

        private final int basePort;
        private final Set<ControlTransport> control;
        private List<InetAddress> localData = List.of();
        private List<InetAddress> localControl = List.of();
        private boolean v6Only;
        private double runtimeSeconds;
        private BufferSize sendBuffer = UNTOUCHED;
        private BufferSize receiveBuffer = UNTOUCHED;
        private VectorOverflow vectorOverflow = VectorOverflow.THIN;
        private boolean realTime;
        private TimeStamping timeStamping = TimeStamping.KERNEL;
        private Optional<Secret> secret = Optional.empty();
        private PassiveLimits limits = PassiveLimits.defaults();
        private int intervalMicros = MeasurementSettings.DEFAULT_INTERVAL_MICROS;

        private Builder(int basePort, Set<ControlTransport> control) {
            this.basePort = basePort;
            this.control = control;
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

        public Builder sendBuffer(BufferSize value) {
            sendBuffer = value;
            return this;
        }

        public Builder receiveBuffer(BufferSize value) {
            receiveBuffer = value;
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

        public Builder limits(PassiveLimits value) {
            limits = value;
            return this;
        }

        public Builder intervalMicros(int value) {
            intervalMicros = value;
            return this;
        }

        public PassiveConfig build() {
            return new PassiveConfig(
                    basePort,
                    control,
                    localData,
                    localControl,
                    v6Only,
                    runtimeSeconds,
                    sendBuffer,
                    receiveBuffer,
                    vectorOverflow,
                    realTime,
                    timeStamping,
                    secret,
                    limits,
                    intervalMicros);
        }
    }
}
