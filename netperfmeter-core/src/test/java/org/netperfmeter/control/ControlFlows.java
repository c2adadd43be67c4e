// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.nio.charset.StandardCharsets;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.Normal;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.Uniform;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Nonce;
import org.netperfmeter.wire.PeerGeneration;

/** Flows and greetings for the conversations of the tests. */
final class ControlFlows {
    static final long MEASUREMENT = 0x9fa8b8ac4e6c241dL;

    static final Hello ACTIVE_HELLO = new Hello(MEASUREMENT, 0, "1.0", "active", "6.1", 2);
    static final Hello PASSIVE_HELLO = new Hello(0, 0, "1.1", "passive", "6.2", 4);

    static final MeasurementSettings SETTINGS = new MeasurementSettings(MEASUREMENT, 4711, 500_000);
    static final MeasurementSettings TRANSPORT_SETTINGS =
            new MeasurementSettings(MEASUREMENT, 4711, 500_000, false, false, false, FileFormat.BZIP2);

    static final Secret SECRET = new Secret("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    static final Nonce PASSIVE_NONCE = nonce(0x00);
    static final Nonce ACTIVE_NONCE = nonce(0x80);

    /** Those of an active node whose nonce is always the same. */
    static final Credentials CREDENTIALS = new Credentials(SECRET, () -> ACTIVE_NONCE);

    private ControlFlows() {}

    /** 32 ascending bytes. */
    static Nonce nonce(int first) {
        byte[] bytes = new byte[Nonce.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return new Nonce(bytes);
    }

    /** A flow that every generation reads alike. */
    static FlowDefinition plain(int flowId, TransportProtocol protocol) {
        return flow(flowId, protocol, TrafficPattern.constant(25, 1000));
    }

    static FlowDefinition plain(int flowId) {
        return plain(flowId, TransportProtocol.TCP);
    }

    /** A flow of which 1.x and 2.x must be told differently. */
    static FlowDefinition uniform(int flowId) {
        return flow(flowId, TransportProtocol.TCP, new TrafficPattern(new Uniform(900, 1100), new Constant(500)));
    }

    /** A flow that 1.x cannot be told of. */
    static FlowDefinition normal(int flowId) {
        return flow(flowId, TransportProtocol.TCP, new TrafficPattern(new Normal(100, 10), new Constant(500)));
    }

    private static FlowDefinition flow(int flowId, TransportProtocol protocol, TrafficPattern inbound) {
        return new FlowDefinition(
                flowId, 0, "Flow " + flowId, protocol, TrafficPattern.constant(10, 100), inbound, FlowOptions.DEFAULTS);
    }

    /** What an active node of ours sends to define a flow. */
    static AddFlow markedAdd(FlowDefinition flow) {
        return AddFlow.of(flow, MEASUREMENT, PeerGeneration.CURRENT, true);
    }

    /** What an active node of the original sends to define a flow. */
    static AddFlow originalAdd(FlowDefinition flow) {
        return AddFlow.of(flow, MEASUREMENT, PeerGeneration.CURRENT, false);
    }
}
