// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ActiveScript.chunk;
import static org.netperfmeter.control.ActiveScript.key;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.markedAdd;
import static org.netperfmeter.control.ControlFlows.plain;
import static org.netperfmeter.control.ControlFlows.uniform;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.PeerGeneration;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Start;
import org.netperfmeter.wire.Stop;
import org.netperfmeter.wire.UnknownExtension;

/** The conversation of a measurement that goes well (lifecycle.md 2 and 3.1). */
class ActiveSessionTest {
    private static final FlowDefinition FIRST = plain(3);
    private static final FlowDefinition SECOND = plain(7, TransportProtocol.UDP);

    private static AddFlow add(FlowDefinition flow, PeerGeneration generation) {
        return AddFlow.of(flow, MEASUREMENT, generation, true);
    }

    @Test
    void wholeMeasurementWithAllFilesFollowsTheOrderOfTheOriginal() {
        ActiveScript script = ActiveScript.withFiles(FIRST, SECOND);
        script.session.begin();
        script.expect("connect 3");
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(FIRST));
        script.okay(3);
        script.expect("identify 3 PLAIN");
        script.okay(3);
        script.expect("connect 7");
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(SECOND));
        script.okay(7);
        script.expect("identify 7 PLAIN");
        script.okay(7);
        script.expect("prepare");
        script.session.prepared(script.nowNanos);
        script.expect(new Start(MEASUREMENT, FileFormat.PLAIN, FileFormat.PLAIN));
        script.okay();
        script.expect("running");
        assertTrue(script.session.isRunning());
        script.session.stop();
        script.expect("stop senders");
        assertFalse(script.session.isRunning());
        script.session.sendersStopped(script.nowNanos);
        script.expect(new Stop(MEASUREMENT));
        script.okay();
        script.expect("finish");
        script.session.finished(script.nowNanos);
        script.expect("open vector");
        script.file("V");
        script.expect("data V", "close", "open scalars");
        script.file("S");
        script.expect("data S", "close", new RemoveFlow(key(3)));
        script.okay(3);
        script.expect("open vector 3");
        script.file("F3");
        script.expect("data F3", "close", new RemoveFlow(key(7)));
        script.okay(7);
        script.expect("open vector 7");
        assertFalse(script.session.hasEnded());
        script.file("F7");
        script.expect("data F7", "close", "done");
        assertTrue(script.session.hasEnded());
        assertEquals(ActiveSession.NEVER, script.session.deadlineNanos());
    }

    @Test
    void withoutFilesFlowsAreRemovedWithoutWaitingForAnswersThatNeverCome() {
        ActiveScript script = ActiveScript.of(FIRST, SECOND);
        script.setUpAll();
        script.session.prepared(script.nowNanos);
        script.expect(new Start(MEASUREMENT, FileFormat.NONE, FileFormat.NONE));
        script.okay();
        script.session.stop();
        script.session.sendersStopped(script.nowNanos);
        script.okay();
        script.expect("running", "stop senders", new Stop(MEASUREMENT), "finish");
        script.session.finished(script.nowNanos);
        script.expect(new RemoveFlow(key(3)), new RemoveFlow(key(7)), "done");
    }

    @Test
    void scalarsAloneAreDownloadedAndFlowsRemovedWithoutAnswers() {
        ActiveScript script = new ActiveScript(List.of(FIRST), FileFormat.NONE, FileFormat.BZIP2, Optional.empty());
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.okay(3);
        script.expect("connect 3", markedAdd(FIRST), "identify 3 NONE");
        script.okay(3);
        script.session.prepared(script.nowNanos);
        script.expect("prepare", new Start(MEASUREMENT, FileFormat.NONE, FileFormat.BZIP2));
        runAndFinish(script);
        script.expect("open scalars");
        script.file("S");
        script.expect("data S", "close", new RemoveFlow(key(3)), "done");
    }

    @Test
    void vectorsAloneAreDownloadedForMeasurementAndFlow() {
        ActiveScript script = new ActiveScript(List.of(FIRST), FileFormat.BZIP2, FileFormat.NONE, Optional.empty());
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.okay(3);
        script.expect("connect 3", markedAdd(FIRST), "identify 3 BZIP2");
        script.okay(3);
        script.session.prepared(script.nowNanos);
        script.expect("prepare", new Start(MEASUREMENT, FileFormat.BZIP2, FileFormat.NONE));
        runAndFinish(script);
        script.expect("open vector");
        script.file("V");
        script.expect("data V", "close", new RemoveFlow(key(3)));
    }

    private static void runAndFinish(ActiveScript script) {
        script.okay();
        script.session.stop();
        script.session.sendersStopped(script.nowNanos);
        script.okay();
        script.expect("running", "stop senders", new Stop(MEASUREMENT), "finish");
        script.session.finished(script.nowNanos);
    }

    @Test
    void fileMayComeInAnyPiecesEvenEmptyOnes() {
        ActiveScript script = ActiveScript.at(ActiveScript.Moment.DOWNLOADING);
        script.say(chunk("a", false));
        script.say(chunk("", false));
        script.say(chunk("bc", false));
        script.say(chunk("", true));
        script.expect("data a", "data ", "data bc", "data ", "close", "open scalars");
    }

    @Test
    void emptyFileIsAFile() {
        ActiveScript script = ActiveScript.at(ActiveScript.Moment.DOWNLOADING);
        script.file("");
        script.expect("data ", "close", "open scalars");
    }

    @Test
    void measurementWithoutFlowsIsStartedAndStopped() {
        ActiveScript script = ActiveScript.of();
        script.session.begin();
        script.expect("prepare");
        script.session.prepared(script.nowNanos);
        script.okay();
        script.session.stop();
        script.session.sendersStopped(script.nowNanos);
        script.okay();
        script.session.finished(script.nowNanos);
        script.expect(
                new Start(MEASUREMENT, FileFormat.NONE, FileFormat.NONE),
                "running",
                "stop senders",
                new Stop(MEASUREMENT),
                "finish",
                "done");
    }

    // ------ Peers that are ours

    @Test
    void peerThatAnswersTheMarkIsGreetedOnceBeforeTheFirstIdentify() {
        ActiveScript script = ActiveScript.of(FIRST, SECOND);
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.expect("connect 3", markedAdd(FIRST));
        assertFalse(script.session.peerIsOurs());
        script.say(new Acknowledge(key(3), Acknowledge.OKAY, true));
        script.expect(ACTIVE_HELLO);
        assertTrue(script.session.peerIsOurs());
        assertEquals(Optional.empty(), script.session.peer());
        script.say(PASSIVE_HELLO);
        script.expect("identify 3 NONE", "connect 7");
        assertEquals(Optional.of(PASSIVE_HELLO), script.session.peer());
        script.okay(3);
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(key(7), Acknowledge.OKAY, true));
        script.expect(markedAdd(SECOND), "identify 7 NONE");
    }

    @Test
    void peerOfTheOriginalIsNeverGreeted() {
        ActiveScript script = ActiveScript.of(FIRST);
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.okay(3);
        script.okay(3);
        script.expect("connect 3", markedAdd(FIRST), "identify 3 NONE", "prepare");
        assertFalse(script.session.peerIsOurs());
        assertEquals(Optional.empty(), script.session.peer());
    }

    @Test
    void unknownExtensionsOfOneOfOursAreSkipped() {
        ActiveScript script = ActiveScript.at(ActiveScript.Moment.GREETING);
        script.say(new UnknownExtension(0x51, 0, new byte[8]));
        script.expect();
        script.say(PASSIVE_HELLO);
        script.say(new UnknownExtension(0x7F, 1, new byte[0]));
        script.expect("identify 0 PLAIN");
    }

    // ------ The peer's generation

    @Test
    void plainFlowsNeverCauseAProbe() {
        ActiveScript script = ActiveScript.of(plain(0), uniform(1));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.okay(0);
        script.expect("connect 0", markedAdd(plain(0)), "identify 0 NONE");
        script.okay(0);
        script.expect("probe");
    }

    @Test
    void oneProbeServesAllFlows() {
        ActiveScript script = ActiveScript.of(uniform(0), uniform(1));
        script.session.begin();
        script.expect("probe");
        assertEquals(ActiveSession.NEVER, script.session.deadlineNanos());
        script.session.generationFound(PeerGeneration.LEGACY);
        script.expect("connect 0");
        script.session.connected(script.nowNanos);
        script.okay(0);
        script.okay(0);
        script.session.connected(script.nowNanos);
        script.expect(
                add(uniform(0), PeerGeneration.LEGACY),
                "identify 0 NONE",
                "connect 1",
                add(uniform(1), PeerGeneration.LEGACY));
    }

    @Test
    void peerThatIsOursNeedsNoProbe() {
        ActiveScript script = ActiveScript.of(plain(0), uniform(1));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(key(0), Acknowledge.OKAY, true));
        script.say(PASSIVE_HELLO);
        script.okay(0);
        script.session.connected(script.nowNanos);
        script.expect(
                "connect 0",
                markedAdd(plain(0)),
                ACTIVE_HELLO,
                "identify 0 NONE",
                "connect 1",
                add(uniform(1), PeerGeneration.CURRENT));
    }

    @Test
    void generationGivenByTheUserNeedsNoProbe() {
        ActiveScript script = new ActiveScript(
                List.of(uniform(0)), FileFormat.NONE, FileFormat.NONE, Optional.of(PeerGeneration.LEGACY));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.expect("connect 0", add(uniform(0), PeerGeneration.LEGACY));
    }

    @Test
    void lateWordOfAGenerationChangesNothing() {
        ActiveScript script = ActiveScript.of(uniform(0));
        script.session.begin();
        script.session.generationFound(PeerGeneration.CURRENT);
        script.session.generationFound(PeerGeneration.LEGACY);
        script.session.connected(script.nowNanos);
        script.expect("probe", "connect 0", add(uniform(0), PeerGeneration.CURRENT));
    }

    @Test
    void eventsOutOfTheirTurnChangeNothing() {
        ActiveScript script = ActiveScript.of(FIRST);
        script.session.begin();
        script.session.prepared(script.nowNanos);
        script.session.sendersStopped(script.nowNanos);
        script.session.finished(script.nowNanos);
        script.expect("connect 3");
        script.session.connected(script.nowNanos);
        script.session.connected(script.nowNanos);
        script.expect(markedAdd(FIRST));
    }
}
