// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;

class FlowSettingsTest {
    private static final FlowSettings SETTINGS =
            new FlowSettings(new FlowKey(0x1122334455667788L, 0xFFFFFFFE, 0xFFFF), 512, true);
    private static final String SETTINGS_HEX = """
            4400002c 1122334455667788
            0001 0004 fffffffe
            0002 0004 0000ffff
            0003 0004 00000200
            0004 0004 00000001
            """;

    @Test
    void itemsFollowTheTable() throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(SETTINGS_HEX)), Hex.of(SETTINGS));
        assertEquals(SETTINGS, Hex.decode(SETTINGS_HEX));
    }

    @Test
    void missingItemsAreZero() throws ProtocolException {
        assertEquals(new FlowSettings(new FlowKey(1, 0, 0), 0, false), Hex.decode("4400000c 0000000000000001"));
    }

    @Test
    void streamBeyondSixteenBitsIsRefused() {
        assertThrows(ProtocolException.class, () -> Hex.decode(SETTINGS_HEX.replace("0000ffff", "00010000")));
    }

    @Test
    void onlyOptionsWithoutAPlaceInAddFlowNeedThem() {
        FlowKey key = new FlowKey(1, 2, 3);
        assertFalse(FlowSettings.of(key, FlowOptions.DEFAULTS).isNeeded());
        assertTrue(FlowSettings.of(key, FlowOptions.builder().batchMessages(1).build())
                .isNeeded());
        assertTrue(FlowSettings.of(key, FlowOptions.builder().gso(true).build()).isNeeded());
    }

    @Test
    void flowKeepsAllElse() {
        FlowDefinition flow = flow(TransportProtocol.UDP);
        FlowDefinition set = SETTINGS.applyTo(flow);
        assertEquals(512, set.options().batchMessages());
        assertTrue(set.options().gso());
        FlowSettings none = new FlowSettings(SETTINGS.key(), 0, false);
        assertEquals(flow, none.applyTo(set));
    }

    @Test
    void whatAFlowCannotHaveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SETTINGS.applyTo(flow(TransportProtocol.TCP)));
        for (int batch : new int[] {-1, 513}) {
            FlowSettings settings = new FlowSettings(SETTINGS.key(), batch, false);
            assertThrows(IllegalArgumentException.class, () -> settings.applyTo(flow(TransportProtocol.UDP)));
        }
    }

    private static FlowDefinition flow(TransportProtocol protocol) {
        return new FlowDefinition(
                1, 0, "Flow", protocol, TrafficPattern.constant(10, 100), TrafficPattern.SILENT, FlowOptions.DEFAULTS);
    }
}
