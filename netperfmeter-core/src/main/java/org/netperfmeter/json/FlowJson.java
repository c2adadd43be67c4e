// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.ConnectionFacts;

/** Flows: what was asked for, and what both nodes measured in each direction. */
final class FlowJson {
    private FlowJson() {}

    /** Flows of which nothing was measured. */
    static ArrayNode planned(List<FlowDefinition> flows) {
        ArrayNode json = Json.object().arrayNode();
        flows.forEach(flow -> json.add(flow(flow, Optional.empty(), Optional.empty(), Optional.empty())));
        return json;
    }

    /** Flows at their start. */
    static ArrayNode started(List<FlowDefinition> flows, Map<FlowDefinition, ConnectionFacts> connections) {
        ArrayNode json = Json.object().arrayNode();
        for (FlowDefinition flow : flows) {
            ObjectNode started = json.addObject();
            DefinitionJson.flow(started, flow);
            DefinitionJson.pattern(started.putObject("outbound"), flow.outbound());
            DefinitionJson.pattern(started.putObject("inbound"), flow.inbound());
            ConnectionFacts connection = connections.get(flow);
            started.set("connection", connection == null ? NullNode.instance : connection(connection));
        }
        return json;
    }

    private static ObjectNode connection(ConnectionFacts connection) {
        ObjectNode json = Json.object();
        json.put("localAddress", connection.localAddress());
        json.put("remoteAddress", connection.remoteAddress());
        json.put("congestionControl", connection.congestionControl().orElse(null));
        json.put("sendBufferBytes", connection.buffers().sendBytes());
        json.put("receiveBufferBytes", connection.buffers().receiveBytes());
        return json;
    }

    /**
     * Flows at their end.
     *
     * @param peerCountsFrames whether the passive node counts the frames that it receives
     */
    static ArrayNode measured(MeasurementReport report, boolean peerCountsFrames) {
        ArrayNode json = Json.object().arrayNode();
        // Delays from before a clock was set and from after it are mixed: no offset corrects them all.
        Optional<ClockEstimate> clocks = report.clocks().filter(known -> known.jumps() == 0);
        List<Optional<PeerResults.Flow>> passive = report.flowsAtPeer();
        for (int i = 0; i < passive.size(); i++) {
            MeasurementReport.Flow flow = report.flows().get(i);
            json.add(flow(
                    flow.definition(),
                    Optional.of(AtNode.of(flow)),
                    passive.get(i).map(peer -> AtNode.of(peer, peerCountsFrames)),
                    clocks));
        }
        return json;
    }

    private static ObjectNode flow(
            FlowDefinition definition,
            Optional<AtNode> active,
            Optional<AtNode> passive,
            Optional<ClockEstimate> clocks) {
        Optional<FlowFigures> atActive = active.flatMap(AtNode::figures);
        Optional<FlowFigures> atPassive = passive.flatMap(AtNode::figures);
        ObjectNode json = Json.object();
        DefinitionJson.flow(json, definition);
        ObjectNode outbound = json.putObject("outbound");
        DefinitionJson.pattern(outbound, definition.outbound());
        outbound.set("sent", sent(atActive));
        outbound.set(
                "received",
                atPassive.map(figures -> figures.receivedByPassive(clocks)).orElse(null));
        ObjectNode inbound = json.putObject("inbound");
        DefinitionJson.pattern(inbound, definition.inbound());
        inbound.set("sent", sent(atPassive));
        inbound.set(
                "received",
                atActive.map(figures -> figures.receivedByActive(clocks)).orElse(null));
        json.set("active", active.map(AtNode::json).orElse(null));
        json.set("passive", passive.map(AtNode::json).orElse(null));
        return json;
    }

    private static ObjectNode sent(Optional<FlowFigures> figures) {
        return figures.map(known -> known.sent().toJson()).orElse(null);
    }

    /** What one node knows of a flow. */
    private record AtNode(Optional<FlowFigures> figures, ObjectNode json) {
        static AtNode of(MeasurementReport.Flow flow) {
            Facts facts = new Facts(flow.facts());
            OptionalDouble hostDelay = facts.takeNumber("meanHostDelayMicros");
            JsonNode transport = flow.transport()
                    .<JsonNode>map(summary -> TransportJson.parts(summary.parts()))
                    .orElse(NullNode.instance);
            return new AtNode(Optional.of(FlowFigures.of(flow, hostDelay)), json(facts, transport));
        }

        static AtNode of(PeerResults.Flow flow, boolean countsFrames) {
            Facts facts = new Facts(flow.facts());
            facts.drop(FlowFigures.factsOf(flow));
            OptionalDouble hostDelay = facts.takeNumber("meanHostDelayMicros");
            JsonNode transport = flow.transport().isEmpty() ? NullNode.instance : TransportJson.parts(flow.transport());
            return new AtNode(FlowFigures.of(flow, countsFrames, hostDelay), json(facts, transport));
        }

        private static ObjectNode json(Facts facts, JsonNode transport) {
            ObjectNode json = Json.object();
            json.set("partial", facts.take("partial"));
            json.set("localAddress", facts.take("localAddress"));
            json.set("remoteAddress", facts.take("remoteAddress"));
            json.set("congestionControl", facts.take("congestionControl"));
            json.set("sendBufferBytes", facts.takeCount("sendBufferBytes"));
            json.set("receiveBufferBytes", facts.takeCount("receiveBufferBytes"));
            json.set("multipath", facts.take("multipath"));
            json.set("fellBack", facts.take("fellBack"));
            json.set("subflowsMaximum", facts.takeCount("subflowsMaximum"));
            json.set("subflowsAtEnd", facts.takeCount("subflowsAtEnd"));
            json.set("timeStamping", facts.take("timeStamping"));
            json.set("socketDrops", facts.takeCount("socketDrops"));
            json.set("transport", transport);
            json.set("facts", facts.rest());
            return json;
        }
    }
}
