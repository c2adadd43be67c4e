// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.Proof;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;
import org.netperfmeter.wire.UnknownExtension;

/**
 * The passive node's half of one control connection (lifecycle.md 2.3, 3.2; protocol.md 8.1). It never sends anything
 * that was not asked for, because an active node of the original takes whatever comes as the answer it waits for.
 *
 * <p>While a request is carried out, further requests wait; an Identify does not, since it comes by another channel.
 */
public final class PassiveSession {
    /** More unanswered requests than this are no conversation any longer: every peer waits for its answers. */
    static final int MAX_WAITING_REQUESTS = 64;

    private final FlowRegistry registry;
    private final Predicate<TransportProtocol> offered;
    private final Admission admission;
    private final Hello self;
    private final PassiveAuthentication authentication;
    private final PassiveEffects effects;

    private final Map<FlowKey, Flow> flows = new LinkedHashMap<>();
    private final Map<Long, Measurement> measurements = new HashMap<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    /** Effects that follow the one in progress, each when the one before has been reported. */
    private final Deque<Runnable> steps = new ArrayDeque<>();

    private boolean busy;
    private boolean peerIsOurs;
    private boolean strangerReported;
    /** Read by other threads, too. */
    private volatile boolean ended;

    /**
     * A session of a new control connection.
     *
     * @param offered whether this node can serve flows of a protocol
     * @param admission whether it has room for one more
     * @param self what this node says of itself in its Hello
     * @param credentials if given, only active nodes with the same secret are served
     */
    public PassiveSession(
            FlowRegistry registry,
            Predicate<TransportProtocol> offered,
            Admission admission,
            Hello self,
            Optional<Credentials> credentials,
            PassiveEffects effects) {
        this.registry = registry;
        this.offered = offered;
        this.admission = admission;
        this.self = self;
        this.authentication = new PassiveAuthentication(credentials);
        this.effects = effects;
    }

    /** Whether the conversation is over; nothing of it is needed any longer. */
    public boolean hasEnded() {
        return ended;
    }

    /** Whether a request is being carried out, so that the next ones should wait where they are. */
    public boolean isBusy() {
        return busy;
    }

    /** Event: a control message has arrived. */
    public void message(Message message) {
        if (ended) {
            return;
        }
        if (!busy) {
            handle(message);
        } else if (waiting.size() < MAX_WAITING_REQUESTS) {
            waiting.add(message);
        } else {
            end("more than " + MAX_WAITING_REQUESTS + " requests without waiting for an answer");
        }
    }

    /** Event: the control connection is gone, or its bytes were no messages. All that belongs to it ends. */
    public void closed() {
        if (!ended) {
            ended = true;
            if (authentication.isWaiting()) {
                reportStranger("it went without a proof that it has the secret");
            }
            flows.keySet().forEach(registry::remove);
            measurements.keySet().forEach(effects::forget);
            flows.forEach((key, flow) -> {
                if (flow.state != FlowState.LEAVING) {
                    effects.remove(key);
                }
            });
        }
    }

    /**
     * Event: an Identify came by a channel that is not bound to a flow yet.
     *
     * @param arrivedOver the protocol on whose port it came
     * @return whether the channel may stay; one that may not is to be closed
     */
    public boolean identified(IdentifyFlow identify, TransportProtocol arrivedOver) {
        Flow flow = flows.get(identify.key());
        if (ended) {
            return false;
        }
        if (flow == null || flow.state != FlowState.ADDED) {
            // No Acknowledge: a surplus one would ruin a later step of the peer (protocol.md 8.3).
            effects.warn("Identify of " + (flow == null ? "unknown " : "already identified ") + identify.key());
            return false;
        }
        if (!authentication.admits(identify, flow.described)) {
            // The flow goes on waiting: whoever sent this shall not be able to spoil it.
            effects.refuseStranger("Identify of " + identify.key() + " without the right MAC");
            return false;
        }
        if (onWire(flow.definition.protocol()) != onWire(arrivedOver)) {
            effects.warn(
                    identify.key() + " is defined as " + flow.definition.protocol() + ", but came over " + arrivedOver);
            flow.state = FlowState.FAILED;
            acknowledge(identify.key(), false);
            return false;
        }
        flow.state = FlowState.BINDING;
        flow.vector = identify.vector();
        effects.bind(identify.key(), identify.vector());
        return true;
    }

