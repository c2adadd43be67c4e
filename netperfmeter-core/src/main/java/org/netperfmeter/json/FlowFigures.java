// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.FlowQuality;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.TimeSummary;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.PeerResults;

/**
 * What one node measured of a flow, whether it is this one or the other. What is empty is not known, or does not exist, such
 * as the delays of no messages. Definitions: {@link FlowSnapshot} and {@link FlowQuality}.
 */
record FlowFigures(Sent sent, Received received) {
    private static final int MILLIS_TO_MICROS = 3;
    private static final double MICROS_PER_MILLI = 1000;

    /** The comments of a scalar file that say the same as its further scalars, some of them in other units. */
    private static final List<String> SAME_AS_SCALARS = List.of(
            "incompleteFrames",
            "lostBytes",
            "lostPackets",
            "lostFrames",
            "meanDelayMillis",
            "minDelayMillis",
            "maxDelayMillis",
            "jitterMillis",
            "meanSendLatenessMicros",
            "maxSendLatenessMicros",
            "scheduleRestarts");

    /** Names of the facts of a flow that its figures have. */
    static List<String> factsOf(PeerResults.Flow flow) {
        return flow.scalars().containsKey("Lost Bytes") ? SAME_AS_SCALARS : List.of();
    }

    /** @param durationMicros from the first to the last message, whatever happened to the time of day meanwhile */
    record Sent(
            long firstMicros,
            long lastMicros,
            long durationMicros,
            Volume volume,
            TimeSummary lateness,
            OptionalLong scheduleRestarts) {
        ObjectNode toJson() {
            ObjectNode json = Json.object();
            ResultJson.transfer(json, firstMicros, lastMicros, durationMicros, volume);
            json.set("sendLateness", ResultJson.times(lateness));
            json.set("scheduleRestarts", ResultJson.count(scheduleRestarts));
            return json;
        }
    }

    /** @param durationMicros from the first to the last message, whatever happened to the time of day meanwhile */
    record Received(
            long firstMicros,
            long lastMicros,
            long durationMicros,
            Volume volume,
            boolean countsFrames,
            Optional<Volume> lost,
            OptionalLong incompleteFrames,
            OptionalLong duplicatedPackets,
            OptionalLong reorderedPackets,
            OptionalDouble meanReorderingExtent,
            OptionalLong maxReorderingExtent,
            OptionalDouble longestGapMicros,
            OptionalDouble jitterMicros,
            TimeSummary delay,
            TimeSummary absoluteIpdv,
            OptionalDouble meanHostDelayMicros) {
        long middleMicros() {
            return firstMicros + (lastMicros - firstMicros) / 2;
        }

        /** @param correctedDelay without the offset of the clocks; none if there is none that holds for all of it */
        ObjectNode toJson(TimeSummary correctedDelay) {
            ObjectNode json = Json.object();
            ResultJson.transfer(json, firstMicros, lastMicros, durationMicros, volume);
            if (!countsFrames) {
                ResultJson.withoutFrames(json);
            }
            json.set("lost", lost.map(ResultJson::volume).orElse(null));
            json.set("incompleteFrames", ResultJson.count(incompleteFrames));
            json.set("duplicatedPackets", ResultJson.count(duplicatedPackets));
            json.set("reorderedPackets", ResultJson.count(reorderedPackets));
            json.set("reorderingExtentMeanPackets", ResultJson.number(meanReorderingExtent));
            json.set("reorderingExtentMaxPackets", ResultJson.count(maxReorderingExtent));
            json.set("longestGapMicros", ResultJson.number(longestGapMicros));
            json.set("jitterMicros", ResultJson.number(jitterMicros));
            json.set("delay", ResultJson.times(delay));
            json.set("correctedDelay", ResultJson.times(correctedDelay));
            json.set("absoluteIpdv", ResultJson.times(absoluteIpdv));
            json.set("hostDelayMeanMicros", ResultJson.number(meanHostDelayMicros));
            return json;
        }
    }

    /** What was received, if it was by the active node: what came from the passive, whose stamps are ahead by the offset. */
    ObjectNode receivedByActive(Optional<ClockEstimate> clocks) {
        return received.toJson(clocks.map(
                        known -> received.delay().plus(known.line().offsetMicros(received.middleMicros())))
                .orElse(TimeSummary.NONE));
    }

    /** What was received, if it was by the passive node, whose clock is ahead by the offset. */
    ObjectNode receivedByPassive(Optional<ClockEstimate> clocks) {
        return received.toJson(clocks.map(
                        known -> received.delay().plus(-known.line().offsetMicrosByPassive(received.middleMicros())))
                .orElse(TimeSummary.NONE));
    }

