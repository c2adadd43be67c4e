// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.SETTINGS;
import static org.netperfmeter.control.ControlFlows.TRANSPORT_SETTINGS;
import static org.netperfmeter.control.ControlFlows.markedAdd;
import static org.netperfmeter.control.ControlFlows.plain;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.RemoveFlow;
import org.netperfmeter.wire.Results;
import org.netperfmeter.wire.Start;

/** How what all flows of a measurement have in common reaches the passive node. */
class MeasurementSettingsSessionTest {
    private static final Hello KNOWS_SETTINGS =
            new Hello(MEASUREMENT, Capability.maskOf(Set.of(Capability.MEASUREMENT_SETTINGS)), "2", "p", "6", 1);
    private static final Hello KNOWS_EXTENDED_SCALARS = new Hello(
            MEASUREMENT,
            Capability.maskOf(Set.of(Capability.MEASUREMENT_SETTINGS, Capability.EXTENDED_SCALARS)),
            "2",
            "p",
            "6",
            1);
    private static final Hello KNOWS_TRANSPORT = new Hello(
            MEASUREMENT,
            Capability.maskOf(Set.of(Capability.MEASUREMENT_SETTINGS, Capability.TRANSPORT_VECTOR)),
            "2",
            "p",
            "6",
            1);
    private static final Hello KNOWS_ALL =
            new Hello(MEASUREMENT, Capability.maskOf(EnumSet.allOf(Capability.class)), "2", "p", "6", 1);
    private static final MeasurementSettings EVERYTHING = new MeasurementSettings(
            MEASUREMENT, SETTINGS.seed(), SETTINGS.intervalMicros(), true, false, true, FileFormat.PLAIN);
    private static final MeasurementSettings TRANSPORT_TOLD =
            new MeasurementSettings(PassiveScript.ID, 4711, 1_000_000, false, false, false, FileFormat.BZIP2);
    private static final MeasurementSettings TOLD = new MeasurementSettings(PassiveScript.ID, 4711, 1_000_000);

    // ------ Active node

    private static ActiveScript greeted() {
        return greeted(SETTINGS);
    }

