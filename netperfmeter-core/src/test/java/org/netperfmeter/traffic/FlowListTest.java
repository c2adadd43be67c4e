// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowListTest {
    /** The example of cli.md 11. */
    @Test
    void flowIdsCountOverAllConnectionsAndStreamIdsWithinOne() {
        List<FlowDefinition> flows =
                FlowList.number(List.of(List.of(spec("")), List.of(spec(""), spec("")), List.of(spec(""))), 1);

        assertEquals(List.of("0/0 Flow 0", "1/0 Flow 1", "2/1 Flow 2", "3/0 Flow 3"), summary(flows));
    }

    @Test
    void idSetsTheCounter() {
        List<FlowDefinition> flows = FlowList.number(connections("", ":id=7", "", ":id=3:description=x", ""), 1);

        assertEquals(List.of("0/0 Flow 0", "7/0 Flow 7", "8/0 Flow 8", "3/0 x", "4/0 Flow 4"), summary(flows));
    }

    @Test
    void idsAreUnsignedAndWrap() {
        List<FlowDefinition> flows = FlowList.number(connections(":id=-1", ""), 1);

        assertEquals(List.of("4294967295/0 Flow 4294967295", "0/0 Flow 0"), summary(flows));
    }

    @Test
    void countRepeatsTheWholeList() {
        List<FlowDefinition> flows = FlowList.number(List.of(List.of(spec(""), spec("")), List.of(spec(""))), 2);

        assertEquals(
                List.of("0/0 Flow 0", "1/1 Flow 1", "2/0 Flow 2", "3/0 Flow 3", "4/1 Flow 4", "5/0 Flow 5"),
                summary(flows));
    }

    @Test
    void flowKeepsWhatItsSpecificationSays() {
        FlowSpec spec = FlowSpecParser.parse(TransportProtocol.UDP, "1:2:3:4:nodelay=on:description=Test");

        FlowDefinition flow = FlowList.number(List.of(List.of(spec)), 1).get(0);

        assertEquals(
                new FlowDefinition(
                        0, 0, "Test", TransportProtocol.UDP, spec.outbound(), spec.inbound(), spec.options()),
                flow);
    }

    @Test
    void idUsedTwiceIsNamed() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> FlowList.number(connections(":id=1", ":id=0", ""), 1));

        assertEquals(
                "flow ID 1 (stream ID 0) is used twice; give another id= to one of the flows", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> FlowList.number(connections(":id=1"), 2));
    }

    @Test
    void sameFlowIdOnAnotherStreamIsAnotherFlow() {
        List<FlowDefinition> flows = FlowList.number(List.of(List.of(spec(":id=5"), spec(":id=5"))), 1);

        assertEquals(List.of("5/0 Flow 5", "5/1 Flow 5"), summary(flows));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 257})
    void countIsLimited(int count) {
        assertThrows(IllegalArgumentException.class, () -> FlowList.number(connections(""), count));
    }

    @Test
    void streamsOfAConnectionAreLimited() {
        List<FlowSpec> most = Collections.nCopies(65535, spec(""));
        List<FlowSpec> tooMany = Collections.nCopies(65536, spec(""));

        assertEquals(65534, FlowList.number(List.of(most), 1).get(65534).streamId());
        assertThrows(IllegalArgumentException.class, () -> FlowList.number(List.of(tooMany), 1));
    }

    private static FlowSpec spec(String options) {
        return FlowSpecParser.parse(TransportProtocol.SCTP, "default" + options);
    }

    private static List<List<FlowSpec>> connections(String... options) {
        return Stream.of(options).map(option -> List.of(spec(option))).toList();
    }

    private static List<String> summary(List<FlowDefinition> flows) {
        return flows.stream()
                .map(flow -> Integer.toUnsignedString(flow.flowId()) + "/" + flow.streamId() + " " + flow.description())
                .toList();
    }
}
