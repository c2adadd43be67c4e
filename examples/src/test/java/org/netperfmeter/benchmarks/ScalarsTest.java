// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScalarsTest {
    private static final Scalars SCALARS = Scalars.of("""
            scalar "netPerfMeter.passive.flow[0]" "First Reception"          1000000
            scalar "netPerfMeter.passive.flow[0]" "Last Reception"           3000000
            scalar "netPerfMeter.passive.flow[0]" "Received Bytes"           4000
            scalar "netPerfMeter.passive.flow[0]" "Received Packets"         41
            scalar "netPerfMeter.passive.flow[1]" "First Reception"          0
            scalar "netPerfMeter.passive.flow[1]" "Last Reception"           0
            scalar "netPerfMeter.passive.flow[1]" "Received Bytes"           0
            scalar "netPerfMeter.passive.flow[1]" "Received Packets"         0
            scalar "netPerfMeter.passive.flow[2]" "First Reception"          1500000
            scalar "netPerfMeter.passive.flow[2]" "Last Reception"           3500000
            scalar "netPerfMeter.passive.flow[2]" "Received Bytes"           2000
            scalar "netPerfMeter.passive.flow[2]" "Received Packets"         1
            scalar "netPerfMeter.passive.total" "Received Bytes"           6000
            # flow[0].vectorRowsOmitted: 17
            """);

    @Test
    void flowsAreFound() {
        assertEquals(3, SCALARS.flows());
        assertArrayEquals(
                new double[] {4000, 0, 2000}, SCALARS.flows("Received Bytes").toArray());
        assertEquals(6000, SCALARS.receivedBytes());
        assertEquals(42, SCALARS.receivedMessages());
    }

    @Test
    void receptionGoesFromTheFirstOfAnyFlowToTheLast() {
        assertEquals(2.5, SCALARS.receptionSeconds());
    }

    @Test
    void nMessagesHaveOneGapLess() {
        assertEquals(20, SCALARS.messageRate(0));
        assertEquals(0, SCALARS.messageRate(1));
    }

    @Test
    void commentsAreFound() {
        assertEquals("17", SCALARS.comment("flow[0].vectorRowsOmitted"));
        assertEquals("", SCALARS.comment("flow[1].vectorRowsOmitted"));
    }
}
