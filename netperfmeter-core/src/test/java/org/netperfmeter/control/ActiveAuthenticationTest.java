// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ActiveScript.key;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.ACTIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.CREDENTIALS;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.PASSIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.SECRET;
import static org.netperfmeter.control.ControlFlows.SETTINGS;
import static org.netperfmeter.control.ControlFlows.markedAdd;
import static org.netperfmeter.control.ControlFlows.nonce;
import static org.netperfmeter.control.ControlFlows.plain;
import static org.netperfmeter.control.ControlFlows.uniform;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Mac;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.Proof;

/** With whom an active node measures, and how it finds out. */
class ActiveAuthenticationTest {
    private static final Handshake HANDSHAKE = new Handshake(SECRET, MEASUREMENT, PASSIVE_NONCE, ACTIVE_NONCE);
    private static final Challenge CHALLENGE = new Challenge(MEASUREMENT, PASSIVE_NONCE);
    private static final CounterProof COUNTER_PROOF = new CounterProof(MEASUREMENT, HANDSHAKE.counterProof());
    private static final FlowDefinition FIRST = plain(3);
    private static final FlowDefinition SECOND = plain(7, TransportProtocol.UDP);

    private static Acknowledge marked(int flowId, int status) {
        return new Acknowledge(key(flowId), status, true);
    }

    private static String identify(FlowDefinition flow) {
        IdentifyFlow identify = new IdentifyFlow(key(flow.flowId()), FileFormat.NONE);
        return "identify " + flow.flowId() + " NONE " + HANDSHAKE.of(identify, List.of(markedAdd(flow)));
    }

    private static ActiveScript adding(ActiveScript script) {
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.effects.take();
        return script;
    }

