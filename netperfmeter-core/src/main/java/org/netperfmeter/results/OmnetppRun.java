// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.TrafficPattern;

/**
 * One node's part of a measurement as a run of OMNeT++, which all files of that node belong to. The nodes have a run each,
 * since files of the same run must not differ in its attributes; they have the measurement in common.
 *
 * @param seed of all that is drawn
 */
record OmnetppRun(boolean active, long measurementId, long seed) {
    private static final int FILE_VERSION = 2;
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Of a value: readers need not take lines of any length. */
    static final int MAX_VALUE_CHARACTERS = 1000;

    /** What begins each file. */
    String header(long firstEventMicros) {
        return header(firstEventMicros, attributes(firstEventMicros));
    }

    /** What begins the file of the scalars: with what is known at the end, and the parameters of the flows. */
    String header(MeasurementReport report) {
        Map<String, Object> attributes = attributes(report.firstEventMicros());
        ReportFacts.of(report).forEach(attributes::putIfAbsent);
        StringBuilder text = new StringBuilder(header(report.firstEventMicros(), attributes));
        for (MeasurementReport.Flow flow : report.flows()) {
            parameters(flow)
                    .forEach((name, value) -> line(text, "param", module(flow.definition()) + "." + name, value));
        }
        return text.toString();
    }

    private String header(long firstEventMicros, Map<String, Object> attributes) {
        StringBuilder text = new StringBuilder("version ").append(FILE_VERSION).append('\n');
        text.append("run ").append(id(firstEventMicros)).append('\n');
        attributes.forEach((name, value) -> line(text, "attr", name, value));
        return text.toString();
    }

    private String id(long firstEventMicros) {
        return String.format(
                "netPerfMeter-%s-%s-%016x", active ? "active" : "passive", dateTime(firstEventMicros), measurementId);
    }

    private static String dateTime(long micros) {
        return DATE_TIME.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND)));
    }

    private Map<String, Object> attributes(long firstEventMicros) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("configname", active ? "active" : "passive");
        attributes.put("datetime", dateTime(firstEventMicros));
        attributes.put("experiment", "netPerfMeter");
        attributes.put("measurement", String.format("%016x", measurementId));
        attributes.put("network", "netPerfMeter");
        attributes.put("processid", ProcessHandle.current().pid());
        attributes.put("repetition", 0);
        attributes.put("replication", "#0");
        attributes.put("resultdir", ".");
        attributes.put("runnumber", 0);
        attributes.put("seedset", Long.toUnsignedString(seed));
        attributes.put("firstEventMicros", firstEventMicros);
        return attributes;
    }

    /** What a flow was to be, without what a passive node is not told; and what there are no scalars for. */
    private Map<String, Object> parameters(MeasurementReport.Flow flow) {
        FlowDefinition definition = flow.definition();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("description", definition.description());
        parameters.put("protocol", definition.protocol());
        parameters.put("streamId", definition.streamId());
        pattern(parameters, "outbound", definition.outbound());
        if (active) {
            pattern(parameters, "inbound", definition.inbound());
        }
        parameters.put("maxMessageBytes", definition.options().maxMessageBytes());
        ReportFacts.of(flow).forEach(parameters::putIfAbsent);
        return parameters;
    }

    private static void pattern(Map<String, Object> parameters, String direction, TrafficPattern pattern) {
        if (pattern.pace() instanceof FrameRate rate) {
            parameters.put(direction + "FrameRate", law(rate.perSecond()));
        } else if (pattern.pace() instanceof FrameGap gap) {
            parameters.put(direction + "FrameGapSeconds", law(gap.seconds()));
        }
        parameters.put(direction + "FrameBytes", law(pattern.frameBytes()));
    }

    private static String law(Distribution law) {
        StringBuilder text = new StringBuilder(law.law().name()).append('(');
        for (int i = 0; i < law.law().parameterNames().size(); i++) {
            text.append(i == 0 ? "" : ", ").append(law.parameter(i));
        }
        return text.append(')').toString();
    }

    private static void line(StringBuilder text, String kind, String name, Object value) {
        String whole = String.valueOf(value);
        String shown = whole.substring(0, Math.min(whole.length(), MAX_VALUE_CHARACTERS));
        text.append(kind)
                .append(' ')
                .append(QuotedText.token(name))
                .append(' ')
                .append(QuotedText.token(shown))
                .append('\n');
    }

    /** The name of a flow's module. */
    String module(FlowDefinition flow) {
        return module(ResultObject.flowOfStream(flow));
    }

    /** The name of the module of an object. */
    String module(String object) {
        return ResultObject.within(ResultObject.node(active), object);
    }
}
