// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers the flows of a measurement (lifecycle.md 1). */
public final class FlowList {
    private static final int MAX_COUNT = 256;
    private static final int MAX_STREAMS = 65535;

    private final List<FlowDefinition> flows = new ArrayList<>();
    private final Set<FlowKey> keys = new HashSet<>();
    private int nextFlowId;

    private FlowList() {}

    /**
     * Assigns flow IDs, stream IDs and default descriptions. Flow IDs count from 0 over all connections; an
     * {@code id=} sets the counter.
     *
     * @param connections in the order of the command line; each list holds the streams of one connection
     * @param count how often the whole list is instantiated, 1..256
     * @throws IllegalArgumentException if an ID is used twice, naming it, or if the count or the number of streams of a
     *     connection (at most 65535) is out of range
     */
    public static List<FlowDefinition> number(List<List<FlowSpec>> connections, int count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("the flows can be repeated 1.." + MAX_COUNT + " times, not " + count);
        }
        FlowList list = new FlowList();
        for (int round = 0; round < count; round++) {
            connections.forEach(list::addConnection);
        }
        return List.copyOf(list.flows);
    }

    private void addConnection(List<FlowSpec> streams) {
        if (streams.size() > MAX_STREAMS) {
            throw new IllegalArgumentException(
                    "a connection has at most " + MAX_STREAMS + " streams, not " + streams.size());
        }
        for (int streamId = 0; streamId < streams.size(); streamId++) {
            add(streams.get(streamId), streamId);
        }
    }

    private void add(FlowSpec spec, int streamId) {
        int flowId = spec.id().orElse(nextFlowId);
        nextFlowId = flowId + 1;
        String unsignedId = Integer.toUnsignedString(flowId);
        FlowDefinition flow = new FlowDefinition(
                flowId,
                streamId,
                spec.description().orElse("Flow " + unsignedId),
                spec.protocol(),
                spec.outbound(),
                spec.inbound(),
                spec.options());
        if (!keys.add(flow.key(0))) {
            throw new IllegalArgumentException("flow ID " + unsignedId + " (stream ID " + streamId
                    + ") is used twice; give another id= to one of the flows");
        }
        flows.add(flow);
    }
}
