// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.netperfmeter.control.ActiveScript.SECOND;
import static org.netperfmeter.control.ActiveScript.chunk;
import static org.netperfmeter.control.ActiveScript.key;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.normal;
import static org.netperfmeter.control.ControlFlows.plain;
import static org.netperfmeter.control.ControlFlows.uniform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.netperfmeter.control.ActiveScript.Moment;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.DataMessage;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;
import org.netperfmeter.wire.UnknownExtension;

/** What an active node does when its peer, the network or the user does not play along (lifecycle.md 2.1, 2.2). */
class ActiveSessionFailureTest {
    private static final String ADDED = "when TCP flow 0 (\"Flow 0\") was added";
    private static final String IDENTIFIED = "when TCP flow 0 (\"Flow 0\") was identified";
    private static final String STOPPED = "when the measurement was stopped";

    /** How the failures of each moment end. */
    private static final Map<Moment, String> DOING = Map.ofEntries(
            Map.entry(Moment.NEW, "before anything was done"),
            Map.entry(Moment.PROBING, "while its generation was probed"),
            Map.entry(Moment.CONNECTING, ADDED),
            Map.entry(Moment.ADDING, ADDED),
            Map.entry(Moment.REFUSED, ADDED),
            Map.entry(Moment.PROVING, "when the nodes authenticated each other"),
            Map.entry(Moment.GREETING, ADDED),
            Map.entry(Moment.IDENTIFYING, IDENTIFIED),
            Map.entry(Moment.SETTLING, "when UDP flow 0 (\"Flow 0\") was identified"),
            Map.entry(Moment.PREPARING, "when the measurement was started"),
            Map.entry(Moment.STARTING, "when the measurement was started"),
            Map.entry(Moment.RUNNING, "during the measurement"),
            Map.entry(Moment.STOPPING_SENDERS, STOPPED),
            Map.entry(Moment.STOPPING, STOPPED),
            Map.entry(Moment.FINISHING, STOPPED),
            Map.entry(Moment.DOWNLOADING, "when results were downloaded"),
            Map.entry(Moment.REMOVING, "when TCP flow 0 (\"Flow 0\") was removed"));

    private static final Acknowledge FOREIGN = new Acknowledge(new FlowKey(1, 2, 3), Acknowledge.OKAY, false);

    // ------ Messages that are not expected

    static Stream<Arguments> unexpectedMessages() {
        List<Message> messages = List.of(
                FOREIGN,
                new Acknowledge(new FlowKey(MEASUREMENT, 0, 1), Acknowledge.OKAY, false),
                new Acknowledge(new FlowKey(MEASUREMENT, 1, 0), Acknowledge.OKAY, false),
                new Acknowledge(new FlowKey(MEASUREMENT + 1, 0, 0), Acknowledge.OKAY, false),
                ControlFlows.originalAdd(plain(0)),
                new RemoveFlow(key(0)),
                new IdentifyFlow(key(0), FileFormat.NONE),
                new DataMessage(key(0), true, true, 0, 0, 0, 0, new byte[0]),
                new Start(MEASUREMENT, FileFormat.NONE, FileFormat.NONE),
                new Stop(MEASUREMENT),
                chunk("x", true),
                PASSIVE_HELLO,
                new UnknownExtension(0x50, 0, new byte[4]));
        List<Arguments> cases = new ArrayList<>();
        for (Moment moment : DOING.keySet()) {
            for (Message message : messages) {
                if (!isExpected(moment, message)) {
                    cases.add(Arguments.of(moment, message));
                }
            }
        }
        return cases.stream();
    }

    private static boolean isExpected(Moment moment, Message message) {
        return switch (moment) {
            case DOWNLOADING -> message.type() == 0x08;
            case REFUSED, GREETING -> message.type() >= 0x40;
            case PROVING -> message.type() == 0x50;
            default -> false;
        };
    }