    private static ActiveScript greeted(MeasurementSettings settings) {
        ActiveScript script = ActiveScript.withSettings(settings, plain(0), plain(1));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(ActiveScript.key(0), Acknowledge.OKAY, true));
        script.expect("connect 0", markedAdd(plain(0)), ACTIVE_HELLO);
        return script;
    }

    @Test
    void settingsGoOnceBeforeTheFirstIdentify() {
        ActiveScript script = greeted();
        script.say(KNOWS_SETTINGS);
        script.expect(SETTINGS);
        assertFalse(script.session.peerHasSettings());
        script.okay();
        assertTrue(script.session.peerHasSettings());
        script.expect("identify 0 NONE", "connect 1");
        script.okay(0);
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(ActiveScript.key(1), Acknowledge.OKAY, true));
        script.expect(markedAdd(plain(1)), "identify 1 NONE");
    }

    @Test
    void peerThatDoesNotKnowSettingsGoesItsOwnWay() {
        ActiveScript script = greeted();
        script.say(PASSIVE_HELLO);
        script.expect("identify 0 NONE", "connect 1");
        assertFalse(script.session.peerHasSettings());
    }

    @Test
    void refusedSettingsEndTheSetUp() {
        ActiveScript script = greeted();
        script.say(KNOWS_SETTINGS);
        script.expect(SETTINGS);
        script.say(new Acknowledge(new FlowKey(MEASUREMENT, 0, 0), Acknowledge.ERROR, false));
        script.expectFailure("the passive node refuses when TCP flow 0 (\"Flow 0\") was added");
    }

    @Test
    void peerThatDoesNotAnswerSettingsIsGivenUp() {
        ActiveScript script = greeted();
        script.say(KNOWS_SETTINGS);
        script.expect(SETTINGS);
        script.passSeconds(60);
        script.expectFailure("the passive node does not answer when TCP flow 0 (\"Flow 0\") was added");
    }

    @Test
    void whatPeersDoNotKnowIsNotAskedOfThem() {
        for (Hello peer : List.of(KNOWS_SETTINGS, KNOWS_EXTENDED_SCALARS, KNOWS_ALL)) {
            MeasurementSettings understood = new MeasurementSettings(
                    MEASUREMENT,
                    SETTINGS.seed(),
                    SETTINGS.intervalMicros(),
                    !peer.equals(KNOWS_SETTINGS),
                    false,
                    peer.equals(KNOWS_ALL),
                    peer.equals(KNOWS_ALL) ? FileFormat.PLAIN : FileFormat.NONE);
            ActiveScript script = greeted(EVERYTHING);
            script.say(peer);
            script.expect(understood);
            assertEquals(Optional.empty(), script.session.peerSettings());
            script.okay();
            assertEquals(Optional.of(understood), script.session.peerSettings());
        }
    }

    /** One TCP flow, with scalars at the peer, up to the moment at which all has been received. */
    private static ActiveScript finished(Hello peer) {
        ActiveScript script = ActiveScript.withSettings(TRANSPORT_SETTINGS, FileFormat.PLAIN, plain(0));
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.say(new Acknowledge(ActiveScript.key(0), Acknowledge.OKAY, true));
        script.say(peer);
        if (peer.isCapableOf(Set.of(Capability.MEASUREMENT_SETTINGS))) {
            script.okay();
        }
        script.okay(0);
        script.session.prepared(script.nowNanos);
        script.okay();
        script.session.stop();
        script.session.sendersStopped(script.nowNanos);
        script.okay();
        script.effects.take();
        script.session.finished(script.nowNanos);
        return script;
    }

    @Test
    void whatThePeersKernelSaysComesBehindItsScalars() {
        ActiveScript script = finished(KNOWS_TRANSPORT);
        script.expect("open scalars");
        script.say(new Results("s".getBytes(StandardCharsets.US_ASCII), true));
        script.expect("data s", "close", "open transport");
        script.say(new Results("t".getBytes(StandardCharsets.US_ASCII), false));
        script.say(new Results("u".getBytes(StandardCharsets.US_ASCII), true));
        script.expect("data t", "data u", "close", new RemoveFlow(ActiveScript.key(0)), "done");
    }

    @Test
    void peerThatCannotRecordItsKernelIsNotWaitedFor() {
        for (Hello peer : List.of(KNOWS_SETTINGS, PASSIVE_HELLO)) {
            ActiveScript script = finished(peer);
            script.expect("open scalars");
            script.say(new Results(new byte[0], true));
            script.expect("data ", "close", new RemoveFlow(ActiveScript.key(0)), "done");
        }
    }

    @Test
    void kernelOfPeerThatFallsSilentIsGivenUp() {
        ActiveScript script = finished(KNOWS_TRANSPORT);
        script.say(new Results(new byte[0], true));
        script.effects.take();
        script.passSeconds(60);
        script.expectFailure("the passive node does not answer when results were downloaded");
    }

    // ------ Passive node

    private static PassiveScript added() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1, TransportProtocol.TCP), PassiveScript.ID, true));
        script.effects.take();
        return script;
    }

    private static void identify(PassiveScript script) {
        assertTrue(script.identify(1, FileFormat.NONE));
        script.session.bound(PassiveScript.key(1), true);
        script.effects.take();
    }

    @Test
    void measurementIsStartedWithItsSettings() {
        PassiveScript script = added();
        script.say(TOLD);
        script.expect(PassiveScript.okay());
        identify(script);
        script.say(new Start(PassiveScript.ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [1]", TOLD);
    }

    @Test
    void whatTheKernelSaysIsUploadedBehindTheScalars() {
        PassiveScript script = added();
        script.say(TRANSPORT_TOLD);
        identify(script);
        script.started(FileFormat.PLAIN, FileFormat.PLAIN);
        // Settings of the next measurement are none of this one.
        script.say(PassiveScript.add(plain(2), PassiveScript.ID + 1, true));
        script.say(new MeasurementSettings(PassiveScript.ID + 1, 1, 1_000_000));
        script.stop();
        script.effects.take();
        script.session.stopped(PassiveScript.ID, true);
        script.expect(PassiveScript.okay(), "upload vector $77");
        script.session.uploaded();
        script.expect("upload scalars $77");
        script.session.uploaded();
        script.expect("upload transport $77");
        script.session.uploaded();
        script.expect("forget $77");
    }

    /** A measurement without other files than what the kernel says has been stopped. */
    private static PassiveScript stopped(boolean success) {
        PassiveScript script = added();
        script.say(TRANSPORT_TOLD);
        identify(script);
        script.started(FileFormat.NONE, FileFormat.NONE);
        script.stop();
        script.effects.take();
        script.session.stopped(PassiveScript.ID, success);
        return script;
    }

    @Test
    void whatTheKernelSaysNeedsNoOtherFile() {
        PassiveScript script = stopped(true);
        script.expect(PassiveScript.okay(), "upload transport $77");
        script.session.uploaded();
        script.expect("forget $77");
    }

    @Test
    void filesThatFailedAreNotUploaded() {
        stopped(false).expect(PassiveScript.error(), "forget $77");
    }

    @Test
    void flowIsBoundWithTheSettingsOfItsMeasurement() {
        PassiveScript script = added();
        script.say(TOLD);
        script.expect(PassiveScript.okay());
        assertTrue(script.identify(1, FileFormat.NONE));
        script.expect("bind 1 NONE", TOLD);
    }

    @Test
    void measurementWithoutSettingsIsStartedWithout() {
        PassiveScript script = added();
        identify(script);
        script.say(new Start(PassiveScript.ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [1]");
    }

    @Test
    void settingsOfAnotherMeasurementAreNotTaken() {
        PassiveScript script = added();
        script.say(new MeasurementSettings(PassiveScript.ID + 1, 1, 1_000_000));
        script.expect(new Acknowledge(new FlowKey(PassiveScript.ID + 1, 0, 0), Acknowledge.ERROR, false));
        identify(script);
        script.say(new Start(PassiveScript.ID, FileFormat.NONE, FileFormat.NONE));
        script.expect("start $77 NONE NONE [1]");
    }

    @Test
    void intervalThatCannotBeIsRefused() {
        PassiveScript script = added();
        script.say(new MeasurementSettings(PassiveScript.ID, 1, 1));
        script.expect(PassiveScript.error());
    }

    @Test
    void settingsComeTooLateBehindAnIdentify() {
        PassiveScript script = added();
        identify(script);
        script.say(TOLD);
        script.expect(PassiveScript.error());
    }

    @Test
    void settingsAreOnlyForOurNodes() {
        PassiveScript script = new PassiveScript();
        script.add(1);
        script.say(TOLD);
        assertEquals(true, script.session.hasEnded());
    }
}
