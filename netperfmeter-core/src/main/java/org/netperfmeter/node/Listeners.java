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

/** Several listeners, told one after the other. */
record Listeners(List<NodeListener> listeners) implements NodeListener {
    Listeners {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void note(Level level, String text) {
        listeners.forEach(listener -> listener.note(level, text));
    }

    @Override
    public void settled(MeasurementSettings settings) {
        listeners.forEach(listener -> listener.settled(settings));
    }

    @Override
    public void controlConnecting(long measurementId, InetSocketAddress data, InetSocketAddress control, String via) {
        listeners.forEach(listener -> listener.controlConnecting(measurementId, data, control, via));
    }

    @Override
    public void flowConnecting(FlowDefinition flow, InetSocketAddress peer) {
        listeners.forEach(listener -> listener.flowConnecting(flow, peer));
    }

    @Override
    public void flowConnected(FlowDefinition flow, ConnectionFacts connection) {
        listeners.forEach(listener -> listener.flowConnected(flow, connection));
    }

    @Override
    public void peerIdentified(Hello peer) {
        listeners.forEach(listener -> listener.peerIdentified(peer));
    }

    @Override
    public void listening(List<String> controlChannels, List<String> dataChannels) {
        listeners.forEach(listener -> listener.listening(controlChannels, dataChannels));
    }

    @Override
    public void measurementStarting(long measurementId, List<FlowDefinition> flows) {
        listeners.forEach(listener -> listener.measurementStarting(measurementId, flows));
    }

    @Override
    public void tick(NodeTick tick) {
        listeners.forEach(listener -> listener.tick(tick));
    }

    @Override
    public void measurementStopping(long measurementId) {
        listeners.forEach(listener -> listener.measurementStopping(measurementId));
    }

    @Override
    public void fileWritten(Path path) {
        listeners.forEach(listener -> listener.fileWritten(path));
    }

    @Override
    public void measurementEnded(MeasurementReport report) {
        listeners.forEach(listener -> listener.measurementEnded(report));
    }
}
