// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;

/**
 * The first part of an {@link ActiveSession}: from the first data connection to the last Identify that was answered. A peer
 * of the original is given one flow after the other (lifecycle.md 2). One of ours is greeted by means of the first flow, and
 * then given up to {@link #WINDOW} flows at once, so that not each of thousands costs several round trips; flows are still
 * connected and added in their order.
 */
final class SetUp {
    /** Flows in progress. A passive node may count each as two connections meanwhile. */
    static final int WINDOW = 32;

    /** An original passive node needs up to 1 s over a connection; its own active node waits 10 s, in 1.9.4 30 s. */
    private static final long IDENTIFY_NANOS = 30 * ActiveSession.SECOND_NANOS;

    /** A datagram may be lost, so it is sent again this soon ... */
    private static final long IDENTIFY_DATAGRAM_NANOS = 2 * ActiveSession.SECOND_NANOS;

    /** ... and this often in all. */
    private static final int IDENTIFY_DATAGRAM_TRIALS = 10;

    /** How long surplus Acknowledges of repeated Identifies are waited for (protocol.md 11, no. 14). */
    private static final long SETTLE_NANOS = ActiveSession.SECOND_NANOS / 2;

    private static final String CANNOT_CORRECT_DELAYS =
            "the passive node does not compare its clock with ours, which --correct-clock needs; leave that out";

    private enum Step {
        PROBING,
        CONNECTING,
        ADDING,
        REFUSED,
        PROVING,
        GREETING,
        INSTRUCTING,
        CONFIGURING,
        IDENTIFYING,
        SETTLING
    }

    private final ActiveSession.Plan plan;
    private final ActiveEffects effects;
    private final Consumer<String> failed;
    private final ActiveAuthentication authentication;

    private int next;
    private final Map<FlowKey, Pending> pending = new LinkedHashMap<>();
    /** The flow that was begun last. */
    private Pending last;

    private boolean over;

    private boolean peerIsOurs;
    private boolean peerHasSettings;
    private Hello peer;
    private PeerGeneration generation;
    /** Whether the peer is one of ours, and nothing more is to be said that concerns all flows. */
    private boolean acquainted;

    /**
     * A set-up that is yet to {@linkplain #begin begin}.
     *
     * @param failed is told why they cannot be
     */
    SetUp(ActiveSession.Plan plan, ActiveEffects effects, Consumer<String> failed) {
        this.plan = plan;
        this.effects = effects;
        this.failed = failed;
        authentication = new ActiveAuthentication(plan.credentials(), plan.secretOptional());
        // Who does not prove that it is one of ours is left anyway.
        generation = plan.generation().orElse(authentication.isRequired() ? PeerGeneration.CURRENT : null);
    }

    /** Whether all flows are set up. */
    boolean isDone() {
        return !over && next == plan.flows().size() && pending.isEmpty();
    }

    boolean peerIsOurs() {
        return peerIsOurs;
    }

    boolean peerHasSettings() {
        return peerHasSettings;
    }

    Optional<Hello> peer() {
        return Optional.ofNullable(peer);
    }

    boolean isAuthenticated() {
        return authentication.isProven();
    }

    long deadlineNanos() {
        long earliest = ActiveSession.NEVER;
        for (Pending flow : pending.values()) {
            earliest = Math.min(earliest, flow.deadlineNanos);
        }
        return earliest;
    }

    /** What is being done for the flow that has been waiting longest, for the end of a sentence. */
    String doing() {
        return oldest().doing();
    }

    private Pending oldest() {
        return pending.values().iterator().next();
    }

    // ------ Events

    void begin() {
        goOn();
    }

    void generationFound(PeerGeneration found) {
        if (last.step == Step.PROBING) {
            generation = found;
            last.begin();
        }
    }

    void connected(long nowNanos) {
        if (last.step == Step.CONNECTING) {
            last.connected(nowNanos);
            goOn();
        }
    }