    @ParameterizedTest
    @MethodSource("unexpectedMessages")
    void unexpectedMessageEndsTheMeasurement(Moment moment, Message message) {
        ActiveScript script = ActiveScript.at(moment);
        script.say(message);
        script.expectFailure("unexpected message of type " + message.type() + " " + DOING.get(moment));
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"PREPARING", "RUNNING", "STOPPING_SENDERS", "FINISHING", "DOWNLOADING"})
    void surplusAcknowledgeEndsTheMeasurement(Moment moment) {
        ActiveScript script = ActiveScript.at(moment);
        script.okay();
        script.expectFailure("unexpected message of type 1 " + DOING.get(moment));
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"ADDING", "IDENTIFYING", "STARTING", "STOPPING", "REMOVING"})
    void acknowledgeWithAnErrorEndsTheMeasurement(Moment moment) {
        for (int status : new int[] {Acknowledge.ERROR, 2, -1}) {
            ActiveScript script = ActiveScript.at(moment);
            script.say(new Acknowledge(key(0), status, false));
            script.expectFailure("the passive node refuses " + DOING.get(moment));
        }
    }

    @Test
    void markedErrorIsARefusalToo() {
        ActiveScript script = ActiveScript.at(Moment.ADDING);
        script.say(new Acknowledge(key(0), Acknowledge.ERROR, true));
        script.expect(ACTIVE_HELLO);
        // No challenge came before the answer: the secret is not the reason.
        script.say(PASSIVE_HELLO);
        script.expectFailure("the passive node refuses " + ADDED);
    }

    // ------ The connection is lost

    @ParameterizedTest
    @EnumSource(value = Moment.class, mode = EnumSource.Mode.EXCLUDE, names = "ENDED")
    void lossOfTheControlConnectionEndsTheMeasurement(Moment moment) {
        ActiveScript script = ActiveScript.at(moment);
        script.session.closed("reset");
        script.expectFailure("lost the control connection " + DOING.get(moment) + ": reset");
    }

    @Test
    void lossOfTheControlConnectionAfterTheEndIsNothing() {
        ActiveScript script = ActiveScript.at(Moment.ENDED);
        script.session.closed("reset");
        script.expect();
    }

    // ------ Time-outs

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"ADDING", "REFUSED", "PROVING", "GREETING", "STARTING", "STOPPING", "DOWNLOADING", "REMOVING"})
    void peerWithoutProgressIsGivenUpAfterAMinute(Moment moment) {
        ActiveScript script = ActiveScript.at(moment);
        script.passNanos(60 * SECOND - 1);
        script.expect();
        script.passNanos(1);
        script.expectFailure("the passive node does not answer " + DOING.get(moment));
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"NEW", "PROBING", "CONNECTING", "PREPARING", "RUNNING", "STOPPING_SENDERS", "FINISHING", "ENDED"})
    void whatThisNodeDoesItselfHasNoTimeLimit(Moment moment) {
        ActiveScript script = ActiveScript.at(moment);
        assertEquals(ActiveSession.NEVER, script.session.deadlineNanos());
        script.passSeconds(1e6);
        script.expect();
    }

    @Test
    void everyPieceOfAFileIsProgress() {
        ActiveScript script = ActiveScript.at(Moment.DOWNLOADING);
        for (int i = 0; i < 5; i++) {
            script.passSeconds(59);
            script.say(chunk("x", false));
            script.expect("data x");
        }
        script.passSeconds(60);
        script.expectFailure("the passive node does not answer when results were downloaded");
    }

    @Test
    void identifyOverAStreamIsTriedOnceForHalfAMinute() {
        ActiveScript script = ActiveScript.at(Moment.IDENTIFYING);
        script.passNanos(30 * SECOND - 1);
        script.expect();
        script.passNanos(1);
        script.expectFailure("the passive node does not answer " + IDENTIFIED);
    }

    @Test
    void identifyInADatagramIsSentTenTimesEveryTwoSeconds() {
        ActiveScript script = identifyingDatagram();
        for (int trial = 2; trial <= 10; trial++) {
            script.passNanos(2 * SECOND - 1);
            script.expect();
            script.passNanos(1);
            script.expect("identify 0 NONE");
        }
        script.passSeconds(2);
        script.expectFailure("the passive node does not answer when UDP flow 0 (\"Flow 0\") was identified");
    }

    @Test
    void eachDatagramFlowHasItsOwnTrials() {
        ActiveScript script = ActiveScript.of(plain(0, TransportProtocol.UDP), plain(1, TransportProtocol.UDP));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.okay(0);
        passTrials(script, 9);
        script.okay(0);
        script.passSeconds(0.5);
        script.session.connected(script.nowNanos);
        script.okay(1);
        script.effects.take();
        passTrials(script, 9);
        script.expect(Collections.nCopies(9, "identify 1 NONE").toArray());
    }

    private static void passTrials(ActiveScript script, int trials) {
        for (int i = 0; i < trials; i++) {
            script.passSeconds(2);
        }
    }

    @Test
    void identifyThatWasAnsweredAtOnceNeedsNoSettling() {
        ActiveScript script = identifyingDatagram();
        script.okay(0);
        script.expect("prepare");
    }

    @Test
    void surplusAcknowledgesOfARepeatedIdentifyAreWaitedFor() {
        ActiveScript script = identifyingDatagram();
        script.passSeconds(2);
        script.expect("identify 0 NONE");
        script.okay(0);
        script.passNanos(SECOND / 4);
        script.okay(0);
        script.say(new Acknowledge(key(0), Acknowledge.ERROR, false));
        script.passNanos(SECOND / 4 - 1);
        script.expect();
        script.passNanos(1);
        script.expect("prepare");
    }

    private static ActiveScript identifyingDatagram() {
        ActiveScript script = ActiveScript.of(plain(0, TransportProtocol.UDP));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.okay(0);
        script.effects.take();
        return script;
    }

    // ------ The user stops

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {
                "NEW",
                "PROBING",
                "CONNECTING",
                "ADDING",
                "REFUSED",
                "PROVING",
                "GREETING",
                "IDENTIFYING",
                "SETTLING"
            })
    void stopBeforeTheStartEndsWithoutAMeasurement(Moment moment) {
        ActiveScript script = ActiveScript.at(moment);
        script.session.stop();
        script.expectFailure("stopped before the measurement began");
    }

    @Test
    void stopWhileSendersAreStartedFollowsTheStart() {
        ActiveScript script = ActiveScript.at(Moment.PREPARING);
        script.effects.take();
        script.session.stop();
        script.expect();
        script.session.prepared(script.nowNanos);
        script.effects.take();
        script.okay();
        script.expect("running", "stop senders");
    }

    @Test
    void stopWhileStartIsUnansweredFollowsTheAnswer() {
        ActiveScript script = ActiveScript.at(Moment.STARTING);
        script.session.stop();
        script.expect();
        script.okay();
        script.expect("running", "stop senders");
    }

    @Test
    void stopEndsARunningMeasurementOnce() {
        ActiveScript script = ActiveScript.at(Moment.RUNNING);
        script.session.stop();
        script.session.stop();
        script.expect("stop senders");
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"STOPPING_SENDERS", "STOPPING", "FINISHING", "DOWNLOADING", "REMOVING", "ENDED"})
    void stopLaterThanThatIsNothingNew(Moment moment) {
        ActiveScript script = ActiveScript.at(moment);
        long deadlineNanos = script.session.deadlineNanos();
        script.session.stop();
        script.expect();
        assertEquals(deadlineNanos, script.session.deadlineNanos());
    }

    // ------ What this peer cannot do

    @Test
    void normalLawIsRefusedToALegacyPeerBeforeTheFlowIsAdded() {
        ActiveScript script = ActiveScript.of(normal(0));
        script.session.begin();
        script.session.generationFound(PeerGeneration.LEGACY);
        script.session.connected(script.nowNanos);
        assertEquals(
                List.of(
                        "probe",
                        "connect 0",
                        "fail: flow 0: incoming frame rate: a NetPerfMeter 1.x peer does not know the law normal"),
                script.effects.take());
    }

    @Test
    void peerThatTurnsOutToBeOursIsNotSpokenToLikeALegacyOne() {
        ActiveScript script = new ActiveScript(
                List.of(uniform(0)), FileFormat.NONE, FileFormat.NONE, Optional.of(PeerGeneration.LEGACY));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.effects.take();
        script.say(new Acknowledge(key(0), Acknowledge.OKAY, true));
        script.expectFailure(
                "flow 0 was described as to a NetPerfMeter 1.x peer, but the passive node is a current one");
    }

    @Test
    void plainFlowIsTheSameToAllEvenIfTheUserIsWrongAboutThePeer() {
        ActiveScript script = new ActiveScript(
                List.of(plain(0), uniform(1)), FileFormat.NONE, FileFormat.NONE, Optional.of(PeerGeneration.LEGACY));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(key(0), Acknowledge.OKAY, true));
        script.say(PASSIVE_HELLO);
        script.okay(0);
        script.session.connected(script.nowNanos);
        List<Object> wanted = script.effects.take();
        assertEquals(ControlFlows.markedAdd(uniform(1)), wanted.get(wanted.size() - 1));
    }
}
