// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.HarmlessText;
import org.netperfmeter.traffic.TrafficPattern;

/**
 * The run record: everything one node knows of a measurement at its end, as one JSON object. Names are stable; new ones may
 * be added. Times are microseconds since 1970 (0: never), numbers that do not exist are null.
 *
 * <pre>
 * formatVersion           1
 * node                    "active" or "passive"
 * measurementId           16 hexadecimal digits
 * firstEventMicros        first statistics event
 * endMicros               when the counters were read
 * endReason               in words
 * partial                 null; or why the results are not all that was asked for, in words
 * facts                   of the measurement: versions, ...
 * cpu                     totalPercent and cpusPercent[]: user, nice, system, idle, ioWait, hardwareInterrupts,
 *                         softwareInterrupts, hypervisor
 * total                   transmitted, received, lost: volume and rates over firstEventMicros..endMicros
 * flows[]                 in the order of their creation:
 *   flowId, streamId, description, protocol
 *   outbound, inbound     frameRate (1/s), frameBytes: law and its parameters[4]
 *   options               those of the FLOWSPEC; onOffGapsSeconds: laws
 *   transmitted           firstMicros, lastMicros, volume and rates; pacedFrames, meanSendLatenessMicros,
 *                         maxSendLatenessMicros, scheduleRestarts
 *   received              firstMicros, lastMicros, volume and rates; incompleteFrames, lateOrDuplicatePackets,
 *                         meanDelayMillis, minDelayMillis, maxDelayMillis, jitterMillis
 *   lost                  volume
 *   facts                 of the flow: MPTCP verdict, effective buffers, ...
 * </pre>
 *
 * Volume: bytes, packets, frames. Rates: bitsPerSecond, bytesPerSecond, packetsPerSecond, framesPerSecond. Definitions:
 * {@link FlowSnapshot}.
 */
public final class RunRecord {
    private static final int FORMAT_VERSION = 1;
    private static final int LAW_PARAMETERS = 4;
    private static final int RESERVED_BYTES = 1 << 17;
    private static final int RESERVED_BYTES_PER_FLOW = 1 << 13;
    private static final List<String> CPU_STATES = List.of(
            "user", "nice", "system", "idle", "ioWait", "hardwareInterrupts", "softwareInterrupts", "hypervisor");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RunRecord() {}

    /** Makes sure that the disk has room for it when it comes. */
    public static void reserve(OutputFile output, int flows) throws IOException {
        output.reserve(RESERVED_BYTES + (long) flows * RESERVED_BYTES_PER_FLOW);
    }

