// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Results;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;
import org.netperfmeter.wire.UnknownExtension;

/**
 * The active node's half of the control connection: one measurement from its first flow to its last result
 * (lifecycle.md 2, 3.1). Its flows are set up by {@link SetUp}; after that, there is one request at a time. Times are
 * {@link System#nanoTime}.
 */
public final class ActiveSession {
    public static final long NEVER = Long.MAX_VALUE;

    static final long SECOND_NANOS = 1_000_000_000L;

    /** Without any progress for so long the peer is given up. The original waits for ever. */
    static final long PROGRESS_NANOS = 60 * SECOND_NANOS;

    /**
     * What the session is to do.
     *
     * @param vector how the passive node is to record vectors
     * @param scalar how the passive node is to record scalars
     * @param generation of the peer, if the user said so
     * @param self what this node says of itself in its Hello
     * @param credentials with what the nodes authenticate each other
     * @param secretOptional whether a passive node that does not ask for the secret will do all the same
     * @param settings for a passive node that understands them
     */
    public record Plan(
            long measurementId,
            List<FlowDefinition> flows,
            FileFormat vector,
            FileFormat scalar,
            Optional<PeerGeneration> generation,
            Hello self,
            Optional<Credentials> credentials,
            boolean secretOptional,
            MeasurementSettings settings) {
        public Plan {
            flows = List.copyOf(flows);
        }

        /** Stands for the measurement in an Acknowledge. */
        FlowKey measurementKey() {
            return new FlowKey(measurementId, 0, 0);
        }
    }

    private enum State {
        NEW,
        SETTING_UP,
        COMPARING_CLOCKS,
        PREPARING,
        STARTING,
        RUNNING,
        STOPPING_SENDERS,
        STOPPING,
        COMPARING_CLOCKS_AGAIN,
        FINISHING,
        DOWNLOADING,
        REMOVING,
        ENDED
    }

    private final Plan plan;
    private final ActiveEffects effects;
    private final SetUp setUp;
    private final ClockQuestions clocks;
    /** What is still to be fetched or removed, in order. */
    private final Deque<Runnable> remaining = new ArrayDeque<>();

    private State state = State.NEW;
    private long deadlineNanos = NEVER;
    /** The flow that is being removed; -1 before. */
    private int flowIndex = -1;

    private boolean stopRequested;

    public ActiveSession(Plan plan, ActiveEffects effects) {
        this.plan = plan;
        this.effects = effects;
        setUp = new SetUp(plan, effects, this::fail);
        clocks = new ClockQuestions(effects);
    }

    /** When {@link #timeout} is to be called. */
    public long deadlineNanos() {
        return switch (state) {
            case SETTING_UP -> setUp.deadlineNanos();
            case COMPARING_CLOCKS, RUNNING, COMPARING_CLOCKS_AGAIN -> clocks.deadlineNanos();
            default -> deadlineNanos;
        };
    }

    /** Whether the peer answered the mark of our nodes (extensions.md). */
    public boolean peerIsOurs() {
        return setUp.peerIsOurs();
    }

    /** Whether the peer does as the settings of the measurement say. */
    public boolean peerHasSettings() {
        return setUp.peerHasSettings();
    }

    /** The settings of the measurement as the peer follows them, if it does. */
    public Optional<MeasurementSettings> peerSettings() {
        return peerHasSettings()
                ? Optional.of(plan.settings().understoodBy(setUp.peer().orElseThrow()))
                : Optional.empty();
    }

    /** What the peer said of itself, if it is one of ours. */
    public Optional<Hello> peer() {
        return setUp.peer();
    }

