// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.SETTINGS;
import static org.netperfmeter.control.ControlFlows.plain;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** When the clocks of two nodes are compared, and what waits for that. */
class ClockSessionTest {
    private static final Hello TELLS_TIME = hello(Capability.CLOCK_COMPARISON);
    private static final MeasurementSettings CORRECTED = new MeasurementSettings(
            MEASUREMENT, SETTINGS.seed(), SETTINGS.intervalMicros(), false, true, false, FileFormat.NONE);

    private static Hello hello(Capability... capabilities) {
        return new Hello(MEASUREMENT, Capability.maskOf(Set.of(capabilities)), "2", "p", "6", 1);
    }

    // ------ Active node

    private static ActiveScript greeted(ActiveScript script) {
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(ActiveScript.key(0), Acknowledge.OKAY, true));
        script.effects.take();
        return script;
    }

    /** All flows of a peer that tells the time are set up. */
    private static ActiveScript comparing() {
        ActiveScript script = greeted(ActiveScript.of(plain(0)));
        script.say(TELLS_TIME);
        script.expect("identify 0 NONE");
        script.okay(0);
        return script;
    }

    /** The peer tells the time, which is 1000 times the number of the question. */
    private static void tell(ActiveScript script, int number) {
        script.say(new ClockReply(MEASUREMENT, number, 1000L * number));
    }

    private static ActiveScript running() {
        ActiveScript script = comparing();
        for (int number = 1; number <= 4; number++) {
            tell(script, number);
        }
        script.session.prepared(script.nowNanos);
        script.okay();
        script.effects.take();
        assertTrue(script.session.isRunning());
        return script;
    }

    private static ActiveScript stopped() {
        ActiveScript script = running();
        script.session.stop();
        script.session.sendersStopped(script.nowNanos);
        script.expect("stop senders", new Stop(MEASUREMENT));
        script.okay();
        return script;
    }

    @Test
    void fourQuestionsComeBeforeStart() {
        ActiveScript script = comparing();
        script.expect("ask 1");
        tell(script, 1);
        script.expect("told 1000", "ask 2");
        tell(script, 2);
        script.expect("told 2000", "ask 3");
        tell(script, 3);
        script.expect("told 3000", "ask 4");
        tell(script, 4);
        script.expect("told 4000", "prepare");
    }

    @Test
    void oneQuestionASecondComesDuringTheMeasurement() {
        ActiveScript script = running();
        assertEquals(script.nowNanos + ActiveScript.SECOND, script.session.deadlineNanos());
        script.passNanos(ActiveScript.SECOND - 1);
        script.expect();
        script.passNanos(1);
        script.expect("ask 5");
        tell(script, 5);
        script.expect("told 5000");
        script.passSeconds(1);
        script.expect("ask 6");
    }

    @Test
    void fourQuestionsComeAfterStopAndTheLastSaysSo() {
        ActiveScript script = stopped();
        script.expect("ask 5");
        tell(script, 5);
        tell(script, 6);
        script.expect("told 5000", "ask 6", "told 6000", "ask 7");
        tell(script, 7);
        script.expect("told 7000", "ask 8 last");
        tell(script, 8);
        script.expect("told 8000", "finish");
        script.session.finished(script.nowNanos);
        script.expect(new RemoveFlow(ActiveScript.key(0)), "done");
    }

    @Test
    void peerThatDoesNotTellTheTimeIsNotAsked() {
        ActiveScript script = greeted(ActiveScript.of(plain(0)));
        script.say(PASSIVE_HELLO);
        script.okay(0);
        script.expect("identify 0 NONE", "prepare");
        script.session.prepared(script.nowNanos);
        script.okay();
        script.effects.take();
        assertEquals(ActiveSession.NEVER, script.session.deadlineNanos());
        script.passSeconds(100);
        script.expect();
        tell(script, 0);
        script.expectFailure("unexpected message of type 71 during the measurement");
    }

    @Test
    void startIsHeldUpForASecondAtMost() {
        ActiveScript script = comparing();
        tell(script, 1);
        script.expect("ask 1", "told 1000", "ask 2");
        script.passNanos(ActiveScript.SECOND - 1);
        script.expect();
        script.passNanos(1);
        script.expect("prepare");
        script.session.prepared(script.nowNanos);
        script.expect(new Start(MEASUREMENT, FileFormat.NONE, FileFormat.NONE));
    }

    @Test
    void answerThatComesLateIsAsGood() {
        ActiveScript script = comparing();
        script.passSeconds(1);
        script.session.prepared(script.nowNanos);
        script.okay();
        script.effects.take();
        tell(script, 1);
        script.expect("told 1000");
    }

    @Test
    void resultsAreHeldUpForASecondAtMostAndThePeerHearsOfIt() {
        ActiveScript script = stopped();
        script.expect("ask 5");
        script.passSeconds(1);
        script.expect("ask 6 last", "finish");
        tell(script, 5);
        script.expect();
        script.session.finished(script.nowNanos);
        script.expect(new RemoveFlow(ActiveScript.key(0)), "done");
    }

    @Test
    void lastQuestionIsNotAskedTwice() {
        ActiveScript script = stopped();
        tell(script, 5);
        tell(script, 6);
        tell(script, 7);
        script.effects.take();
        script.passSeconds(1);
        script.expect("finish");
    }

    @Test
    void unansweredQuestionIsRepeatedAfterTenSeconds() {
        ActiveScript script = running();
        script.passSeconds(1);
        script.expect("ask 5");
        for (int second = 1; second < 10; second++) {
            script.passSeconds(1);
            script.expect();
        }
        script.passSeconds(1);
        script.expect("ask 6");
        tell(script, 5);
        script.expect();
        tell(script, 6);
        script.expect("told 6000");
    }

    @Test
    void answersThatNobodyAskedForChangeNothing() {
        ActiveScript script = running();
        tell(script, 4);
        tell(script, 5);
        tell(script, -1);
        script.expect();
        assertTrue(script.session.isRunning());
    }

    @Test
    void stopWhileTheClocksAreComparedIsOneBeforeTheBeginning() {
        ActiveScript script = comparing();
        script.effects.take();
        script.session.stop();
        script.expectFailure("stopped before the measurement began");
    }

    @Test
    void connectionThatIsLostMeanwhileIsTold() {
        ActiveScript script = comparing();
        script.effects.take();
        script.session.closed("gone");
        script.expectFailure("lost the control connection when the clocks were compared: gone");
    }

    @ParameterizedTest
    @EnumSource(names = {"MEASUREMENT_SETTINGS", "CLOCK_COMPARISON", "CORRECTED_DELAYS"})
    void delaysAreCorrectedOnlyIfThePeerCanDoAllThatIsNeeded(Capability missing) {
        Set<Capability> needed =
                Set.of(Capability.MEASUREMENT_SETTINGS, Capability.CLOCK_COMPARISON, Capability.CORRECTED_DELAYS);
        ActiveScript able = greeted(ActiveScript.withSettings(CORRECTED, plain(0)));
        able.say(hello(needed.toArray(Capability[]::new)));
        able.expect(CORRECTED);

        ActiveScript unable = greeted(ActiveScript.withSettings(CORRECTED, plain(0)));
        unable.say(hello(
                needed.stream().filter(capability -> capability != missing).toArray(Capability[]::new)));
        unable.expectFailure(
                "the passive node does not compare its clock with ours, which --correct-clock needs; leave that out");
    }

    @Test
    void delaysAreNotCorrectedWithAPeerOfTheOriginal() {
        ActiveScript script = ActiveScript.withSettings(CORRECTED, plain(0));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.effects.take();
        script.okay(0);
        script.expectFailure(
                "the passive node does not compare its clock with ours, which --correct-clock needs; leave that out");
    }

    // ------ Passive node

    private static ClockRequest request(int number, boolean last) {
        return new ClockRequest(PassiveScript.ID, number, last, Optional.empty());
    }

    /** A measurement with all files, whose active node has asked for the time, runs. */
    private static PassiveScript measuring() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1, TransportProtocol.TCP), PassiveScript.ID, true));
        assertTrue(script.identify(1, FileFormat.PLAIN));
        script.session.bound(PassiveScript.key(1), true);
        script.effects.take();
        script.say(request(1, false));
        script.expect("tell time 1");
        script.started(FileFormat.PLAIN, FileFormat.PLAIN);
        return script;
    }

    private static PassiveScript stopping() {
        PassiveScript script = measuring();
        script.stop();
        script.expect("stop $77");
        return script;
    }

    @Test
    void resultsWaitForTheLastQuestion() {
        PassiveScript script = stopping();
        script.session.stopped(PassiveScript.ID, true);
        script.expect(PassiveScript.okay());
        script.say(request(2, false));
        script.expect("tell time 2");
        script.say(request(3, true));
        script.expect("tell time 3", "upload vector $77");
        script.session.uploaded();
        script.expect("upload scalars $77");
        script.session.uploaded();
        script.expect("forget $77");
        script.remove(1);
        script.expect("remove 1");
    }

    @Test
    void questionsThatWaitedBehindTheStopCount() {
        PassiveScript script = stopping();
        script.say(request(2, false));
        script.say(request(3, true));
        script.session.stopped(PassiveScript.ID, true);
        script.expect(PassiveScript.okay(), "tell time 2", "tell time 3", "upload vector $77");
    }

    @Test
    void resultsWaitForNobodyWhoWantsSomethingElse() {
        PassiveScript script = stopping();
        script.session.stopped(PassiveScript.ID, true);
        script.remove(1);
        script.expect(PassiveScript.okay(), "upload vector $77");
        script.session.uploaded();
        script.session.uploaded();
        script.expect("upload scalars $77", "forget $77", "remove 1");
    }

    @Test
    void resultsDoNotWaitIfTheLastQuestionWasAskedBefore() {
        PassiveScript script = measuring();
        script.say(request(2, true));
        script.stop();
        script.expect("tell time 2", "stop $77");
        script.session.stopped(PassiveScript.ID, true);
        script.expect(PassiveScript.okay(), "upload vector $77");
    }

    @Test
    void measurementWithoutFilesIsForgottenBehindTheLastQuestion() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1), PassiveScript.ID, true));
        assertTrue(script.identify(1, FileFormat.NONE));
        script.session.bound(PassiveScript.key(1), true);
        script.say(request(1, false));
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.stop();
        script.session.stopped(PassiveScript.ID, true);
        script.expect("stop $77", PassiveScript.okay());
        script.say(request(2, true));
        script.expect("tell time 2", "forget $77");
    }

    @Test
    void closedConnectionForgetsWhatWasHeldBack() {
        PassiveScript script = stopping();
        script.session.stopped(PassiveScript.ID, true);
        script.session.closed();
        script.expect(PassiveScript.okay(), "forget $77", "remove 1");
        script.expectSilence();
    }

    @Test
    void strangersAreNotToldTheTime() {
        PassiveScript script = new PassiveScript(new FlowRegistry(), Optional.of(ControlFlows.CREDENTIALS));
        script.say(PassiveScript.add(plain(1), PassiveScript.ID, true));
        script.effects.take();
        script.say(request(1, false));
        script.expect();
    }

    @Test
    void onlyOurNodesAreToldTheTime() {
        PassiveScript script = new PassiveScript();
        script.add(1);
        script.say(request(1, false));
        script.expect("remove 1", "close: unexpected message of type 70");
    }
}