    /** Writes it; does not finish the output. */
    public static void write(MeasurementReport report, OutputFile output) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        byte[] json = (mapper.writeValueAsString(toJson(report)) + "\n").getBytes(StandardCharsets.UTF_8);
        output.write(json, 0, json.length);
    }

    static ObjectNode toJson(MeasurementReport report) {
        ObjectNode json = JSON.objectNode();
        json.put("formatVersion", FORMAT_VERSION);
        json.put("node", report.active() ? "active" : "passive");
        json.put("measurementId", String.format("%016x", report.measurementId()));
        json.put("firstEventMicros", report.firstEventMicros());
        json.put("endMicros", report.endMicros());
        json.put("endReason", HarmlessText.of(report.endReason()));
        json.put("partial", report.partial().map(HarmlessText::of).orElse(null));
        json.set("facts", value(report.facts()));
        json.set("cpu", cpu(report.cpu()));
        ObjectNode total = json.putObject("total");
        total(total.putObject("transmitted"), report.transmitted(), report.durationMicros());
        total(total.putObject("received"), report.received(), report.durationMicros());
        total(total.putObject("lost"), report.lost(), report.durationMicros());
        ArrayNode flows = json.putArray("flows");
        report.flows().forEach(flow -> flows.add(flow(flow)));
        return json;
    }

    private static ObjectNode cpu(CpuUsage usage) {
        ObjectNode json = JSON.objectNode();
        json.set("totalPercent", shares(usage.total()));
        ArrayNode cpus = json.putArray("cpusPercent");
        usage.cpus().forEach(cpu -> cpus.add(shares(cpu)));
        return json;
    }

    private static ObjectNode shares(List<Double> percent) {
        ObjectNode json = JSON.objectNode();
        for (int i = 0; i < CPU_STATES.size(); i++) {
            number(json, CPU_STATES.get(i), percent.get(i));
        }
        return json;
    }

    private static void total(ObjectNode json, Volume volume, long durationMicros) {
        volume(json, volume);
        rates(json, volume.over(durationMicros));
    }

    private static ObjectNode flow(MeasurementReport.Flow flow) {
        FlowDefinition definition = flow.definition();
        FlowSnapshot counters = flow.counters();
        ObjectNode json = JSON.objectNode();
        json.put("flowId", Integer.toUnsignedLong(definition.flowId()));
        json.put("streamId", definition.streamId());
        json.put("description", definition.description());
        json.put("protocol", definition.protocol().name());
        json.set("outbound", pattern(definition.outbound()));
        json.set("inbound", pattern(definition.inbound()));
        json.set("options", options(definition.options()));
        json.set("transmitted", transmitted(counters));
        json.set("received", received(counters));
        volume(json.putObject("lost"), counters.lost());
        json.set("facts", value(flow.facts()));
        return json;
    }

    private static ObjectNode transmitted(FlowSnapshot counters) {
        ObjectNode json = JSON.objectNode();
        json.put("firstMicros", counters.firstTransmissionMicros());
        json.put("lastMicros", counters.lastTransmissionMicros());
        volume(json, counters.transmitted());
        rates(json, counters.transmissionRate());
        boolean paced = counters.lateFrames() > 0;
        json.put("pacedFrames", counters.lateFrames());
        number(json, "meanSendLatenessMicros", paced ? counters.meanLatenessMicros() : Double.NaN);
        number(json, "maxSendLatenessMicros", paced ? counters.maxLatenessNanos() / 1000.0 : Double.NaN);
        json.put("maxStampSkewMicros", counters.maxStampSkewMicros());
        json.put("scheduleRestarts", counters.scheduleRestarts());
        return json;
    }

    private static ObjectNode received(FlowSnapshot counters) {
        ObjectNode json = JSON.objectNode();
        json.put("firstMicros", counters.firstReceptionMicros());
        json.put("lastMicros", counters.lastReceptionMicros());
        volume(json, counters.received());
        rates(json, counters.receptionRate());
        json.put("incompleteFrames", counters.incompleteFrames());
        json.put("lateOrDuplicatePackets", counters.lateOrDuplicatePackets());
        boolean any = counters.receivedPackets() > 0;
        number(json, "meanDelayMillis", any ? counters.meanDelayMillis() : Double.NaN);
        number(json, "minDelayMillis", any ? counters.minDelayMicros() / 1000.0 : Double.NaN);
        number(json, "maxDelayMillis", any ? counters.maxDelayMicros() / 1000.0 : Double.NaN);
        number(json, "jitterMillis", any ? counters.jitterMillis() : Double.NaN);
        return json;
    }

    private static void volume(ObjectNode json, Volume volume) {
        json.put("bytes", volume.bytes());
        json.put("packets", volume.packets());
        json.put("frames", volume.frames());
    }

    private static void rates(ObjectNode json, Rate rate) {
        json.put("bitsPerSecond", rate.bitsPerSecond());
        json.put("bytesPerSecond", rate.bytesPerSecond());
        json.put("packetsPerSecond", rate.packetsPerSecond());
        json.put("framesPerSecond", rate.framesPerSecond());
    }

    private static ObjectNode pattern(TrafficPattern pattern) {
        ObjectNode json = JSON.objectNode();
        json.set("frameRate", law(pattern.frameRate()));
        json.set("frameBytes", law(pattern.frameBytes()));
        return json;
    }

    private static ObjectNode law(Distribution law) {
        ObjectNode json = JSON.objectNode();
        json.put("law", law.law().name());
        ArrayNode parameters = json.putArray("parameters");
        for (int i = 0; i < LAW_PARAMETERS; i++) {
            parameters.add(law.parameter(i));
        }
        return json;
    }

    private static ObjectNode options(FlowOptions options) {
        ObjectNode json = JSON.objectNode();
        json.put("maxMessageBytes", options.maxMessageBytes());
        json.put("defragmentTimeoutMillis", options.defragmentTimeoutMillis());
        json.put("orderedFraction", options.orderedFraction());
        json.put("reliableFraction", options.reliableFraction());
        ObjectNode limit = json.putObject("retransmissionLimit");
        limit.put("kind", options.retransmissionLimit().kind().name());
        limit.put("value", options.retransmissionLimit().value());
        json.set("receiveBuffer", buffer(options.receiveBuffer()));
        json.set("sendBuffer", buffer(options.sendBuffer()));
        json.put("cmt", options.cmt());
        json.put("ccid", options.ccid());
        json.put("errorOnAbort", options.errorOnAbort());
        json.put("noDelay", options.noDelay());
        json.put("debug", options.debug());
        json.put("v6Only", options.v6Only());
        json.put("batchMessages", options.batchMessages());
        json.put("gso", options.gso());
        json.put("congestionControl", options.congestionControl());
        ArrayNode gaps = json.putArray("onOffGapsSeconds");
        options.onOff().gapSeconds().forEach(gap -> gaps.add(law(gap)));
        json.put("onOffRepeat", options.onOff().repeat());
        return json;
    }

    private static ObjectNode buffer(BufferSize size) {
        ObjectNode json = JSON.objectNode();
        json.put("bytes", size.bytes());
        json.put("required", size.required());
        return json;
    }

    /** JSON has no NaN and no infinity. */
    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    /** A fact: numbers, truth values, texts, collections and maps as such, anything else as text. */
    private static JsonNode value(Object fact) {
        if (fact == null) {
            return JSON.nullNode();
        } else if (fact instanceof Map<?, ?> map) {
            ObjectNode json = JSON.objectNode();
            map.forEach((name, entry) -> json.set(String.valueOf(name), value(entry)));
            return json;
        } else if (fact instanceof Collection<?> collection) {
            ArrayNode json = JSON.arrayNode();
            collection.forEach(entry -> json.add(value(entry)));
            return json;
        } else if (fact instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        } else if (fact instanceof Integer || fact instanceof Long) {
            return JSON.numberNode(((Number) fact).longValue());
        } else if (fact instanceof Number number) {
            double value = number.doubleValue();
            return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
        }
        return JSON.textNode(HarmlessText.of(fact.toString()));
    }
}
