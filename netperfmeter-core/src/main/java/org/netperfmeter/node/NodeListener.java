// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.ConnectionFacts;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;

/** What happens in a node, for a display or a log. Called by the node's threads; must not block. */
public interface NodeListener {
    /** One that tells others, in this order. */
    static NodeListener of(List<NodeListener> listeners) {
        return new Listeners(listeners);
    }

    /** How important a note is. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    /** Anything worth a line that has no event of its own below. */
    default void note(Level level, String text) {}

    /** Active: what all flows will have in common, the seed included. */
    default void settled(MeasurementSettings settings) {}

    /** Active: about to connect the control connection. */
    default void controlConnecting(long measurementId, InetSocketAddress data, InetSocketAddress control, String via) {}

    /** Active: about to connect a flow. */
    default void flowConnecting(FlowDefinition flow, InetSocketAddress peer) {}

    /** Active: a flow has its connection, and is about to start with the others. */
    default void flowConnected(FlowDefinition flow, ConnectionFacts connection) {}

    /** Active: what the passive node says of itself, if it is one of ours. */
    default void peerIdentified(Hello peer) {}

    /** Passive: ready. */
    default void listening(List<String> controlChannels, List<String> dataChannels) {}

    /** Both: all flows are there, about to start. */
    default void measurementStarting(long measurementId, List<FlowDefinition> flows) {}

    /** Both, at every interval while the node runs. */
    default void tick(NodeTick tick) {}

    /** Both: the flows stop. */
    default void measurementStopping(long measurementId) {}

    /** Active: a result file is complete. */
    default void fileWritten(Path path) {}

    /** Both: the measurement is over and its counters are final. */
    default void measurementEnded(MeasurementReport report) {}
}
