// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** Plays everything around a {@link PassiveSession}: its node, and its peer. */
final class PassiveScript {
    static final long ID = 0x77;
    static final Set<TransportProtocol> OFFERED =
            EnumSet.of(TransportProtocol.TCP, TransportProtocol.MPTCP, TransportProtocol.UDP);

    final RecordedPassiveEffects effects = new RecordedPassiveEffects();
    final ScriptedAdmission admission = new ScriptedAdmission();
    final PassiveSession session;

    PassiveScript(FlowRegistry registry) {
        this(registry, Optional.empty());
    }

    PassiveScript(FlowRegistry registry, Optional<Credentials> credentials) {
        session = new PassiveSession(
                registry, OFFERED::contains, admission, ControlFlows.PASSIVE_HELLO, credentials, effects);
    }

    PassiveScript() {
        this(new FlowRegistry());
    }

    // ------ Events

    /** The peer says this. */
    void say(Message message) {
        session.message(message);
    }

    /** An original peer defines a flow, and it is taken. */
    void add(FlowDefinition flow) {
        say(add(flow, ID, false));
        expect("added " + flow.flowId() + " " + flow.protocol(), okay(flow.flowId()));
    }

    void add(int flowId) {
        add(ControlFlows.plain(flowId));
    }

    /** A flow is defined and identified by its peer. */
    void identified(int flowId, FileFormat vector) {
        add(flowId);
        assertEquals(true, identify(flowId, vector));
        session.bound(key(flowId), true);
        expect("bind " + flowId + " " + vector, okay(flowId));
    }

    boolean identify(int flowId, FileFormat vector) {
        return identify(flowId, vector, TransportProtocol.TCP);
    }

    boolean identify(int flowId, FileFormat vector, TransportProtocol arrivedOver) {
        return session.identified(new IdentifyFlow(key(flowId), vector), arrivedOver);
    }

    /** A measurement is started, successfully. */
    void started(FileFormat vector, FileFormat scalar) {
        say(new Start(ID, vector, scalar));
        session.started(ID, true);
        effects.take();
    }

    void stop() {
        say(new Stop(ID));
    }

    void remove(int flowId) {
        say(new RemoveFlow(key(flowId)));
    }

    // ------ Messages

    static FlowKey key(int flowId) {
        return new FlowKey(ID, flowId, 0);
    }

    static Message add(FlowDefinition flow, long measurementId, boolean marked) {
        return AddFlow.of(flow, measurementId, PeerGeneration.CURRENT, marked);
    }

    static Acknowledge okay(int flowId) {
        return new Acknowledge(key(flowId), Acknowledge.OKAY, false);
    }

    static Acknowledge error(int flowId) {
        return new Acknowledge(key(flowId), Acknowledge.ERROR, false);
    }

    /** The answer to Start and Stop. */
    static Acknowledge okay() {
        return okay(0);
    }

    static Acknowledge error() {
        return error(0);
    }

    // ------ Expectations

    /** Exactly this has been wanted since the last expectation, in this order. */
    void expect(Object... wanted) {
        assertEquals(List.of(wanted), effects.take());
    }

    void expectWarnings(String... warnings) {
        assertEquals(List.of(warnings), effects.takeWarnings());
    }

    /** The session has ended, and wants nothing more, whatever happens. */
    void expectSilence() {
        assertEquals(true, session.hasEnded());
        say(add(ControlFlows.plain(100), ID, true));
        say(ControlFlows.ACTIVE_HELLO);
        stop();
        remove(0);
        assertEquals(false, identify(0, FileFormat.PLAIN));
        session.bound(key(0), true);
        session.started(ID, true);
        session.stopped(ID, true);
        session.removed(key(0), true);
        session.uploaded();
        session.closed();
        expect();
    }
}
