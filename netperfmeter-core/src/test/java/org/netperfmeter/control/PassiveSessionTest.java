// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ControlFlows.plain;
import static org.netperfmeter.control.PassiveScript.ID;
import static org.netperfmeter.control.PassiveScript.error;
import static org.netperfmeter.control.PassiveScript.key;
import static org.netperfmeter.control.PassiveScript.okay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;

/** Flows and measurements of one peer (lifecycle.md 2.3 and 3.2, protocol.md 8.3). */
class PassiveSessionTest {
    private final PassiveScript script = new PassiveScript();

    // ------ No room

    @Test
    void flowForWhichThereIsNoRoomIsAnsweredWithErrorAndDoesNotExist() {
        script.admission.flows = 1;
        script.add(0);
        script.say(PassiveScript.add(plain(1), ID, false));
        script.expect(error(1));
        assertFalse(script.identify(1, FileFormat.NONE));
        script.expect();
        script.admission.flows = 1;
        script.add(1);
    }

    @Test
    void flowThatIsWrongInItselfTakesNoRoom() {
        script.admission.flows = 2;
        script.add(0);
        script.say(PassiveScript.add(plain(0), ID, false));
        script.expect(error(0));
        script.add(1);
    }

    @Test
    void measurementForWhichThereIsNoRoomIsAnsweredWithErrorAndMayBeTriedAgain() {
        script.identified(0, FileFormat.NONE);
        script.admission.measurements = 0;
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect(error());
        script.stop();
        script.expect(error());
        script.admission.measurements = 1;
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [0]");
    }

    @Test
    void identifyFromAWrongPlaceIsAnsweredOnceAndEndsTheFlow() {
        script.add(0);
        script.session.identifyRefused(new IdentifyFlow(key(0), FileFormat.NONE));
        script.expect(error(0));
        script.session.identifyRefused(new IdentifyFlow(key(0), FileFormat.NONE));
        script.session.identifyRefused(new IdentifyFlow(key(9), FileFormat.NONE));
        script.expect();
        assertFalse(script.identify(0, FileFormat.NONE));
        script.expect();
    }

    @Test
    void identifyFromAWrongPlaceDoesNotTouchAFlowThatIsIdentified() {
        script.identified(0, FileFormat.NONE);
        script.session.identifyRefused(new IdentifyFlow(key(0), FileFormat.NONE));
        script.expect();
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [0]");
    }

    // ------ A whole run

    @Test
    void wholeRunWithAllFilesAnswersInTheOrderOfTheOriginal() {
        script.add(0);
        assertTrue(script.identify(0, FileFormat.BZIP2));
        script.expect("bind 0 BZIP2");
        script.session.bound(key(0), true);
        script.expect(okay(0));
        script.say(new Start(ID, FileFormat.BZIP2, FileFormat.PLAIN));
        script.expect("start $77 BZIP2 PLAIN [0]");
        script.session.started(ID, true);
        script.expect(okay());
        script.stop();
        script.expect("stop $77");
        script.session.stopped(ID, true);
        script.expect(okay(), "upload vector $77");
        script.session.uploaded();
        script.expect("upload scalars $77");
        script.session.uploaded();
        script.expect("forget $77");
        script.remove(0);
        script.expect("remove 0");
        script.session.removed(key(0), true);
        script.expect(okay(0), "upload vector 0");
        script.session.uploaded();
        script.session.closed();
        script.expect();
        script.expectWarnings();
    }

