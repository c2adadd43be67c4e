// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Results;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;
import org.netperfmeter.wire.UnknownExtension;

/**
 * The active node's half of the control connection: one measurement from its first flow to its last result
 * (lifecycle.md 2, 3.1). Strictly one request at a time. Times are {@link System#nanoTime}.
 */
public final class ActiveSession {
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Without any progress for so long the peer is given up. The original waits for ever. */
    static final long PROGRESS_NANOS = 60 * SECOND_NANOS;

    /** An original passive node needs up to 1 s over a connection; its own active node waits 10 s, in 1.9.4 30 s. */
    static final long IDENTIFY_NANOS = 30 * SECOND_NANOS;

    /** A datagram may be lost, so it is sent again this soon ... */
    static final long IDENTIFY_DATAGRAM_NANOS = 2 * SECOND_NANOS;

    /** ... and this often in all. */
    static final int IDENTIFY_DATAGRAM_TRIALS = 10;

    /** How long surplus Acknowledges of repeated Identifies are waited for (protocol.md 11, no. 14). */
    static final long SETTLE_NANOS = SECOND_NANOS / 2;

    /**
     * What the session is to do.
     *
     * @param vector how the passive node is to record vectors
     * @param scalar how the passive node is to record scalars
     * @param generation of the peer, if the user said so
     * @param self what this node says of itself in its Hello
     * @param credentials with what the nodes authenticate each other
     * @param secretOptional whether a passive node that does not ask for the secret will do all the same
     */
    public record Plan(
            long measurementId,
            List<FlowDefinition> flows,
            FileFormat vector,
            FileFormat scalar,
            Optional<PeerGeneration> generation,
            Hello self,
            Optional<Credentials> credentials,
            boolean secretOptional) {
        public Plan {
            flows = List.copyOf(flows);
        }
    }

    private enum State {
        NEW,
        PROBING,
        CONNECTING,
        ADDING,
        REFUSED,
        PROVING,
        GREETING,
        CONFIGURING,
        IDENTIFYING,
        SETTLING,
        PREPARING,
        STARTING,
        RUNNING,
        STOPPING_SENDERS,
        STOPPING,
        FINISHING,
        DOWNLOADING,
        REMOVING,
        ENDED
    }

    private final Plan plan;
    private final ActiveEffects effects;
    private final ActiveAuthentication authentication;
    /** What is still to be fetched or removed, in order. */
    private final Deque<Runnable> remaining = new ArrayDeque<>();

    private State state = State.NEW;
    private long deadlineNanos = NEVER;
    private int flowIndex;
    private int trial;
    private boolean stopRequested;
    private boolean peerIsOurs;
    private Hello peer;
    private PeerGeneration generation;
    /** What the peer has been told of the flow: its Add Flow first. */
    private List<Message> described = List.of();

    public ActiveSession(Plan plan, ActiveEffects effects) {
        this.plan = plan;
        this.effects = effects;
        authentication = new ActiveAuthentication(plan.credentials(), plan.secretOptional());
        // Who does not prove that it is one of ours is left anyway.
        generation = plan.generation().orElse(authentication.isRequired() ? PeerGeneration.CURRENT : null);
    }

    /** When {@link #timeout} is to be called. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether the peer answered the mark of our nodes (extensions.md). */
    public boolean peerIsOurs() {
        return peerIsOurs;
    }

    /** What the peer said of itself, if it is one of ours. */
    public Optional<Hello> peer() {
        return Optional.ofNullable(peer);
    }