    void timeout(long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return;
        }
        for (Pending flow : List.copyOf(pending.values())) {
            if (nowNanos >= flow.deadlineNanos && !over) {
                flow.timeout(nowNanos);
            }
        }
        goOn();
    }

    void message(Message message, long nowNanos) {
        Pending meant = message instanceof Acknowledge acknowledge ? pending.get(acknowledge.key()) : null;
        (meant == null ? oldest() : meant).message(message, nowNanos);
        goOn();
    }

    // ------ All flows

    private void goOn() {
        while (!over && next < plan.flows().size() && mayBeginNext()) {
            last = new Pending(plan.flows().get(next++));
            pending.put(last.key, last);
            last.begin();
        }
    }

    private boolean mayBeginNext() {
        if (pending.isEmpty()) {
            return true;
        }
        // The streams of an association are identified in their order.
        boolean waitsForConnection = plan.flows().get(next).streamId() > 0 && pending.containsKey(last.key);
        return acquainted && pending.size() < WINDOW && last.step != Step.CONNECTING && !waitsForConnection;
    }

    private void fail(String reason) {
        over = true;
        failed.accept(reason);
    }

    /** One flow that is being set up. */
    private final class Pending {
        private final FlowDefinition flow;
        private final FlowKey key;

        private Step step;
        private long deadlineNanos;
        private int trial;
        /** What the peer has been told of it: its Add Flow first. */
        private List<Message> described = List.of();

        private Pending(FlowDefinition flow) {
            this.flow = flow;
            this.key = flow.key(plan.measurementId());
        }

        private void enter(Step nextStep, long deadline) {
            step = nextStep;
            deadlineNanos = deadline;
        }

        private void begin() {
            if (generation == null && AddFlow.dependsOnGeneration(flow)) {
                enter(Step.PROBING, ActiveSession.NEVER);
                effects.probe();
            } else {
                enter(Step.CONNECTING, ActiveSession.NEVER);
                effects.connect(flow);
            }
        }

        private void connected(long nowNanos) {
            try {
                described = List.of(AddFlow.of(
                        flow, plan.measurementId(), generation == null ? PeerGeneration.CURRENT : generation, true));
            } catch (IllegalArgumentException e) {
                fail("flow " + Integer.toUnsignedString(flow.flowId()) + ": " + e.getMessage());
                return;
            }
            add(nowNanos);
        }

        private void timeout(long nowNanos) {
            if (step == Step.SETTLING) {
                pending.remove(key);
            } else if (step == Step.IDENTIFYING && trial < trials()) {
                identify(nowNanos);
            } else {
                fail("the passive node does not answer " + doing());
            }
        }

        private void message(Message message, long nowNanos) {
            switch (step) {
                case ADDING -> {
                    if (isRefusalByStranger(message)) {
                        peerIsOurs = true;
                        // If it wants the secret, its challenge comes before its answer to this.
                        enter(Step.REFUSED, nowNanos + ActiveSession.PROGRESS_NANOS);
                        effects.send(plan.self());
                    } else if (isOkay(message, key)) {
                        added((Acknowledge) message, nowNanos);
                    }
                }
                case REFUSED -> refused(message, nowNanos);
                case PROVING -> proved(message, nowNanos);
                case GREETING -> {
                    if (message instanceof Hello hello) {
                        peer = hello;
                        instruct(nowNanos);
                    } else {
                        unexpected(message);
                    }
                }
                case INSTRUCTING -> {
                    if (isOkay(message, plan.measurementKey())) {
                        peerHasSettings = true;
                        acquainted(nowNanos);
                    }
                }
                case CONFIGURING -> {
                    if (isOkay(message, key)) {
                        identify(nowNanos);
                    }
                }
                case IDENTIFYING -> {
                    if (isOkay(message, key)) {
                        identified(nowNanos);
                    }
                }
                case SETTLING -> {
                    if (!(message instanceof Acknowledge acknowledge
                            && acknowledge.key().equals(key))) {
                        unexpected(message);
                    }
                }
                default -> unexpected(message);
            }
        }

        private void add(long nowNanos) {
            enter(Step.ADDING, nowNanos + ActiveSession.PROGRESS_NANOS);
            effects.send(described.get(0));
        }

        private boolean isRefusalByStranger(Message message) {
            return !peerIsOurs
                    && message instanceof Acknowledge acknowledge
                    && acknowledge.marked()
                    && !acknowledge.isOkay()
                    && acknowledge.key().equals(key);
        }

        private void refused(Message message, long nowNanos) {
            if (message instanceof Challenge challenge && challenge.measurementId() == plan.measurementId()) {
                if (authentication.hasSecret()) {
                    enter(Step.PROVING, nowNanos + ActiveSession.PROGRESS_NANOS);
                    effects.send(authentication.answer(challenge));
                } else {
                    fail("the passive node serves only active nodes that have its secret: --secret-file");
                }
            } else if (message instanceof Hello) {
                fail("the passive node refuses " + doing());
            } else {
                unexpected(message);
            }
        }

        private void proved(Message message, long nowNanos) {
            if (message instanceof CounterProof counterProof) {
                if (authentication.accepts(counterProof)) {
                    add(nowNanos);
                } else {
                    fail("the passive node cannot prove that it has the secret");
                }
            } else if (message instanceof Acknowledge acknowledge && !acknowledge.isOkay()) {
                fail("the passive node has another secret");
            } else {
                unexpected(message);
            }
        }

        private void added(Acknowledge acknowledge, long nowNanos) {
            if (authentication.isRequired() && !authentication.isProven()) {
                fail("the passive node does not ask for the secret; --secret-optional measures all the same");
            } else if (!acknowledge.marked() && plan.settings().correctedDelays() && peer == null) {
                fail(CANNOT_CORRECT_DELAYS);
            } else if (acknowledge.marked()
                    && generation == PeerGeneration.LEGACY
                    && AddFlow.dependsOnGeneration(flow)) {
                fail("flow " + Integer.toUnsignedString(flow.flowId())
                        + " was described as to a NetPerfMeter 1.x peer, but the passive node is a current one");
            } else if (acknowledge.marked() && peer == null) {
                peerIsOurs = true;
                generation = PeerGeneration.CURRENT;
                enter(Step.GREETING, nowNanos + ActiveSession.PROGRESS_NANOS);
                effects.send(plan.self());
            } else {
                configure(nowNanos);
            }
        }

        /** Tells what the flows have in common. A peer that does not understand it goes its own way. */
        private void instruct(long nowNanos) {
            if (plan.settings().correctedDelays() && !MeasurementSettings.canCorrectDelays(peer)) {
                fail(CANNOT_CORRECT_DELAYS);
            } else if (peer.isCapableOf(Set.of(Capability.MEASUREMENT_SETTINGS))) {
                enter(Step.INSTRUCTING, nowNanos + ActiveSession.PROGRESS_NANOS);
                effects.send(plan.settings().understoodBy(peer));
            } else {
                acquainted(nowNanos);
            }
        }

        private void acquainted(long nowNanos) {
            acquainted = true;
            configure(nowNanos);
        }

        /** Sends what Add Flow has no place for. If only this node sends, the peer can do without. */
        private void configure(long nowNanos) {
            FlowSettings settings = FlowSettings.of(key, flow);
            if (settings.isNeeded() && peer != null && peer.isCapableOf(settings.needs())) {
                enter(Step.CONFIGURING, nowNanos + ActiveSession.PROGRESS_NANOS);
                described = List.of(described.get(0), settings);
                effects.send(settings);
            } else if (settings.isNeeded() && !flow.inbound().isSilent()) {
                fail(
                        settings.gapSeconds().isPresent()
                                ? "gaps of " + ActiveSession.describe(flow)
                                        + " are not known to the passive node, which is to send by them; give it a rate"
                                : "batch= and gso= of " + ActiveSession.describe(flow)
                                        + " are not known to the passive node, which is to send, too; leave them out");
            } else {
                identify(nowNanos);
            }
        }

        private void identify(long nowNanos) {
            trial++;
            enter(Step.IDENTIFYING, nowNanos + (isDatagram() ? IDENTIFY_DATAGRAM_NANOS : IDENTIFY_NANOS));
            List<Message> all = new ArrayList<>(described);
            if (peerHasSettings) {
                all.add(plan.settings().understoodBy(peer));
            }
            effects.identify(flow, authentication.authenticated(new IdentifyFlow(key, plan.vector()), all));
        }

        private int trials() {
            return isDatagram() ? IDENTIFY_DATAGRAM_TRIALS : 1;
        }

        private boolean isDatagram() {
            return flow.protocol().isDatagram();
        }

        private void identified(long nowNanos) {
            if (trial > 1) {
                enter(Step.SETTLING, nowNanos + SETTLE_NANOS);
            } else {
                pending.remove(key);
            }
        }

        private boolean isOkay(Message message, FlowKey expected) {
            if (!(message instanceof Acknowledge acknowledge)
                    || !acknowledge.key().equals(expected)) {
                unexpected(message);
                return false;
            }
            if (!acknowledge.isOkay()) {
                fail("the passive node refuses " + doing());
                return false;
            }
            return true;
        }

        private void unexpected(Message message) {
            fail(ActiveSession.unexpected(message, doing()));
        }

        private String doing() {
            return switch (step) {
                case PROBING -> "while its generation was probed";
                case PROVING -> "when the nodes authenticated each other";
                case IDENTIFYING, SETTLING -> "when " + ActiveSession.describe(flow) + " was identified";
                default -> "when " + ActiveSession.describe(flow) + " was added";
            };
        }
    }
}
