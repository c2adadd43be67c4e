// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.PathSample;

/** Names of what results are about (results.md 5). */
final class ResultObject {
    private ResultObject() {}

    /** A node, which stands before all others. */
    static String node(boolean active) {
        return "netPerfMeter." + (active ? "active" : "passive");
    }

    static String flow(FlowDefinition flow) {
        return "flow[" + Integer.toUnsignedString(flow.flowId()) + "]";
    }

    /** The same, with the stream behind it unless that is the first: flows of several streams may have the same ID. */
    static String flowOfStream(FlowDefinition flow) {
        return flow.streamId() == 0 ? flow(flow) : within(flow(flow), "stream[" + flow.streamId() + "]");
    }

    /** A part of a flow, such as {@code subflow[1]}; empty: the flow itself. */
    static String part(PathSample path) {
        return part(path.part(), path.id());
    }

    /** The same. */
    static String part(PathSample.Part kind, long id) {
        return switch (kind) {
            case CONNECTION -> "";
            case SUBFLOW -> "subflow[" + id + "]";
            case PATH -> "path[" + id + "]";
        };
    }

    /** A part of another. */
    static String within(String object, String part) {
        return part.isEmpty() ? object : object + "." + part;
    }
}