    /** Event: an Identify came from where it must not come from. The flow cannot be identified any more. */
    public void identifyRefused(IdentifyFlow identify) {
        Flow flow = flows.get(identify.key());
        if (!ended
                && flow != null
                && flow.state == FlowState.ADDED
                && authentication.admits(identify, flow.described)) {
            flow.state = FlowState.FAILED;
            acknowledge(identify.key(), false);
        }
    }

    /** Event: a flow has been bound to its channel, or that failed. */
    public void bound(FlowKey key, boolean success) {
        Flow flow = flows.get(key);
        if (!ended && flow != null && flow.state == FlowState.BINDING) {
            flow.state = success ? FlowState.IDENTIFIED : FlowState.FAILED;
            acknowledge(key, success);
        }
    }

    /** Event: a measurement has been started, or that failed. */
    public void started(long measurementId, boolean success) {
        if (!ended) {
            if (!success) {
                forget(measurementId);
            }
            acknowledge(measurementId, success);
            proceed();
        }
    }

    /** Event: a measurement has been stopped and its files are finished, or that failed. */
    public void stopped(long measurementId, boolean success) {
        if (!ended) {
            acknowledge(measurementId, success);
            Measurement measurement = measurements.get(measurementId);
            if (success && measurement.vector != FileFormat.NONE) {
                steps.add(() -> effects.uploadVector(measurementId));
            }
            if (success && measurement.scalar != FileFormat.NONE) {
                steps.add(() -> effects.uploadScalars(measurementId));
            }
            steps.add(() -> {
                forget(measurementId);
                proceed();
            });
            proceed();
        }
    }

    /** Event: a flow has ended and its vector, if it has one, is finished, or that failed. */
    public void removed(FlowKey key, boolean success) {
        if (!ended) {
            Flow flow = flows.remove(key);
            registry.remove(key);
            if (flow.vector != FileFormat.NONE) {
                // Where its file failed the original keeps silent, and its peer waits for ever.
                acknowledge(key, success);
                if (success) {
                    steps.add(() -> effects.uploadVector(key));
                }
            }
            proceed();
        }
    }

    /** Event: a file has been sent. */
    public void uploaded() {
        if (!ended) {
            proceed();
        }
    }

    private void handle(Message message) {
        if (message instanceof AddFlow add) {
            add(add);
        } else if (message instanceof RemoveFlow remove) {
            remove(remove);
        } else if (message instanceof Start start) {
            start(start);
        } else if (message instanceof Stop stop) {
            stop(stop);
        } else if (message instanceof FlowSettings settings && peerIsOurs) {
            configure(settings);
        } else if (message instanceof Hello hello && peerIsOurs) {
            greet(hello);
        } else if (message instanceof Proof proof && peerIsOurs) {
            prove(proof);
        } else if (!(message instanceof UnknownExtension && peerIsOurs)) {
            end("unexpected message of type " + message.type());
        }
    }

    /** A peer that has not answered its challenge does that first, and learns nothing before. */
    private void greet(Hello hello) {
        if (!authentication.isWaiting()) {
            effects.send(self.forMeasurement(hello.measurementId()));
        }
    }

    private void add(AddFlow add) {
        peerIsOurs |= add.marked();
        if (!authentication.admits(add.key().measurementId())) {
            refuseStranger(add);
            return;
        }
        FlowDefinition flow = null;
        String refusal = null;
        try {
            flow = add.toDefinition();
            if (!offered.test(flow.protocol())) {
                refusal = flow.protocol() + " is not offered here";
            } else if (registry.sessionOf(add.key()).isPresent()) {
                refusal = "it exists already";
            }
        } catch (IllegalArgumentException e) {
            refusal = e.getMessage();
        }
        if (refusal != null) {
            effects.warn("refused " + add.key() + ": " + refusal);
        }
        boolean taken = refusal == null && admission.takeFlow(add.key(), flow);
        if (taken) {
            registry.add(add.key(), this);
            flows.put(add.key(), new Flow(add, flow));
            effects.flowAdded(add.key(), flow);
        }
        effects.send(new Acknowledge(add.key(), taken ? Acknowledge.OKAY : Acknowledge.ERROR, add.marked()));
    }

