// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FlowSpec;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.Uniform;

class FlowSettingsTest {
    private static final FlowSettings SETTINGS = new FlowSettings(
            new FlowKey(0x1122334455667788L, 0xFFFFFFFE, 0xFFFF), 512, true, Optional.of(new RawLaw(1, 0.5, 2, 0, 0)));
    private static final String SETTINGS_HEX = """
            44000051 1122334455667788
            0001 0004 fffffffe
            0002 0004 0000ffff
            0003 0004 00000200
            0004 0004 00000001
            0005 0021 01 3fe0000000000000 4000000000000000 0000000000000000 0000000000000000
            """;

    @Test
    void itemsFollowTheTable() throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(SETTINGS_HEX)), Hex.of(SETTINGS));
        assertEquals(SETTINGS, Hex.decode(SETTINGS_HEX));
    }

    @Test
    void missingItemsAreZero() throws ProtocolException {
        assertEquals(
                new FlowSettings(new FlowKey(1, 0, 0), 0, false, Optional.empty()),
                Hex.decode("4400000c 0000000000000001"));
    }

    @Test
    void streamBeyondSixteenBitsIsRefused() {
        assertThrows(ProtocolException.class, () -> Hex.decode(SETTINGS_HEX.replace("0000ffff", "00010000")));
    }

    @Test
    void onlyOptionsWithoutAPlaceInAddFlowNeedThem() {
        FlowKey key = new FlowKey(1, 2, 3);
        assertFalse(settings("10:100:exp10:100", key).isNeeded());
        assertFalse(settings("gap-exp1:100:gap-exp1:0", key).isNeeded());
        assertTrue(settings("10:100:10:100:batch=1", key).isNeeded());
        assertTrue(settings("10:100:10:100:gso=on", key).isNeeded());
        assertTrue(settings("10:100:gap-exp1:100", key).isNeeded());
    }

    @Test
    void peerHasToKnowWhatTheySay() {
        FlowKey key = new FlowKey(1, 2, 3);
        assertEquals(
                Set.of(Capability.FLOW_SETTINGS),
                settings("10:100:10:100:batch=1", key).needs());
        assertEquals(
                Set.of(Capability.FLOW_SETTINGS, Capability.FRAME_GAPS),
                settings("10:100:gap-exp1:100", key).needs());
    }

    private static FlowSettings settings(String spec, FlowKey key) {
        FlowSpec parsed = FlowSpecParser.parse(TransportProtocol.UDP, spec);
        return FlowSettings.of(
                key,
                new FlowDefinition(
                        2, 3, "Flow", parsed.protocol(), parsed.outbound(), parsed.inbound(), parsed.options()));
    }

    @Test
    void flowKeepsAllElse() {
        FlowDefinition flow = flow(TransportProtocol.UDP);
        FlowDefinition set = SETTINGS.applyTo(flow);
        assertEquals(512, set.options().batchMessages());
        assertTrue(set.options().gso());
        assertEquals(new TrafficPattern(new FrameGap(new Uniform(0.5, 2)), new Constant(100)), set.outbound());
        FlowSettings none = new FlowSettings(SETTINGS.key(), 0, false, Optional.empty());
        assertEquals(flow, none.applyTo(flow));
    }

    @Test
    void whatAFlowCannotHaveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SETTINGS.applyTo(flow(TransportProtocol.TCP)));
        for (int batch : new int[] {-1, 513}) {
            FlowSettings settings = new FlowSettings(SETTINGS.key(), batch, false, Optional.empty());
            assertThrows(IllegalArgumentException.class, () -> settings.applyTo(flow(TransportProtocol.UDP)));
        }
    }

    @Test
    void gapsThatCannotBeAreRefused() {
        for (RawLaw gap : List.of(new RawLaw(6, 1, 0, 0, 0), new RawLaw(2, -1, 0, 0, 0), new RawLaw(0, 0, 0, 0, 0))) {
            FlowSettings settings = new FlowSettings(SETTINGS.key(), 0, false, Optional.of(gap));
            assertThrows(IllegalArgumentException.class, () -> settings.applyTo(flow(TransportProtocol.UDP)));
        }
    }

    @Test
    void gapsOfAnotherLengthAreRefused() {
        assertThrows(ProtocolException.class, () -> Hex.decode("44000011 0000000000000001 0005 0001 02"));
    }

    private static FlowDefinition flow(TransportProtocol protocol) {
        return new FlowDefinition(
                1, 0, "Flow", protocol, TrafficPattern.constant(10, 100), TrafficPattern.SILENT, FlowOptions.DEFAULTS);
    }
}
