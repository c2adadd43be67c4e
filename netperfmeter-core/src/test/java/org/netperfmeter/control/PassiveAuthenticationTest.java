// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.ACTIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.PASSIVE_NONCE;
import static org.netperfmeter.control.ControlFlows.SECRET;
import static org.netperfmeter.control.ControlFlows.nonce;
import static org.netperfmeter.control.ControlFlows.plain;
import static org.netperfmeter.control.PassiveScript.ID;
import static org.netperfmeter.control.PassiveScript.error;
import static org.netperfmeter.control.PassiveScript.key;
import static org.netperfmeter.control.PassiveScript.okay;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.Challenge;
import org.netperfmeter.wire.CounterProof;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Mac;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.Nonce;
import org.netperfmeter.wire.Proof;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** Whom a passive node with a secret serves, and how it finds out. */
class PassiveAuthenticationTest {
    private static final Handshake HANDSHAKE = new Handshake(SECRET, ID, PASSIVE_NONCE, ACTIVE_NONCE);
    private static final Nonce NEXT_NONCE = nonce(0x20);
    private static final String CUT_OFF =
            "close stranger: refused: it has another secret, or repeats what it has heard";
    private static final Proof PROOF = new Proof(ID, ACTIVE_NONCE, HANDSHAKE.proof());

    private final FlowRegistry registry = new FlowRegistry();
    private final PassiveScript script = withNonces(PASSIVE_NONCE, NEXT_NONCE);

    private PassiveScript withNonces(Nonce... nonces) {
        Iterator<Nonce> each = List.of(nonces).iterator();
        return new PassiveScript(registry, Optional.of(new Credentials(SECRET, each::next)));
    }

    private static AddFlow marked(FlowDefinition flow) {
        return (AddFlow) PassiveScript.add(flow, ID, true);
    }

    private static Acknowledge marked(Acknowledge acknowledge) {
        return new Acknowledge(acknowledge.key(), acknowledge.status(), true);
    }

    private void challenged() {
        script.say(marked(plain(5)));
        script.expect(marked(error(5)), new Challenge(ID, PASSIVE_NONCE));
    }

    private void authenticated() {
        challenged();
        script.say(PROOF);
        script.expect(new CounterProof(ID, HANDSHAKE.counterProof()));
    }

    private void added(FlowDefinition flow) {
        script.say(marked(flow));
        script.expect("added " + flow.flowId() + " " + flow.protocol(), marked(okay(flow.flowId())));
    }

    /** A peer that has answered wrongly is told so, and cut off. */
    private void expectEnd() {
        script.expect(error(), CUT_OFF);
        script.expectWarnings();
        script.expectSilence();
        assertEquals(0, registry.size());
    }

    // ------ Who has the secret

