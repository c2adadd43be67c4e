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
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MeasurementSettings;
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

    private final Map<FlowKey, DescribedFlow> flows = new LinkedHashMap<>();
    private final Map<Long, Measurement> measurements = new HashMap<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    /** Effects that follow the one in progress, each when the one before has been reported. */
    private final Deque<Runnable> steps = new ArrayDeque<>();

    private boolean busy;
    /** Whether the peer has asked for the time, and will ask again. */
    private boolean comparingClocks;
    /** Whether the steps wait until it has done so for the last time. */
    private boolean holding;

    private boolean peerIsOurs;
    /** Of the measurement that is being set up; those of another take their place. */
    private Optional<MeasurementSettings> settings = Optional.empty();

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
                if (!flow.isLeaving()) {
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
        DescribedFlow flow = flows.get(identify.key());
        if (ended) {
            return false;
        }
        if (flow == null || !flow.isAwaited()) {
            // No Acknowledge: a surplus one would ruin a later step of the peer (protocol.md 8.3).
            effects.warn("Identify of " + (flow == null ? "unknown " : "already identified ") + identify.key());
            return false;
        }
        if (!authentication.admits(identify, described(flow))) {
            // The flow goes on waiting: whoever sent this shall not be able to spoil it.
            effects.refuseStranger("Identify of " + identify.key() + " without the right MAC");
            return false;
        }
        if (!flow.comesOver(arrivedOver)) {
            effects.warn(identify.key() + " is defined as " + flow.definition().protocol() + ", but came over "
                    + arrivedOver);
            flow.fail();
            acknowledge(identify.key(), false);
            return false;
        }
        flow.bind(identify.vector());
        effects.bind(identify.key(), identify.vector(), settings(identify.key().measurementId()));
        return true;
    }

    /** Event: an Identify came from where it must not come from. The flow cannot be identified any more. */
    public void identifyRefused(IdentifyFlow identify) {
        DescribedFlow flow = flows.get(identify.key());
        if (!ended && flow != null && flow.isAwaited() && authentication.admits(identify, described(flow))) {
            flow.fail();
            acknowledge(identify.key(), false);
        }
    }

    /** Event: a flow has been bound to its channel, or that failed. */
    public void bound(FlowKey key, boolean success) {
        DescribedFlow flow = flows.get(key);
        if (!ended && flow != null && flow.isBinding()) {
            flow.bound(success);
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
            if (success && measurement.transport) {
                steps.add(() -> effects.uploadTransport(measurementId));
            }
            steps.add(() -> {
                forget(measurementId);
                proceed();
            });
            holding = comparingClocks;
            proceed();
        }
    }

    /** Event: a flow has ended and its vector, if it has one, is finished, or that failed. */
    public void removed(FlowKey key, boolean success) {
        if (!ended) {
            DescribedFlow flow = flows.remove(key);
            registry.remove(key);
            if (flow.vector() != FileFormat.NONE) {
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
        if (holding && !(message instanceof ClockRequest)) {
            waiting.addFirst(message);
            release();
        } else if (message instanceof AddFlow add) {
            add(add);
        } else if (message instanceof RemoveFlow remove) {
            remove(remove);
        } else if (message instanceof Start start) {
            start(start);
        } else if (message instanceof Stop stop) {
            stop(stop);
        } else if (message instanceof FlowSettings settings && peerIsOurs) {
            configure(settings);
        } else if (message instanceof MeasurementSettings told && peerIsOurs) {
            configure(told);
        } else if (message instanceof ClockRequest request && peerIsOurs) {
            tellTime(request);
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

    /** Strangers are told nothing. */
    private void tellTime(ClockRequest request) {
        if (authentication.admits(request.measurementId())) {
            comparingClocks = !request.last();
            effects.tellTime(request);
            if (holding && !comparingClocks) {
                release();
            }
        }
    }

    /** Goes on with the steps that were waiting for the clocks. */
    private void release() {
        holding = false;
        busy = true;
        proceed();
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
            flows.put(add.key(), new DescribedFlow(add, flow));
            effects.flowAdded(add.key(), flow);
        }
        effects.send(new Acknowledge(add.key(), taken ? Acknowledge.OKAY : Acknowledge.ERROR, add.marked()));
    }

    private void configure(FlowSettings settings) {
        DescribedFlow flow = flows.get(settings.key());
        boolean okay = false;
        if (flow != null && flow.isAwaited()) {
            try {
                flow.add(settings);
                effects.flowAdded(settings.key(), flow.definition());
                okay = true;
            } catch (IllegalArgumentException e) {
                effects.warn("refused settings of " + settings.key() + ": " + e.getMessage());
            }
        }
        acknowledge(settings.key(), okay);
    }

    /** What has been said before the first Identify is what all of them bear a MAC for. */
    private void configure(MeasurementSettings told) {
        long measurementId = told.measurementId();
        List<DescribedFlow> concerned = flows.values().stream()
                .filter(flow -> flow.measurementId() == measurementId)
                .toList();
        boolean okay =
                told.isValid() && !concerned.isEmpty() && concerned.stream().allMatch(DescribedFlow::isAwaited);
        if (okay) {
            settings = Optional.of(told);
        }
        acknowledge(measurementId, okay);
    }

    private Optional<MeasurementSettings> settings(long measurementId) {
        return settings.filter(told -> told.measurementId() == measurementId);
    }

    /** All that the active node has said of a flow. */
    private List<Message> described(DescribedFlow flow) {
        List<Message> described = new ArrayList<>(flow.description());
        settings(flow.measurementId()).ifPresent(described::add);
        return described;
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
        DescribedFlow flow = flows.get(remove.key());
        if (flow != null) {
            flow.leave();
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
        Optional<MeasurementSettings> told = settings(start.measurementId());
        boolean transport = told.filter(MeasurementSettings::hasTransportVector).isPresent();
        measurements.put(start.measurementId(), new Measurement(start.vector(), start.scalar(), transport));
        List<FlowKey> identified = new ArrayList<>();
        flows.forEach((key, flow) -> {
            if (key.measurementId() == start.measurementId() && flow.isIdentified()) {
                identified.add(key);
            }
        });
        busy = true;
        effects.start(start.measurementId(), start.vector(), start.scalar(), identified, told);
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
        if (!steps.isEmpty() && !holding) {
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

    private record Measurement(FileFormat vector, FileFormat scalar, boolean transport) {}
}