    /** Whether the peer has proved that it has the secret. */
    public boolean isAuthenticated() {
        return authentication.isProven();
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Event: the control connection is there. */
    public void begin() {
        setUpFlow();
    }

    /** Event: the peer's generation has been found out. */
    public void generationFound(PeerGeneration found) {
        if (state == State.PROBING) {
            generation = found;
            setUpFlow();
        }
    }

    /** Event: the flow's data channel is connected. */
    public void connected(long nowNanos) {
        if (state != State.CONNECTING) {
            return;
        }
        try {
            described = List.of(AddFlow.of(
                    flow(), plan.measurementId(), generation == null ? PeerGeneration.CURRENT : generation, true));
        } catch (IllegalArgumentException e) {
            fail("flow " + Integer.toUnsignedString(flow().flowId()) + ": " + e.getMessage());
            return;
        }
        add(nowNanos);
    }

    /** Event: files and senders are ready. */
    public void prepared(long nowNanos) {
        if (state == State.PREPARING) {
            enter(State.STARTING, nowNanos + PROGRESS_NANOS);
            effects.send(new Start(plan.measurementId(), plan.vector(), plan.scalar()));
        }
    }

    /** Event: the run time is over, the user wants to stop, or a flow was aborted. */
    public void stop() {
        if (state == State.RUNNING) {
            enter(State.STOPPING_SENDERS, NEVER);
            effects.stopSenders();
        } else if (state.compareTo(State.PREPARING) < 0) {
            fail("stopped before the measurement began");
        } else {
            stopRequested = true;
        }
    }

    /** Event: no sender sends any more. */
    public void sendersStopped(long nowNanos) {
        if (state == State.STOPPING_SENDERS) {
            enter(State.STOPPING, nowNanos + PROGRESS_NANOS);
            effects.send(new Stop(plan.measurementId()));
        }
    }

    /** Event: everything was received, the own results are written. */
    public void finished(long nowNanos) {
        if (state != State.FINISHING) {
            return;
        }
        if (plan.vector() != FileFormat.NONE) {
            remaining.add(effects::openVectorDownload);
        }
        if (plan.scalar() != FileFormat.NONE) {
            remaining.add(effects::openScalarDownload);
        }
        flowIndex = -1;
        next(nowNanos);
    }

    /** Event: the control connection is gone. */
    public void closed(String reason) {
        fail("lost the control connection " + doing() + ": " + reason);
    }

    /** Event: the deadline has passed. */
    public void timeout(long nowNanos) {
        if (nowNanos < deadlineNanos) {
            return;
        }
        if (state == State.SETTLING) {
            nextFlow();
        } else if (state == State.IDENTIFYING && trial < trials()) {
            identify(nowNanos);
        } else {
            fail("the passive node does not answer " + doing());
        }
    }

    /** Event: a control message has arrived. */
    public void message(Message message, long nowNanos) {
        if (state == State.ENDED || (message instanceof UnknownExtension && peerIsOurs)) {
            return;
        }
        switch (state) {
            case ADDING -> {
                if (isRefusalByStranger(message)) {
                    peerIsOurs = true;
                    // If it wants the secret, its challenge comes before its answer to this.
                    enter(State.REFUSED, nowNanos + PROGRESS_NANOS);
                    effects.send(plan.self());
                } else if (isOkay(message, key())) {
                    added((Acknowledge) message, nowNanos);
                }
            }
            case REFUSED -> refused(message, nowNanos);
            case PROVING -> proved(message, nowNanos);
            case GREETING -> {
                if (message instanceof Hello hello) {
                    peer = hello;
                    configure(nowNanos);
                } else {
                    unexpected(message);
                }
            }
            case CONFIGURING -> {
                if (isOkay(message, key())) {
                    identify(nowNanos);
                }
            }
            case IDENTIFYING -> {
                if (isOkay(message, key())) {
                    identified(nowNanos);
                }
            }
            case SETTLING -> {
                if (!(message instanceof Acknowledge acknowledge
                        && acknowledge.key().equals(key()))) {
                    unexpected(message);
                }
            }
            case STARTING -> {
                if (isOkay(message, measurementKey())) {
                    started();
                }
            }
            case STOPPING -> {
                if (isOkay(message, measurementKey())) {
                    enter(State.FINISHING, NEVER);
                    effects.finish();
                }
            }
            case REMOVING -> {
                if (isOkay(message, key())) {
                    enter(State.DOWNLOADING, nowNanos + PROGRESS_NANOS);
                    effects.openVectorDownload(flow());
                }
            }
            case DOWNLOADING -> {
                if (message instanceof Results results) {
                    results(results, nowNanos);
                } else {
                    unexpected(message);
                }
            }
            default -> unexpected(message);
        }
    }

    // ------ Set-up, flow by flow

    private void setUpFlow() {
        if (flowIndex == plan.flows().size()) {
            enter(State.PREPARING, NEVER);
            effects.prepare();
        } else if (generation == null && AddFlow.dependsOnGeneration(flow())) {
            enter(State.PROBING, NEVER);
            effects.probe();
        } else {
            enter(State.CONNECTING, NEVER);
            effects.connect(flow());
        }
    }

    private void add(long nowNanos) {
        enter(State.ADDING, nowNanos + PROGRESS_NANOS);
        effects.send(described.get(0));
    }

    private boolean isRefusalByStranger(Message message) {
        return !peerIsOurs
                && message instanceof Acknowledge acknowledge
                && acknowledge.marked()
                && !acknowledge.isOkay()
                && acknowledge.key().equals(key());
    }

    private void refused(Message message, long nowNanos) {
        if (message instanceof Challenge challenge && challenge.measurementId() == plan.measurementId()) {
            if (authentication.hasSecret()) {
                enter(State.PROVING, nowNanos + PROGRESS_NANOS);
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
        trial = 0;
        if (authentication.isRequired() && !authentication.isProven()) {
            fail("the passive node does not ask for the secret; --secret-optional measures all the same");
        } else if (acknowledge.marked() && generation == PeerGeneration.LEGACY && AddFlow.dependsOnGeneration(flow())) {
            fail("flow " + Integer.toUnsignedString(flow().flowId())
                    + " was described as to a NetPerfMeter 1.x peer, but the passive node is a current one");
        } else if (acknowledge.marked() && peer == null) {
            peerIsOurs = true;
            generation = PeerGeneration.CURRENT;
            enter(State.GREETING, nowNanos + PROGRESS_NANOS);
            effects.send(plan.self());
        } else {
            configure(nowNanos);
        }
    }

    /** Sends what Add Flow has no place for. If only this node sends, the peer can do without. */
    private void configure(long nowNanos) {
        FlowSettings settings = FlowSettings.of(key(), flow().options());
        boolean understood = peer != null && (peer.capabilities() & FlowSettings.CAPABILITY) != 0;
        if (settings.isNeeded() && understood) {
            enter(State.CONFIGURING, nowNanos + PROGRESS_NANOS);
            described = List.of(described.get(0), settings);
            effects.send(settings);
        } else if (settings.isNeeded() && !flow().inbound().isSilent()) {
            fail("batch= and gso= of " + describe(flow())
                    + " are not known to the passive node, which is to send, too; leave them out");
        } else {
            identify(nowNanos);
        }
    }

    private void identify(long nowNanos) {
        trial++;
        enter(State.IDENTIFYING, nowNanos + (isDatagram() ? IDENTIFY_DATAGRAM_NANOS : IDENTIFY_NANOS));
        effects.identify(flow(), authentication.authenticated(new IdentifyFlow(key(), plan.vector()), described));
    }

    private int trials() {
        return isDatagram() ? IDENTIFY_DATAGRAM_TRIALS : 1;
    }

    private boolean isDatagram() {
        return flow().protocol().isDatagram();
    }

    private void identified(long nowNanos) {
        if (trial > 1) {
            enter(State.SETTLING, nowNanos + SETTLE_NANOS);
        } else {
            nextFlow();
        }
    }

    private void nextFlow() {
        flowIndex++;
        setUpFlow();
    }

    private void started() {
        enter(State.RUNNING, NEVER);
        effects.running();
        if (stopRequested) {
            stop();
        }
    }

    // ------ Results

    private void results(Results results, long nowNanos) {
        effects.downloaded(results.data());
        if (results.last()) {
            effects.closeDownload();
            next(nowNanos);
        } else {
            deadlineNanos = nowNanos + PROGRESS_NANOS;
        }
    }

    /** The next file, or the next flow to be removed. */
    private void next(long nowNanos) {
        if (!remaining.isEmpty()) {
            enter(State.DOWNLOADING, nowNanos + PROGRESS_NANOS);
            remaining.remove().run();
            return;
        }
        boolean waitsForAnswer = plan.vector() != FileFormat.NONE;
        while (++flowIndex < plan.flows().size()) {
            enter(State.REMOVING, nowNanos + PROGRESS_NANOS);
            effects.send(new RemoveFlow(key()));
            if (waitsForAnswer) {
                return;
            }
        }
        enter(State.ENDED, NEVER);
        effects.done();
    }

    // ------ Common

    private FlowDefinition flow() {
        return plan.flows().get(flowIndex);
    }

    private FlowKey key() {
        return flow().key(plan.measurementId());
    }

    private FlowKey measurementKey() {
        return new FlowKey(plan.measurementId(), 0, 0);
    }

    private void enter(State next, long deadline) {
        state = next;
        deadlineNanos = deadline;
    }

    private boolean isOkay(Message message, FlowKey expected) {
        if (!(message instanceof Acknowledge acknowledge) || !acknowledge.key().equals(expected)) {
            unexpected(message);
            return false;
        }
        if (acknowledge.status() != Acknowledge.OKAY) {
            fail("the passive node refuses " + doing());
            return false;
        }
        return true;
    }

    private void unexpected(Message message) {
        fail("unexpected message of type " + message.type() + " " + doing());
    }

    private void fail(String reason) {
        if (state != State.ENDED) {
            enter(State.ENDED, NEVER);
            effects.fail(reason);
        }
    }

    /** What is being done, for the end of a sentence. */
    private String doing() {
        return switch (state) {
            case NEW, ENDED -> "before anything was done";
            case PROBING -> "while its generation was probed";
            case PROVING -> "when the nodes authenticated each other";
            case CONNECTING, ADDING, REFUSED, GREETING, CONFIGURING -> "when " + describe(flow()) + " was added";
            case IDENTIFYING, SETTLING -> "when " + describe(flow()) + " was identified";
            case PREPARING, STARTING -> "when the measurement was started";
            case RUNNING -> "during the measurement";
            case STOPPING_SENDERS, STOPPING, FINISHING -> "when the measurement was stopped";
            case DOWNLOADING -> "when results were downloaded";
            case REMOVING -> "when " + describe(flow()) + " was removed";
        };
    }

    private static String describe(FlowDefinition flow) {
        return flow.protocol() + " flow " + Integer.toUnsignedString(flow.flowId()) + " (\"" + flow.description()
                + "\")";
    }
}