    @Test
    void peerWithTheSecretIsServedAsIfThereWereNone() {
        authenticated();
        added(plain(5));
        script.say(ACTIVE_HELLO);
        script.expect(PASSIVE_HELLO.forMeasurement(ACTIVE_HELLO.measurementId()));
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.NONE);
        assertTrue(script.session.identified(
                identify.with(HANDSHAKE.of(identify, List.of(marked(plain(5))))), TransportProtocol.TCP));
        script.session.bound(key(5), true);
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.session.started(ID, true);
        script.expect("bind 5 NONE", okay(5), "start $77 NONE NONE [5]", okay());
        script.stop();
        script.expect("stop $77");
        script.expectWarnings();
    }

    @Test
    void greetingIsNotAnsweredBeforeTheProof() {
        challenged();
        script.say(ACTIVE_HELLO);
        script.expect();
    }

    @Test
    void refusalForAnotherReasonIsARefusal() {
        authenticated();
        script.say(marked(plain(5, TransportProtocol.SCTP)));
        script.expect(marked(error(5)));
        script.expectWarnings("refused flow 5/0 of measurement $77: SCTP is not offered here");
    }

    // ------ Who does not

    @Test
    void peerOfTheOriginalIsRefusedEachTimeAndReportedOnce() {
        script.say(PassiveScript.add(plain(5), ID, false));
        script.say(PassiveScript.add(plain(6), ID, false));
        script.say(new Start(ID, FileFormat.PLAIN, FileFormat.PLAIN));
        script.stop();
        script.remove(5);
        script.expect(error(5), error(6), error(), error(), error(5));
        script.session.closed();
        script.expect();
        script.expectWarnings("refused: its software cannot prove that it has the secret");
        assertEquals(0, registry.size());
    }

    @Test
    void peerThatDoesNotAnswerItsChallengeIsReportedWhenItGoes() {
        challenged();
        script.say(new Start(ID, FileFormat.PLAIN, FileFormat.PLAIN));
        script.expect(error());
        script.expectWarnings();
        script.session.closed();
        script.expectWarnings("refused: it went without a proof that it has the secret");
    }

    @Test
    void peerWithAnotherSecretIsCutOff() {
        challenged();
        Secret other = new Secret("0123456789abcdeF".getBytes(StandardCharsets.US_ASCII));
        script.say(new Proof(ID, ACTIVE_NONCE, new Handshake(other, ID, PASSIVE_NONCE, ACTIVE_NONCE).proof()));
        expectEnd();
    }

    @Test
    void ownMacIsNoProofIfItIsReflected() {
        challenged();
        script.say(new Proof(ID, ACTIVE_NONCE, HANDSHAKE.counterProof()));
        expectEnd();
    }

    @Test
    void ownNonceIsNoHelpIfItIsReflected() {
        challenged();
        Handshake reflected = new Handshake(SECRET, ID, PASSIVE_NONCE, PASSIVE_NONCE);
        script.say(new Proof(ID, PASSIVE_NONCE, reflected.counterProof()));
        expectEnd();
    }

    @Test
    void proofOfAnotherConversationIsNone() {
        PassiveScript other = withNonces(NEXT_NONCE);
        other.say(marked(plain(5)));
        other.expect(marked(error(5)), new Challenge(ID, NEXT_NONCE));
        other.say(PROOF);
        other.expect(error(), CUT_OFF);
    }

    @Test
    void proofIsGoodForOneAnswer() {
        authenticated();
        script.say(PROOF);
        script.expect(error(), CUT_OFF);
    }

    @Test
    void eachChallengeHasANonceOfItsOwnAndOnlyTheLastCounts() {
        challenged();
        script.say(marked(plain(5)));
        script.expect(marked(error(5)), new Challenge(ID, NEXT_NONCE));
        script.say(PROOF);
        expectEnd();
    }

    @Test
    void proofForAnotherMeasurementIsNone() {
        challenged();
        script.say(new Proof(ID + 1, ACTIVE_NONCE, HANDSHAKE.proof()));
        script.expect(new Acknowledge(new FlowKey(ID + 1, 0, 0), Acknowledge.ERROR, false), CUT_OFF);
    }

    @Test
    void macForAnotherMeasurementIsNone() {
        challenged();
        script.say(new Proof(ID, ACTIVE_NONCE, new Handshake(SECRET, ID + 1, PASSIVE_NONCE, ACTIVE_NONCE).proof()));
        expectEnd();
    }

    @Test
    void proofThatNobodyAskedForEndsTheConversation() {
        script.say(PROOF);
        script.expect("close: unexpected message of type 66");
    }

    @Test
    void anotherMeasurementOfTheSamePeerNeedsAProofOfItsOwn() {
        authenticated();
        script.say(PassiveScript.add(plain(5), ID + 1, true));
        script.say(new Start(ID + 1, FileFormat.NONE, FileFormat.NONE));
        script.expect(
                new Acknowledge(new FlowKey(ID + 1, 5, 0), Acknowledge.ERROR, true),
                new Challenge(ID + 1, NEXT_NONCE),
                new Acknowledge(new FlowKey(ID + 1, 0, 0), Acknowledge.ERROR, false));
    }

    // ------ Data channels

    private boolean identify(IdentifyFlow identify, Mac mac) {
        return script.session.identified(identify.with(mac), TransportProtocol.TCP);
    }

    @Test
    void channelIsBoundByTheRightMacOnly() {
        authenticated();
        added(plain(5));
        added(plain(6));
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.PLAIN);
        IdentifyFlow withoutVector = new IdentifyFlow(key(5), FileFormat.NONE);
        List<Message> definition = List.of(marked(plain(5)));
        Mac right = HANDSHAKE.of(identify, definition);

        assertFalse(script.identify(5, FileFormat.PLAIN));
        assertFalse(identify(withoutVector, right));
        assertFalse(identify(new IdentifyFlow(key(6), FileFormat.PLAIN), right));
        assertFalse(identify(identify, HANDSHAKE.proof()));
        assertFalse(identify(identify, HANDSHAKE.of(identify, List.of(marked(plain(6))))));
        assertFalse(identify(identify, new Handshake(SECRET, ID, NEXT_NONCE, ACTIVE_NONCE).of(identify, definition)));
        script.expect();
        assertEquals(6, script.effects.takeWarnings().size());

        assertTrue(identify(identify, right));
        script.expect("bind 5 PLAIN");
    }

    @Test
    void wrongMacOverAnotherTransportDoesNotSpoilTheFlow() {
        authenticated();
        added(plain(5));
        assertFalse(script.identify(5, FileFormat.PLAIN, TransportProtocol.UDP));
        script.expect();
        script.expectWarnings("Identify of flow 5/0 of measurement $77 without the right MAC");
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.PLAIN);
        assertTrue(identify(identify, HANDSHAKE.of(identify, List.of(marked(plain(5))))));
    }

    @Test
    void identifyFromAWrongPlaceSpoilsTheFlowOnlyWithTheRightMac() {
        authenticated();
        added(plain(5));
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.PLAIN);
        script.session.identifyRefused(identify);
        script.session.identifyRefused(identify.with(HANDSHAKE.proof()));
        script.expect();
        script.session.identifyRefused(identify.with(HANDSHAKE.of(identify, List.of(marked(plain(5))))));
        script.expect(error(5));
    }

    @Test
    void flowThatSomebodyHasChangedOnItsWayIsNotBound() {
        authenticated();
        added(plain(5, TransportProtocol.UDP));
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.PLAIN);
        Mac ofWhatWasSent = HANDSHAKE.of(identify, List.of(marked(plain(5))));
        assertFalse(script.session.identified(identify.with(ofWhatWasSent), TransportProtocol.UDP));
    }

    @Test
    void settingsOfAFlowBelongToItsDescription() {
        authenticated();
        added(plain(5));
        FlowSettings settings = new FlowSettings(key(5), 7, false, Optional.empty());
        script.say(settings);
        script.expect("added 5 TCP", okay(5));
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.PLAIN);
        assertFalse(identify(identify, HANDSHAKE.of(identify, List.of(marked(plain(5))))));
        assertTrue(identify(identify, HANDSHAKE.of(identify, List.of(marked(plain(5)), settings))));
    }

    @Test
    void settingsOfTheMeasurementBelongToTheDescriptionOfEachFlow() {
        authenticated();
        added(plain(5));
        MeasurementSettings settings = new MeasurementSettings(ID, 4711, 1_000_000);
        script.say(settings);
        script.expect(okay());
        IdentifyFlow identify = new IdentifyFlow(key(5), FileFormat.PLAIN);
        assertFalse(identify(identify, HANDSHAKE.of(identify, List.of(marked(plain(5))))));
        assertFalse(identify(
                identify,
                HANDSHAKE.of(identify, List.of(marked(plain(5)), new MeasurementSettings(ID, 4712, 1_000_000)))));
        assertTrue(identify(identify, HANDSHAKE.of(identify, List.of(marked(plain(5)), settings))));
    }

    // ------ A passive node without a secret

    @Test
    void whoNeedsNoSecretIgnoresProofsAndMacs() {
        PassiveScript open = new PassiveScript(registry);
        open.say(marked(plain(5)));
        open.expect("added 5 TCP", marked(okay(5)));
        open.say(PROOF);
        open.expect();
        assertTrue(open.session.identified(
                new IdentifyFlow(key(5), FileFormat.NONE).with(HANDSHAKE.proof()), TransportProtocol.TCP));
        open.expect("bind 5 NONE");
        open.say(new Stop(ID));
        open.expect(error());
        open.expectWarnings();
    }
}