    private static ActiveScript proving() {
        ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, false, FIRST, SECOND));
        script.say(marked(3, Acknowledge.ERROR));
        script.say(CHALLENGE);
        script.expect(ACTIVE_HELLO, new Proof(MEASUREMENT, ACTIVE_NONCE, HANDSHAKE.proof()));
        return script;
    }

    // ------ A passive node with the secret

    @Test
    void nodesAuthenticateEachOtherAndTheFlowIsAddedAgain() {
        ActiveScript script = proving();
        assertFalse(script.session.isAuthenticated());
        script.say(COUNTER_PROOF);
        assertTrue(script.session.isAuthenticated());
        script.expect(markedAdd(FIRST));
        script.say(marked(3, Acknowledge.OKAY));
        script.expect(ACTIVE_HELLO);
        script.say(PASSIVE_HELLO);
        script.expect(identify(FIRST), "connect 7");
        assertEquals(Optional.of(PASSIVE_HELLO), script.session.peer());
        script.okay(3);
        script.session.connected(script.nowNanos);
        script.say(marked(7, Acknowledge.OKAY));
        script.expect(markedAdd(SECOND), identify(SECOND));
        // The same once more: a datagram may be lost.
        script.passSeconds(2);
        script.expect(identify(SECOND));
    }

    @Test
    void settingsOfAFlowBelongToItsDescription() {
        FlowDefinition batched = new FlowDefinition(
                3,
                0,
                "Flow 3",
                TransportProtocol.TCP,
                TrafficPattern.constant(0, 100),
                TrafficPattern.SILENT,
                FlowOptions.builder().batchMessages(7).build());
        ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, false, batched));
        script.say(marked(3, Acknowledge.ERROR));
        script.say(CHALLENGE);
        script.say(COUNTER_PROOF);
        script.say(marked(3, Acknowledge.OKAY));
        script.say(new Hello(MEASUREMENT, Capability.maskOf(Set.of(Capability.FLOW_SETTINGS)), "2", "p", "6", 1));
        script.effects.take();
        script.okay(3);
        IdentifyFlow identify = new IdentifyFlow(key(3), FileFormat.NONE);
        List<Message> described = List.of(markedAdd(batched), new FlowSettings(key(3), 7, false, Optional.empty()));
        script.expect("identify 3 NONE " + HANDSHAKE.of(identify, described));
    }

    @Test
    void settingsOfTheMeasurementBelongToTheDescriptionOfEachFlow() {
        ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, false, FIRST, SECOND));
        script.say(marked(3, Acknowledge.ERROR));
        script.say(CHALLENGE);
        script.say(COUNTER_PROOF);
        script.say(marked(3, Acknowledge.OKAY));
        script.say(
                new Hello(MEASUREMENT, Capability.maskOf(Set.of(Capability.MEASUREMENT_SETTINGS)), "2", "p", "6", 1));
        script.effects.take();
        script.okay();
        script.expect(
                "identify 3 NONE "
                        + HANDSHAKE.of(new IdentifyFlow(key(3), FileFormat.NONE), List.of(markedAdd(FIRST), SETTINGS)),
                "connect 7");
        script.okay(3);
        script.session.connected(script.nowNanos);
        script.say(marked(7, Acknowledge.OKAY));
        script.expect(
                markedAdd(SECOND),
                "identify 7 NONE "
                        + HANDSHAKE.of(
                                new IdentifyFlow(key(7), FileFormat.NONE), List.of(markedAdd(SECOND), SETTINGS)));
    }

    @Test
    void flowMayBeRefusedAllTheSame() {
        ActiveScript script = proving();
        script.say(COUNTER_PROOF);
        script.effects.take();
        script.say(marked(3, Acknowledge.ERROR));
        script.expectFailure("the passive node refuses when TCP flow 3 (\"Flow 3\") was added");
    }

    @Test
    void optionalSecretIsUsedWhereThePeerAsksForIt() {
        ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, true, FIRST));
        script.say(marked(3, Acknowledge.ERROR));
        script.say(CHALLENGE);
        script.say(COUNTER_PROOF);
        script.expect(ACTIVE_HELLO, new Proof(MEASUREMENT, ACTIVE_NONCE, HANDSHAKE.proof()), markedAdd(FIRST));
        assertTrue(script.session.isAuthenticated());
    }

    @Test
    void whoeverMustHaveTheSecretNeedsNoProbeOfItsGeneration() {
        ActiveScript script = ActiveScript.withSecret(CREDENTIALS, false, uniform(0));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.expect("connect 0", markedAdd(uniform(0)));
        ActiveScript optional = ActiveScript.withSecret(CREDENTIALS, true, uniform(0));
        optional.session.begin();
        optional.expect("probe");
        optional.session.generationFound(PeerGeneration.LEGACY);
        optional.expect("connect 0");
    }

    // ------ A passive node with another

    @Test
    void errorMeansAnotherSecret() {
        ActiveScript script = proving();
        script.say(new Acknowledge(new FlowKey(MEASUREMENT, 0, 0), Acknowledge.ERROR, false));
        script.expectFailure("the passive node has another secret");
    }

    @Test
    void ownProofIsNoneIfItIsReflected() {
        assertCounterProofIsWrong(MEASUREMENT, HANDSHAKE.proof());
    }

    @Test
    void counterProofOfAnotherConversationIsNone() {
        assertCounterProofIsWrong(
                MEASUREMENT, new Handshake(SECRET, MEASUREMENT, PASSIVE_NONCE, nonce(1)).counterProof());
        assertCounterProofIsWrong(
                MEASUREMENT, new Handshake(SECRET, MEASUREMENT + 1, PASSIVE_NONCE, ACTIVE_NONCE).counterProof());
        assertCounterProofIsWrong(MEASUREMENT + 1, HANDSHAKE.counterProof());
    }

    private static void assertCounterProofIsWrong(long measurementId, Mac mac) {
        ActiveScript script = proving();
        script.say(new CounterProof(measurementId, mac));
        assertFalse(script.session.isAuthenticated());
        script.expectFailure("the passive node cannot prove that it has the secret");
    }

    @Test
    void challengeForAnotherMeasurementIsNotAnswered() {
        ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, false, FIRST));
        script.say(marked(3, Acknowledge.ERROR));
        script.say(new Challenge(MEASUREMENT + 1, PASSIVE_NONCE));
        script.expect(ACTIVE_HELLO, "fail: unexpected message of type 65 when TCP flow 3 (\"Flow 3\") was added");
    }

    @Test
    void secondChallengeIsNotAnswered() {
        ActiveScript script = proving();
        script.say(CHALLENGE);
        script.expectFailure("unexpected message of type 65 when the nodes authenticated each other");
    }

    // ------ A passive node without

    @Test
    void passiveNodeThatDoesNotAskForTheSecretIsLeft() {
        for (boolean ours : new boolean[] {false, true}) {
            ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, false, FIRST));
            script.say(new Acknowledge(key(3), Acknowledge.OKAY, ours));
            script.expectFailure(
                    "the passive node does not ask for the secret; --secret-optional measures all the same");
        }
    }

    @Test
    void passiveNodeThatDoesNotAskForAnOptionalSecretWillDo() {
        ActiveScript original = adding(ActiveScript.withSecret(CREDENTIALS, true, FIRST));
        original.okay(3);
        original.expect("identify 3 NONE");
        ActiveScript ours = adding(ActiveScript.withSecret(CREDENTIALS, true, FIRST));
        ours.say(marked(3, Acknowledge.OKAY));
        ours.say(PASSIVE_HELLO);
        ours.expect(ACTIVE_HELLO, "identify 3 NONE");
        assertFalse(ours.session.isAuthenticated());
    }

    @Test
    void refusalByTheOriginalHasNothingToDoWithTheSecret() {
        ActiveScript script = adding(ActiveScript.withSecret(CREDENTIALS, false, FIRST));
        script.say(new Acknowledge(key(3), Acknowledge.ERROR, false));
        script.expectFailure("the passive node refuses when TCP flow 3 (\"Flow 3\") was added");
    }

    // ------ An active node without

    @Test
    void activeNodeWithoutTheSecretIsToldWhatIsMissing() {
        ActiveScript script = adding(ActiveScript.of(FIRST));
        script.say(marked(3, Acknowledge.ERROR));
        script.say(CHALLENGE);
        script.expect(
                ACTIVE_HELLO, "fail: the passive node serves only active nodes that have its secret: --secret-file");
    }
}
