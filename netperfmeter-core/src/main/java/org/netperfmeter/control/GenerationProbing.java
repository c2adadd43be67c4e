// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.GenerationProbe;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;

/**
 * Finds out a passive node's generation on control connections of their own (protocol.md 6.2): first by the mark of our
 * nodes, then by Add Flows that the generations take differently. Its measurement is never started, and its flows vanish
 * with the connection.
 */
public final class GenerationProbing {
    private enum Step {
        MARK,
        LEGACY,
        CURRENT,
        DONE
    }

    private final long measurementId;
    private Step step = Step.MARK;
    /** Each request defines a flow of its own: an equal one would be refused. */
    private int flowId;

    private PeerGeneration result;
    private boolean refused;

    /** @param measurementId a random one of its own, never that of the measurement */
    public GenerationProbing(long measurementId) {
        this.measurementId = measurementId;
    }

    /** What is to be sent next, while there is no {@link #result}. */
    public Message request() {
        return switch (step) {
            case MARK -> AddFlow.of(silentFlow(), measurementId, PeerGeneration.CURRENT, true);
            case LEGACY -> GenerationProbe.legacyProbe(key());
            default -> GenerationProbe.currentProbe(key());
        };
    }

    /** Event: the request was answered. The next one goes over the same connection. */
    public void answered(Acknowledge acknowledge) {
        flowId++;
        if (acknowledge.status() != Acknowledge.OKAY && !acknowledge.marked()) {
            // Neither generation refuses a probe for what it says: so this tells nothing.
            refused = true;
            return;
        }
        switch (step) {
            case MARK -> {
                if (acknowledge.marked()) {
                    end(PeerGeneration.CURRENT);
                } else {
                    step = Step.LEGACY;
                }
            }
            case LEGACY -> end(PeerGeneration.LEGACY);
            default -> end(PeerGeneration.CURRENT);
        }
    }

    /** Event: the peer closed the connection instead. The next request needs a new one. */
    public void closed() {
        flowId++;
        if (step == Step.CURRENT) {
            end(PeerGeneration.EARLY);
        } else {
            step = Step.CURRENT;
        }
    }

    /** Whether the passive node takes no flows for reasons of its own, so that nothing can be found out. */
    public boolean isRefused() {
        return refused;
    }

    /** What was found out. */
    public Optional<PeerGeneration> result() {
        return Optional.ofNullable(result);
    }

    private void end(PeerGeneration generation) {
        step = Step.DONE;
        result = generation;
    }

    private FlowKey key() {
        return new FlowKey(measurementId, flowId, 0);
    }

    private FlowDefinition silentFlow() {
        return new FlowDefinition(
                flowId,
                0,
                "Probe",
                TransportProtocol.TCP,
                TrafficPattern.SILENT,
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
    }
}
