// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Message;

/** A flow that an active node has described to a passive one, and how far that has come with it. */
final class DescribedFlow {
    private enum State {
        ADDED,
        BINDING,
        IDENTIFIED,
        FAILED,
        LEAVING
    }

    private final long measurementId;
    /** What the active node has said of it alone. */
    private final List<Message> description = new ArrayList<>();

    private FlowDefinition definition;
    private State state = State.ADDED;
    private FileFormat vector = FileFormat.NONE;

    /** @param definition what the message says */
    DescribedFlow(AddFlow added, FlowDefinition definition) {
        measurementId = added.key().measurementId();
        description.add(added);
        this.definition = definition;
    }

    long measurementId() {
        return measurementId;
    }

    FlowDefinition definition() {
        return definition;
    }

    /** All that the active node has said of it alone, in the order in which it came. */
    List<Message> description() {
        return List.copyOf(description);
    }

    /**
     * The active node describes it further.
     *
     * @throws IllegalArgumentException if there is no such flow; it stays as it was
     */
    void add(FlowSettings settings) {
        definition = settings.applyTo(definition);
        description.add(settings);
    }

    /** Whether its Identify may come. */
    boolean isAwaited() {
        return state == State.ADDED;
    }

    /**
     * Whether its Identify may come over this protocol. MPTCP flows of 1.x nodes are defined as TCP, but arrive at the MPTCP
     * port (protocol.md 8.3).
     */
    boolean comesOver(TransportProtocol protocol) {
        return onWire(definition.protocol()) == onWire(protocol);
    }

    private static TransportProtocol onWire(TransportProtocol protocol) {
        return protocol == TransportProtocol.MPTCP ? TransportProtocol.TCP : protocol;
    }

    /** Its Identify has come, and it is to be bound to the channel of that. */
    void bind(FileFormat wantedVector) {
        state = State.BINDING;
        vector = wantedVector;
    }

    boolean isBinding() {
        return state == State.BINDING;
    }

    /** It has been bound to its channel, or that failed. */
    void bound(boolean success) {
        state = success ? State.IDENTIFIED : State.FAILED;
    }

    boolean isIdentified() {
        return state == State.IDENTIFIED;
    }

    /** It cannot be identified any more. */
    void fail() {
        state = State.FAILED;
    }

    /** It is to be removed. What has never been identified has no vector that the active node may wait for. */
    void leave() {
        if (!isIdentified()) {
            vector = FileFormat.NONE;
        }
        state = State.LEAVING;
    }

    boolean isLeaving() {
        return state == State.LEAVING;
    }

    /** In which format its vector is to be uploaded when it has been removed. */
    FileFormat vector() {
        return vector;
    }
}
