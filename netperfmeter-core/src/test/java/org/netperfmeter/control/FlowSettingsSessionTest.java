// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.control.ControlFlows.ACTIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.MEASUREMENT;
import static org.netperfmeter.control.ControlFlows.PASSIVE_HELLO;
import static org.netperfmeter.control.ControlFlows.markedAdd;
import static org.netperfmeter.control.ControlFlows.plain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.Exponential;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.Capability;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.FlowSettings;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.RawLaw;

/** How options of a flow for which Add Flow has no place reach the passive node. */
class FlowSettingsSessionTest {
    private static final Hello KNOWS_SETTINGS = new Hello(
            MEASUREMENT, Capability.maskOf(Set.of(Capability.FLOW_SETTINGS, Capability.FRAME_GAPS)), "2", "p", "6", 1);

    private static FlowDefinition flow(TrafficPattern inbound) {
        return new FlowDefinition(
                3,
                0,
                "Flow",
                TransportProtocol.UDP,
                TrafficPattern.constant(0, 100),
                inbound,
                FlowOptions.builder().batchMessages(7).gso(true).build());
    }

    private static final FlowDefinition BOTH_WAYS = flow(TrafficPattern.constant(0, 100));
    private static final FlowDefinition OUT_ONLY = flow(TrafficPattern.SILENT);
    private static final FlowKey KEY = new FlowKey(MEASUREMENT, 3, 0);
    private static final FlowSettings SETTINGS = new FlowSettings(KEY, 7, true, Optional.empty());

    private static ActiveScript added(FlowDefinition flow, boolean marked) {
        ActiveScript script = ActiveScript.of(flow);
        script.session.begin();
        script.session.connected(script.nowNanos);
        script.expect("connect 3", markedAdd(flow));
        script.say(new Acknowledge(KEY, Acknowledge.OKAY, marked));
        return script;
    }

    @Test
    void settingsGoBetweenAddFlowAndIdentify() {
        ActiveScript script = added(BOTH_WAYS, true);
        script.expect(ACTIVE_HELLO);
        script.say(KNOWS_SETTINGS);
        script.expect(SETTINGS);
        script.okay(3);
        script.expect("identify 3 NONE");
    }

    @Test
    void refusedSettingsEndTheSetUp() {
        ActiveScript script = added(BOTH_WAYS, true);
        script.say(KNOWS_SETTINGS);
        script.say(new Acknowledge(KEY, Acknowledge.ERROR, false));
        assertTrue(script.session.hasEnded());
    }

    @Test
    void peerThatDoesNotKnowSettingsIsNotToSendByThem() {
        for (boolean ours : new boolean[] {true, false}) {
            ActiveScript script = added(BOTH_WAYS, ours);
            if (ours) {
                script.expect(ACTIVE_HELLO);
                script.say(PASSIVE_HELLO);
            }
            script.expect(
                    "fail: batch= and gso= of UDP flow 3 (\"Flow\") are not known to the passive node, which is to send,"
                            + " too; leave them out");
        }
    }

    private static final FlowDefinition GAPS = new FlowDefinition(
            3,
            0,
            "Flow",
            TransportProtocol.TCP,
            TrafficPattern.constant(0, 100),
            new TrafficPattern(new FrameGap(new Exponential(0.01)), new Constant(500)),
            FlowOptions.DEFAULTS);

    @Test
    void gapsOfThePassiveNodeAreSettings() {
        ActiveScript script = added(GAPS, true);
        script.expect(ACTIVE_HELLO);
        script.say(KNOWS_SETTINGS);
        script.expect(new FlowSettings(KEY, 0, false, Optional.of(new RawLaw(2, 0.01, 0, 0, 0))));
        script.okay(3);
        script.expect("identify 3 NONE");
    }

    /** What Add Flow says in place of gaps is that nothing is sent. */
    @Test
    void gapsHaveNoPlaceInAddFlow() {
        assertTrue(markedAdd(GAPS).toDefinition().outbound().isSilent());
    }

    @Test
    void peerThatDoesNotKnowGapsIsNotToSendByThem() {
        String refusal = "fail: gaps of TCP flow 3 (\"Flow\") are not known to the passive node, which is to"
                + " send by them; give it a rate";
        added(GAPS, false).expect(refusal);
        ActiveScript script = added(GAPS, true);
        script.expect(ACTIVE_HELLO);
        script.say(new Hello(MEASUREMENT, Capability.maskOf(Set.of(Capability.FLOW_SETTINGS)), "2", "p", "6", 1));
        script.expect(refusal);
    }

    @Test
    void passiveNodeSendsByTheGapsThatItIsTold() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1, TransportProtocol.TCP), PassiveScript.ID, true));
        script.effects.take();
        script.say(new FlowSettings(PassiveScript.key(1), 0, false, Optional.of(new RawLaw(2, 0.01, 0, 0, 0))));
        script.expect("added 1 TCP", PassiveScript.okay(1));
        assertEquals(
                new FrameGap(new Exponential(0.01)),
                script.effects.lastAdded().outbound().pace());
    }

    @Test
    void peerThatOnlyReceivesNeedNotKnowSettings() {
        added(OUT_ONLY, false).expect("identify 3 NONE");
    }

    @Test
    void passiveNodeDefinesTheFlowAnew() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1, TransportProtocol.UDP), PassiveScript.ID, true));
        script.effects.take();
        script.say(new FlowSettings(PassiveScript.key(1), 7, true, Optional.empty()));
        script.expect("added 1 UDP", PassiveScript.okay(1));
        assertEquals(7, script.effects.lastAdded().options().batchMessages());
        assertTrue(script.effects.lastAdded().options().gso());
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1, TransportProtocol.TCP), PassiveScript.ID, true));
        script.effects.take();
        script.say(new FlowSettings(PassiveScript.key(1), 0, true, Optional.empty()));
        script.expect(PassiveScript.error(1));
        assertEquals(
                List.of("refused settings of " + PassiveScript.key(1) + ": gso=on is for UDP flows only"),
                script.effects.takeWarnings());
        script.say(new FlowSettings(PassiveScript.key(2), 7, false, Optional.empty()));
        script.expect(PassiveScript.error(2));
    }

    @Test
    void settingsComeTooLateForAnIdentifiedFlow() {
        PassiveScript script = new PassiveScript();
        script.say(PassiveScript.add(plain(1, TransportProtocol.TCP), PassiveScript.ID, true));
        assertTrue(script.identify(1, FileFormat.NONE));
        script.session.bound(PassiveScript.key(1), true);
        script.effects.take();
        script.say(new FlowSettings(PassiveScript.key(1), 7, false, Optional.empty()));
        script.expect(PassiveScript.error(1));
    }
}
