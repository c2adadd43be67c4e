// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.Results;

/** Plays everything around an {@link ActiveSession}: its node, its peer, and the time. */
final class ActiveScript {
    /** Every moment in which a session can be found, in the order of a measurement of one flow with all files. */
    enum Moment {
        NEW,
        PROBING,
        CONNECTING,
        ADDING,
        REFUSED,
        PROVING,
        GREETING,
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

    static final long SECOND = 1_000_000_000L;

    /** Times may be negative: they are those of {@link System#nanoTime}. */
    private static final long BEGIN_NANOS = -1000 * SECOND;

    final RecordedActiveEffects effects = new RecordedActiveEffects();
    final ActiveSession session;
    private final List<FlowDefinition> flows;
    long nowNanos = BEGIN_NANOS;

    ActiveScript(
            List<FlowDefinition> flows, FileFormat vector, FileFormat scalar, Optional<PeerGeneration> generation) {
        this(flows, vector, scalar, generation, Optional.empty(), false, ControlFlows.SETTINGS);
    }

    private ActiveScript(
            List<FlowDefinition> flows,
            FileFormat vector,
            FileFormat scalar,
            Optional<PeerGeneration> generation,
            Optional<Credentials> credentials,
            boolean secretOptional,
            MeasurementSettings settings) {
        this.flows = flows;
        session = new ActiveSession(
                new ActiveSession.Plan(
                        MEASUREMENT,
                        flows,
                        vector,
                        scalar,
                        generation,
                        ControlFlows.ACTIVE_HELLO,
                        credentials,
                        secretOptional,
                        settings),
                effects);
    }

    /** A measurement without any file of the peer. */
    static ActiveScript of(FlowDefinition... flows) {
        return new ActiveScript(List.of(flows), FileFormat.NONE, FileFormat.NONE, Optional.empty());
    }

    /** A measurement by a node with a secret, without any file of the peer. */
    static ActiveScript withSecret(Credentials credentials, boolean secretOptional, FlowDefinition... flows) {
        return new ActiveScript(
                List.of(flows),
                FileFormat.NONE,
                FileFormat.NONE,
                Optional.empty(),
                Optional.of(credentials),
                secretOptional,
                ControlFlows.SETTINGS);
    }

    /** A measurement with settings of its own, without any file of the peer. */
    static ActiveScript withSettings(MeasurementSettings settings, FlowDefinition... flows) {
        return withSettings(settings, FileFormat.NONE, flows);
    }

    static ActiveScript withSettings(MeasurementSettings settings, FileFormat scalar, FlowDefinition... flows) {
        return new ActiveScript(
                List.of(flows), FileFormat.NONE, scalar, Optional.empty(), Optional.empty(), false, settings);
    }

    /** A measurement with all files of the peer. */
    static ActiveScript withFiles(FlowDefinition... flows) {
        return new ActiveScript(List.of(flows), FileFormat.PLAIN, FileFormat.PLAIN, Optional.empty());
    }

    /** A session of a single flow that is at a given moment, with nothing left in its records. */
    static ActiveScript at(Moment moment) {
        ActiveScript script = switch (moment) {
            case PROVING -> withSecret(ControlFlows.CREDENTIALS, false, ControlFlows.plain(0));
            case PROBING -> withFiles(ControlFlows.uniform(0));
            case SETTLING -> withFiles(ControlFlows.plain(0, TransportProtocol.UDP));
            default -> withFiles(ControlFlows.plain(0));
        };
        script.advanceTo(moment);
        script.effects.take();
        return script;
    }

    private void advanceTo(Moment moment) {
        switch (moment) {
            case NEW -> {}
            case PROBING, CONNECTING -> session.begin();
            case REFUSED, PROVING -> {
                setUp(Moment.ADDING);
                say(new Acknowledge(key(0), Acknowledge.ERROR, true));
                if (moment == Moment.PROVING) {
                    say(new Challenge(MEASUREMENT, ControlFlows.PASSIVE_NONCE));
                }
            }
            case GREETING -> {
                setUp(Moment.ADDING);
                say(new Acknowledge(key(0), Acknowledge.OKAY, true));
            }
            case SETTLING -> {
                setUp(Moment.IDENTIFYING);
                passSeconds(2);
                okay(0);
            }
            default -> setUp(moment);
        }
    }

    private void setUp(Moment moment) {
        session.begin();
        step(moment, Moment.ADDING, () -> session.connected(nowNanos));
        step(moment, Moment.IDENTIFYING, () -> okay(0));
        step(moment, Moment.PREPARING, () -> okay(0));
        step(moment, Moment.STARTING, () -> session.prepared(nowNanos));
        step(moment, Moment.RUNNING, this::okay);
        step(moment, Moment.STOPPING_SENDERS, session::stop);
        step(moment, Moment.STOPPING, () -> session.sendersStopped(nowNanos));
        step(moment, Moment.FINISHING, this::okay);
        step(moment, Moment.DOWNLOADING, () -> session.finished(nowNanos));
        step(moment, Moment.REMOVING, () -> {
            file("vector");
            file("scalars");
        });
        step(moment, Moment.ENDED, () -> {
            okay(0);
            file("flow");
        });
    }

    private static void step(Moment wanted, Moment reached, Runnable event) {
        if (wanted.compareTo(reached) >= 0) {
            event.run();
        }
    }

    // ------ Events

    /** Set up, all flows, by a peer of the original. */
    void setUpAll() {
        session.begin();
        for (FlowDefinition flow : flows) {
            session.connected(nowNanos);
            okay(flow.flowId());
            okay(flow.flowId());
        }
        effects.take();
    }

    /** The peer says this. */
    void say(Message message) {
        session.message(message, nowNanos);
    }

    /** The peer acknowledges something of a flow. */
    void okay(int flowId) {
        say(new Acknowledge(key(flowId), Acknowledge.OKAY, false));
    }

    /** The peer acknowledges something of the measurement. */
    void okay() {
        say(new Acknowledge(new FlowKey(MEASUREMENT, 0, 0), Acknowledge.OKAY, false));
    }

    /** The peer uploads a file in one piece. */
    void file(String content) {
        say(chunk(content, true));
    }

    /** Time passes; if the session waits for nothing longer than that, it is told. */
    void passSeconds(double seconds) {
        passNanos((long) (seconds * SECOND));
    }

    void passNanos(long nanos) {
        nowNanos += nanos;
        session.timeout(nowNanos);
    }

    static Results chunk(String content, boolean last) {
        return new Results(content.getBytes(StandardCharsets.US_ASCII), last);
    }

    static FlowKey key(int flowId) {
        return new FlowKey(MEASUREMENT, flowId, 0);
    }

    // ------ Expectations

    /** Exactly this has been wanted since the last expectation, in this order. */
    void expect(Object... wanted) {
        assertEquals(List.of(wanted), effects.take());
    }

    /** The session gave up for this reason, and wants nothing more, whatever happens. */
    void expectFailure(String reason) {
        expect("fail: " + reason);
        expectSilence();
    }

    private void expectSilence() {
        assertEquals(true, session.hasEnded());
        assertEquals(ActiveSession.NEVER, session.deadlineNanos());
        session.generationFound(PeerGeneration.CURRENT);
        session.connected(nowNanos);
        session.prepared(nowNanos);
        session.stop();
        session.sendersStopped(nowNanos);
        session.finished(nowNanos);
        session.closed("gone");
        okay(0);
        okay();
        file("late");
        passSeconds(1000);
        expect();
    }
}