    private void configure(FlowSettings settings) {
        Flow flow = flows.get(settings.key());
        boolean okay = false;
        if (flow != null && flow.state == FlowState.ADDED) {
            try {
                flow.definition = settings.applyTo(flow.definition);
                flow.described.add(settings);
                effects.flowAdded(settings.key(), flow.definition);
                okay = true;
            } catch (IllegalArgumentException e) {
                effects.warn("refused settings of " + settings.key() + ": " + e.getMessage());
            }
        }
        acknowledge(settings.key(), okay);
    }

    private void refuseStranger(AddFlow add) {
        effects.send(new Acknowledge(add.key(), Acknowledge.ERROR, add.marked()));
        if (add.marked()) {
            effects.send(authentication.challenge(add.key().measurementId()));
        } else {
            reportStranger("its software cannot prove that it has the secret");
        }
    }

    private void prove(Proof proof) {
        if (!authentication.isRequired()) {
            return;
        }
        Optional<CounterProof> counterProof = authentication.answer(proof);
        if (counterProof.isPresent()) {
            effects.send(counterProof.get());
        } else {
            acknowledge(proof.measurementId(), false);
            closed();
            effects.closeStranger("refused: it has another secret, or repeats what it has heard");
        }
    }

    private void reportStranger(String reason) {
        if (!strangerReported) {
            strangerReported = true;
            effects.refuseStranger("refused: " + reason);
        }
    }

    private void remove(RemoveFlow remove) {
        Flow flow = flows.get(remove.key());
        if (flow != null) {
            if (flow.state != FlowState.IDENTIFIED) {
                // Nothing that the peer may wait for.
                flow.vector = FileFormat.NONE;
            }
            flow.state = FlowState.LEAVING;
            busy = true;
            effects.remove(remove.key());
        } else {
            acknowledge(remove.key(), false);
        }
    }

    private void start(Start start) {
        if (!authentication.admits(start.measurementId())) {
            acknowledge(start.measurementId(), false);
            return;
        }
        if (measurements.containsKey(start.measurementId())) {
            effects.warn("measurement $" + Long.toHexString(start.measurementId()) + " runs already");
            acknowledge(start.measurementId(), false);
            return;
        }
        if (!admission.takeMeasurement(start.measurementId())) {
            acknowledge(start.measurementId(), false);
            return;
        }
        measurements.put(start.measurementId(), new Measurement(start.vector(), start.scalar()));
        List<FlowKey> identified = new ArrayList<>();
        flows.forEach((key, flow) -> {
            if (key.measurementId() == start.measurementId() && flow.state == FlowState.IDENTIFIED) {
                identified.add(key);
            }
        });
        busy = true;
        effects.start(start.measurementId(), start.vector(), start.scalar(), identified);
    }

    private void stop(Stop stop) {
        if (measurements.containsKey(stop.measurementId())) {
            busy = true;
            effects.stop(stop.measurementId());
        } else {
            acknowledge(stop.measurementId(), false);
        }
    }

    private void forget(long measurementId) {
        measurements.remove(measurementId);
        effects.forget(measurementId);
    }

    private void acknowledge(long measurementId, boolean okay) {
        acknowledge(new FlowKey(measurementId, 0, 0), okay);
    }

    private void acknowledge(FlowKey key, boolean okay) {
        effects.send(new Acknowledge(key, okay ? Acknowledge.OKAY : Acknowledge.ERROR, false));
    }

    private void proceed() {
        if (!steps.isEmpty()) {
            steps.remove().run();
            return;
        }
        busy = false;
        while (!busy && !ended && !waiting.isEmpty()) {
            handle(waiting.remove());
        }
    }

    private void end(String reason) {
        closed();
        effects.close(reason);
    }

    /** MPTCP flows of 1.x nodes are defined as TCP, but arrive at the MPTCP port (protocol.md 8.3). */
    private static TransportProtocol onWire(TransportProtocol protocol) {
        return protocol == TransportProtocol.MPTCP ? TransportProtocol.TCP : protocol;
    }

    private enum FlowState {
        ADDED,
        BINDING,
        IDENTIFIED,
        FAILED,
        LEAVING
    }

    private static final class Flow {
        /** What the active node has said of it. */
        private final List<Message> described = new ArrayList<>();

        private FlowDefinition definition;
        private FlowState state = FlowState.ADDED;
        private FileFormat vector = FileFormat.NONE;

        private Flow(AddFlow added, FlowDefinition definition) {
            described.add(added);
            this.definition = definition;
        }
    }

    private record Measurement(FileFormat vector, FileFormat scalar) {}
}