    @Test
    void wholeRunWithoutFilesUploadsNothingAndLeavesRemoveFlowUnanswered() {
        script.identified(0, FileFormat.NONE);
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.session.started(ID, true);
        script.expect("start $77 NONE NONE [0]", okay());
        script.stop();
        script.session.stopped(ID, true);
        script.expect("stop $77", okay(), "forget $77");
        script.remove(0);
        script.session.removed(key(0), true);
        script.expect("remove 0");
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,NONE,upload vector $77", "NONE,BZIP2,upload scalars $77"})
    void suppressedFileIsSimplyAbsent(FileFormat vector, FileFormat scalar, String upload) {
        script.started(vector, scalar);
        script.stop();
        script.session.stopped(ID, true);
        script.expect("stop $77", okay(), upload);
        script.session.uploaded();
        script.expect("forget $77");
    }

    @Test
    void measurementWhoseFilesFailedIsAnsweredWithAnErrorAndWithoutFiles() {
        script.started(FileFormat.PLAIN, FileFormat.PLAIN);
        script.stop();
        script.session.stopped(ID, false);
        script.expect("stop $77", error(), "forget $77");
        script.stop();
        script.expect(error());
    }

    @Test
    void flowWhoseVectorFailedIsAnsweredWithAnErrorInsteadOfSilence() {
        script.identified(4, FileFormat.PLAIN);
        script.remove(4);
        script.session.removed(key(4), false);
        script.expect("remove 4", error(4));
        script.add(4);
    }

    // ------ Identify

    @Test
    void flowThatCannotBeSetUpIsAnsweredWithAnErrorAndNotStarted() {
        script.add(1);
        script.identify(1, FileFormat.PLAIN);
        script.session.bound(key(1), false);
        script.expect("bind 1 PLAIN", error(1));
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE []");
    }

    @Test
    void removalOfAFlowThatCouldNotBeSetUpIsNotAnswered() {
        script.add(1);
        script.identify(1, FileFormat.PLAIN);
        script.session.bound(key(1), false);
        script.remove(1);
        script.session.removed(key(1), true);
        script.expect("bind 1 PLAIN", error(1), "remove 1");
    }

    @Test
    void repeatedIdentifyIsNeverAcknowledgedAgain() {
        script.identified(1, FileFormat.NONE);
        assertFalse(script.identify(1, FileFormat.NONE));
        script.expect();
        script.expectWarnings("Identify of already identified flow 1/0 of measurement $77");
    }

    @Test
    void identifyRepeatedWhileTheFlowIsBoundIsAcknowledgedOnce() {
        script.add(1);
        assertTrue(script.identify(1, FileFormat.PLAIN));
        assertFalse(script.identify(1, FileFormat.NONE));
        script.session.bound(key(1), true);
        script.expect("bind 1 PLAIN", okay(1));
    }

    @Test
    void identifyRepeatedAfterAFailureIsNotAcknowledgedAgain() {
        script.add(1);
        script.identify(1, FileFormat.NONE);
        script.session.bound(key(1), false);
        script.effects.take();
        assertFalse(script.identify(1, FileFormat.NONE));
        script.expect();
    }

    @Test
    void unknownFlowIsNotAcknowledged() {
        assertFalse(script.identify(9, FileFormat.NONE));
        script.expect();
        script.expectWarnings("Identify of unknown flow 9/0 of measurement $77");
    }

    @ParameterizedTest
    @CsvSource({"TCP,TCP", "TCP,MPTCP", "MPTCP,TCP", "MPTCP,MPTCP", "UDP,UDP"})
    void identifyMayArriveOverTheTransportOfTheFlow(TransportProtocol defined, TransportProtocol arrived) {
        script.add(plain(2, defined));
        assertTrue(script.identify(2, FileFormat.NONE, arrived));
        script.expect("bind 2 NONE");
    }

    @ParameterizedTest
    @CsvSource({"TCP,UDP", "MPTCP,UDP", "UDP,TCP", "UDP,MPTCP"})
    void identifyOverAnotherTransportIsRefused(TransportProtocol defined, TransportProtocol arrived) {
        script.add(plain(2, defined));
        assertFalse(script.identify(2, FileFormat.NONE, arrived));
        script.expect(error(2));
        script.expectWarnings("flow 2/0 of measurement $77 is defined as " + defined + ", but came over " + arrived);
        assertFalse(script.identify(2, FileFormat.NONE, defined));
        script.expect();
    }

    @Test
    void identifyAfterStartIsAcknowledgedButNotStarted() {
        script.identified(0, FileFormat.NONE);
        script.add(1);
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.session.started(ID, true);
        script.expect("start $77 NONE NONE [0]", okay());
        script.identify(1, FileFormat.PLAIN);
        script.session.bound(key(1), true);
        script.expect("bind 1 PLAIN", okay(1));
        script.remove(1);
        script.session.removed(key(1), true);
        script.expect("remove 1", okay(1), "upload vector 1");
    }

    @Test
    void identifyIsServedWhileAnotherRequestIsCarriedOut() {
        script.add(1);
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.identify(1, FileFormat.NONE);
        script.session.bound(key(1), true);
        script.expect("start $77 NONE NONE []", "bind 1 NONE", okay(1));
    }

    @Test
    void flowThatIsBeingRemovedCannotBeIdentified() {
        script.add(1);
        script.remove(1);
        assertFalse(script.identify(1, FileFormat.PLAIN));
        script.session.removed(key(1), true);
        script.expect("remove 1");
    }

    @Test
    void flowThatIsRemovedWhileItIsBoundIsNotAcknowledged() {
        script.add(1);
        script.identify(1, FileFormat.PLAIN);
        script.remove(1);
        script.session.bound(key(1), true);
        script.session.removed(key(1), true);
        script.expect("bind 1 PLAIN", "remove 1");
        script.session.bound(key(1), true);
        script.expect();
    }

    // ------ Start and Stop

    @Test
    void onlyIdentifiedFlowsOfTheMeasurementAreStarted() {
        script.identified(2, FileFormat.NONE);
        script.add(3);
        script.identified(1, FileFormat.NONE);
        script.say(PassiveScript.add(plain(9), 0x99, false));
        script.effects.take();
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [2, 1]");
    }

    @Test
    void startWithoutAnyFlowIsOkay() {
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.session.started(ID, true);
        script.expect("start $77 NONE NONE []", okay());
    }

    @Test
    void startThatFailsLeavesNoMeasurement() {
        script.say(new Start(ID, FileFormat.PLAIN, FileFormat.PLAIN));
        script.session.started(ID, false);
        script.expect("start $77 PLAIN PLAIN []", "forget $77", error());
        script.stop();
        script.expect(error());
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE []");
    }

    @Test
    void secondStartIsRefusedAndDoesNotDropTheMeasurement() {
        script.started(FileFormat.NONE, FileFormat.PLAIN);
        script.say(new Start(ID, FileFormat.PLAIN, FileFormat.NONE));
        script.expect(error());
        script.expectWarnings("measurement $77 runs already");
        script.stop();
        script.session.stopped(ID, true);
        script.expect("stop $77", okay(), "upload scalars $77");
    }

    @Test
    void stopOfAnUnknownMeasurementIsAnError() {
        script.stop();
        script.expect(error());
    }

    @Test
    void stopIsPossibleOnce() {
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.stop();
        script.session.stopped(ID, true);
        script.stop();
        script.expect("stop $77", okay(), "forget $77", error());
    }

    @Test
    void measurementMayBeStartedAgainAfterItsStop() {
        script.identified(0, FileFormat.NONE);
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.stop();
        script.session.stopped(ID, true);
        script.effects.take();
        script.say(new Start(ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [0]");
    }

    @Test
    void connectionMayHaveSeveralMeasurements() {
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.say(new Start(0x78, FileFormat.NONE, FileFormat.NONE));
        script.session.started(0x78, true);
        script.effects.take();
        script.stop();
        script.session.stopped(ID, true);
        script.expect("stop $77", okay(), "forget $77");
        script.say(new Stop(0x78));
        script.expect("stop $78");
    }

    @Test
    void flowMayBeRemovedWhileItsMeasurementRuns() {
        script.identified(0, FileFormat.PLAIN);
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.remove(0);
        script.session.removed(key(0), true);
        script.session.uploaded();
        script.expect("remove 0", okay(0), "upload vector 0");
        script.stop();
        script.expect("stop $77");
    }

    @Test
    void identifiersAreUnsigned() {
        script.say(PassiveScript.add(plain(-1), -1, false));
        script.say(new Start(-1, FileFormat.NONE, FileFormat.NONE));
        script.session.started(-1, true);
        script.effects.take();
        script.say(new Start(-1, FileFormat.NONE, FileFormat.NONE));
        script.expectWarnings("measurement $ffffffffffffffff runs already");
    }

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void flowThatWasNeverIdentifiedIsRemovedSilently(FileFormat vector) {
        script.add(1);
        script.remove(1);
        script.session.removed(key(1), true);
        script.expect("remove 1");
        script.add(1);
        assertEquals(true, script.identify(1, vector));
    }
}