    /** What this node measured. */
    static FlowFigures of(MeasurementReport.Flow flow, OptionalDouble meanHostDelayMicros) {
        FlowSnapshot counters = flow.counters();
        Optional<FlowQuality> quality = flow.quality();
        boolean several = counters.receivedPackets() > 1;
        boolean reordered = quality.map(FlowQuality::reorderedPackets).orElse(0L) > 0;
        return new FlowFigures(
                new Sent(
                        counters.firstTransmissionMicros(),
                        counters.lastTransmissionMicros(),
                        counters.transmissionMicros(),
                        counters.transmitted(),
                        quality.map(FlowQuality::sendLateness).orElse(TimeSummary.NONE),
                        OptionalLong.of(counters.scheduleRestarts())),
                new Received(
                        counters.firstReceptionMicros(),
                        counters.lastReceptionMicros(),
                        counters.receptionMicros(),
                        counters.received(),
                        true,
                        Optional.of(counters.lost()),
                        OptionalLong.of(counters.incompleteFrames()),
                        count(quality.map(FlowQuality::duplicatedPackets)),
                        count(quality.map(FlowQuality::reorderedPackets)),
                        number(quality.filter(any -> reordered).map(FlowQuality::meanReorderingExtent)),
                        count(quality.filter(any -> reordered).map(FlowQuality::maxReorderingExtent)),
                        number(quality.filter(any -> several).map(known -> (double) known.longestGapMicros())),
                        several
                                ? OptionalDouble.of(counters.jitterMillis() * MICROS_PER_MILLI)
                                : OptionalDouble.empty(),
                        quality.map(FlowQuality::delay).orElse(TimeSummary.NONE),
                        quality.map(FlowQuality::absoluteIpdv).orElse(TimeSummary.NONE),
                        meanHostDelayMicros));
    }

    /**
     * What the other node measured; empty if that is not even how much it sent and received.
     *
     * @param countsFrames whether it counts the frames that it receives; the original leaves out those of the last seconds
     *     (results.md 3.1)
     */
    static Optional<FlowFigures> of(PeerResults.Flow flow, boolean countsFrames, OptionalDouble meanHostDelayMicros) {
        Scalars scalars = new Scalars(flow.scalars());
        Optional<Volume> sent = scalars.volume("Transmitted");
        Optional<Volume> received = scalars.volume("Received");
        if (sent.isEmpty() || received.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FlowFigures(
                new Sent(
                        scalars.count("First Transmission").orElse(0),
                        scalars.count("Last Transmission").orElse(0),
                        scalars.micros("First Transmission", "Last Transmission"),
                        sent.get(),
                        scalars.times("Send Lateness"),
                        scalars.count("Schedule Restarts")),
                new Received(
                        scalars.count("First Reception").orElse(0),
                        scalars.count("Last Reception").orElse(0),
                        scalars.micros("First Reception", "Last Reception"),
                        received.get(),
                        countsFrames,
                        scalars.volume("Lost"),
                        scalars.count("Incomplete Frames"),
                        scalars.count("Duplicated Packets"),
                        scalars.count("Reordered Packets"),
                        scalars.number("Reordering Extent Mean"),
                        scalars.count("Reordering Extent Maximum"),
                        scalars.micros("Longest Gap"),
                        scalars.micros("Jitter"),
                        scalars.times("Delay"),
                        scalars.times("Absolute IPDV"),
                        meanHostDelayMicros)));
    }

    private static OptionalLong count(Optional<Long> value) {
        return value.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Of a scalar file, whose times are milliseconds. */
    record Scalars(Map<String, BigDecimal> values) {
        private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(Long.MAX_VALUE);

        /** Of what can be neither negative nor more than any counter holds; empty if the other node says so. */
        OptionalLong count(String name) {
            BigDecimal value = values.get(name);
            return value == null || value.signum() < 0 || value.compareTo(MAX_COUNT) > 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(value.longValue());
        }

        /** From one moment to another. */
        long micros(String first, String last) {
            return count(last).orElse(0) - count(first).orElse(0);
        }

        OptionalDouble number(String name) {
            BigDecimal value = values.get(name);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.doubleValue());
        }

        OptionalDouble micros(String name) {
            BigDecimal value = values.get(name);
            return value == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(value.movePointRight(MILLIS_TO_MICROS).doubleValue());
        }

        Optional<Volume> volume(String kind) {
            OptionalLong bytes = count(kind + " Bytes");
            OptionalLong packets = count(kind + " Packets");
            OptionalLong frames = count(kind + " Frames");
            return bytes.isPresent() && packets.isPresent() && frames.isPresent()
                    ? Optional.of(new Volume(bytes.getAsLong(), packets.getAsLong(), frames.getAsLong()))
                    : Optional.empty();
        }

        /** The file does not say how many there are, but for none. */
        TimeSummary times(String name) {
            return micros(name + " Mean").isEmpty()
                    ? TimeSummary.NONE
                    : new TimeSummary(
                            1,
                            micros(name + " Minimum").orElse(Double.NaN),
                            micros(name + " Mean").orElse(Double.NaN),
                            micros(name + " Standard Deviation").orElse(Double.NaN),
                            micros(name + " 50th Percentile").orElse(Double.NaN),
                            micros(name + " 90th Percentile").orElse(Double.NaN),
                            micros(name + " 99th Percentile").orElse(Double.NaN),
                            micros(name + " 99.9th Percentile").orElse(Double.NaN),
                            micros(name + " Maximum").orElse(Double.NaN));
        }
    }
}