    /** Whether the peer has proved that it has the secret. */
    public boolean isAuthenticated() {
        return setUp.isAuthenticated();
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Event: the control connection is there. */
    public void begin() {
        enter(State.SETTING_UP, NEVER);
        setUp.begin();
        if (setUp.isDone()) {
            // There are no flows, and so nothing is known of the peer.
            prepare();
        }
    }

    /** Event: the peer's generation has been found out. */
    public void generationFound(PeerGeneration found) {
        if (state == State.SETTING_UP) {
            setUp.generationFound(found);
        }
    }

    /** Event: the data channel of the flow that was to be connected last is connected. */
    public void connected(long nowNanos) {
        if (state == State.SETTING_UP) {
            setUp.connected(nowNanos);
            endSetUp(nowNanos);
        }
    }

    private void endSetUp(long nowNanos) {
        if (state != State.SETTING_UP || !setUp.isDone()) {
            return;
        }
        if (setUp.peer().filter(ClockQuestions::understoodBy).isPresent()) {
            enter(State.COMPARING_CLOCKS, NEVER);
            clocks.beginRow(nowNanos);
        } else {
            prepare();
        }
    }

    private void prepare() {
        enter(State.PREPARING, NEVER);
        effects.prepare();
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
        if (peerSettings().filter(MeasurementSettings::hasTransportVector).isPresent()) {
            remaining.add(effects::openTransportDownload);
        }
        next(nowNanos);
    }

    /** Event: the control connection is gone. */
    public void closed(String reason) {
        fail("lost the control connection " + doing() + ": " + reason);
    }

    /** Event: the deadline has passed. */
    public void timeout(long nowNanos) {
        if (state == State.SETTING_UP) {
            setUp.timeout(nowNanos);
            endSetUp(nowNanos);
        } else if (isAskingForTime()) {
            clocks.timeout(nowNanos);
            endRow();
        } else if (nowNanos >= deadlineNanos) {
            fail("the passive node does not answer " + doing());
        }
    }

    /** Event: a control message has arrived. */
    public void message(Message message, long nowNanos) {
        if (state == State.ENDED || (message instanceof UnknownExtension && peerIsOurs())) {
            return;
        }
        if (message instanceof ClockReply reply && clocks.haveBegun()) {
            clocks.answered(reply, nowNanos);
            endRow();
            return;
        }
        switch (state) {
            case SETTING_UP -> {
                setUp.message(message, nowNanos);
                endSetUp(nowNanos);
            }
            case STARTING -> {
                if (isOkay(message, plan.measurementKey())) {
                    started(nowNanos);
                }
            }
            case STOPPING -> {
                if (isOkay(message, plan.measurementKey())) {
                    stopped(nowNanos);
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

    private void started(long nowNanos) {
        enter(State.RUNNING, NEVER);
        if (clocks.haveBegun()) {
            clocks.askNowAndThen(nowNanos);
        }
        effects.running();
        if (stopRequested) {
            stop();
        }
    }

    private void stopped(long nowNanos) {
        if (clocks.haveBegun()) {
            enter(State.COMPARING_CLOCKS_AGAIN, NEVER);
            clocks.beginLastRow(nowNanos);
        } else {
            finish();
        }
    }

    private void finish() {
        enter(State.FINISHING, NEVER);
        effects.finish();
    }

    private boolean isAskingForTime() {
        return state == State.COMPARING_CLOCKS || state == State.RUNNING || state == State.COMPARING_CLOCKS_AGAIN;
    }

    /** Goes on where only the answers of a row were waited for. */
    private void endRow() {
        if (clocks.isInRow()) {
            return;
        }
        if (state == State.COMPARING_CLOCKS) {
            prepare();
        } else if (state == State.COMPARING_CLOCKS_AGAIN) {
            finish();
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
        fail(unexpected(message, doing()));
    }

    /** How a measurement fails by a message that nobody asked for. */
    static String unexpected(Message message, String doing) {
        return "unexpected message of type " + message.type() + " " + doing;
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
            case SETTING_UP -> setUp.doing();
            case COMPARING_CLOCKS, COMPARING_CLOCKS_AGAIN -> "when the clocks were compared";
            case PREPARING, STARTING -> "when the measurement was started";
            case RUNNING -> "during the measurement";
            case STOPPING_SENDERS, STOPPING, FINISHING -> "when the measurement was stopped";
            case DOWNLOADING -> "when results were downloaded";
            case REMOVING -> "when " + describe(flow()) + " was removed";
        };
    }

    /** A flow as the user knows it. */
    static String describe(FlowDefinition flow) {
        return flow.protocol() + " flow " + Integer.toUnsignedString(flow.flowId()) + " (\"" + flow.description()
                + "\")";
    }
}
