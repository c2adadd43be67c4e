// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any text as a FLOWSPEC. */
class FlowSpecParserFuzzTest {
    @FuzzTest
    void textIsRefusedWithAReasonOrAFlow(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        for (TransportProtocol protocol : TransportProtocol.values()) {
            try {
                FlowSpec spec = FlowSpecParser.parse(protocol, text);
                FlowDefinition flow = FlowList.number(List.of(List.of(spec)), 1).get(0);
                assertTrue(flow.largestOutboundMessageBytes() <= FlowOptions.MAX_MESSAGE_BYTES);
            } catch (IllegalArgumentException e) {
                assertFalse(e.getMessage().isBlank());
            }
        }
    }
}
