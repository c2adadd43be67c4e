// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.TrafficPattern;

/** What was asked for of a flow. */
final class DefinitionJson {
    private static final int LAW_PARAMETERS = 4;

    private DefinitionJson() {}

    /** Which flow it is. */
    static void identity(ObjectNode json, FlowDefinition flow) {
        json.put("flowId", Integer.toUnsignedLong(flow.flowId()));
        json.put("streamId", flow.streamId());
    }

    static void flow(ObjectNode json, FlowDefinition flow) {
        identity(json, flow);
        json.put("description", flow.description());
        json.put("protocol", flow.protocol().name());
        json.set("options", options(flow.options()));
    }

    static void pattern(ObjectNode json, TrafficPattern pattern) {
        json.set("framesPerSecond", pattern.pace() instanceof FrameRate rate ? law(rate.perSecond()) : null);
        json.set("frameGapSeconds", pattern.pace() instanceof FrameGap gap ? law(gap.seconds()) : null);
        json.set("frameBytes", law(pattern.frameBytes()));
    }

    private static ObjectNode law(Distribution law) {
        ObjectNode json = Json.object();
        json.put("law", law.law().name().toLowerCase(Locale.ROOT));
        ArrayNode parameters = json.putArray("parameters");
        for (int i = 0; i < LAW_PARAMETERS; i++) {
            parameters.add(Json.number(law.parameter(i)));
        }
        return json;
    }

    private static ObjectNode options(FlowOptions options) {
        ObjectNode json = Json.object();
        json.put("maxMessageBytes", options.maxMessageBytes());
        json.put("defragmentTimeoutMillis", options.defragmentTimeoutMillis());
        json.put("orderedFraction", options.orderedFraction());
        json.put("reliableFraction", options.reliableFraction());
        ObjectNode limit = json.putObject("retransmissionLimit");
        limit.put("kind", options.retransmissionLimit().kind().name().toLowerCase(Locale.ROOT));
        limit.put("value", options.retransmissionLimit().value());
        buffer(json.putObject("sendBuffer"), options.sendBuffer());
        buffer(json.putObject("receiveBuffer"), options.receiveBuffer());
        json.put("congestionControl", options.congestionControl());
        json.put("cmt", options.cmt());
        json.put("ccid", options.ccid());
        json.put("errorOnAbort", options.errorOnAbort());
        json.put("noDelay", options.noDelay());
        json.put("debug", options.debug());
        json.put("v6Only", options.v6Only());
        json.put("batchMessages", options.batchMessages());
        json.put("gso", options.gso());
        ArrayNode gaps = json.putArray("onOffGapsSeconds");
        options.onOff().gapSeconds().forEach(gap -> gaps.add(law(gap)));
        json.put("onOffRepeat", options.onOff().repeat());
        return json;
    }

    private static void buffer(ObjectNode json, BufferSize size) {
        json.put("bytes", size.bytes());
        json.put("required", size.required());
    }
}
