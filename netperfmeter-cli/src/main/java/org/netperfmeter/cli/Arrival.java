// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Rate;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.results.PeerResults;

/**
 * What arrived of one direction of a flow. What is empty is not known, or does not exist, as the delay of nothing.
 *
 * @param framesPerSecond complete frames; the original does not count those of its last seconds
 * @param packets that arrived
 * @param lostPackets gaps in the sequence numbers, so that nothing is known of them if nothing arrived
 */
record Arrival(
        Rate rate,
        OptionalDouble framesPerSecond,
        long packets,
        OptionalDouble meanDelayMillis,
        OptionalDouble jitterMillis,
        OptionalLong lostPackets) {
    /** What comes from a peer is a number only if it looks like one. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(?:\\.\\d{1,12})?");

    Arrival {
        if (packets == 0) {
            meanDelayMillis = OptionalDouble.empty();
            lostPackets = OptionalLong.empty();
        }
        if (packets < 2) {
            jitterMillis = OptionalDouble.empty();
        }
    }

    /** At this node. */
    static Arrival of(FlowSnapshot counters) {
        Rate rate = counters.receptionRate();
        return new Arrival(
                rate,
                OptionalDouble.of(rate.framesPerSecond()),
                counters.receivedPackets(),
                OptionalDouble.of(counters.meanDelayMillis()),
                OptionalDouble.of(counters.jitterMillis()),
                OptionalLong.of(counters.lostPackets()));
    }

    /** At the other node, as its scalar file says; one that is not ours has no more than counters. */
    static Optional<Arrival> of(PeerResults.Flow flow) {
        Map<String, BigDecimal> scalars = flow.scalars();
        BigDecimal bytes = scalars.get("Received Bytes");
        BigDecimal packets = scalars.get("Received Packets");
        BigDecimal frames = scalars.get("Received Frames");
        BigDecimal first = scalars.get("First Reception");
        BigDecimal last = scalars.get("Last Reception");
        if (bytes == null || packets == null || frames == null || first == null || last == null) {
            return Optional.empty();
        }
        Volume received = new Volume(bytes.longValue(), packets.longValue(), frames.longValue());
        Rate rate = received.over(last.longValue() - first.longValue());
        OptionalDouble lost = fact(flow, "lostPackets");
        return Optional.of(new Arrival(
                rate,
                lost.isPresent() ? OptionalDouble.of(rate.framesPerSecond()) : OptionalDouble.empty(),
                received.packets(),
                fact(flow, "meanDelayMillis"),
                fact(flow, "jitterMillis"),
                lost.isPresent() ? OptionalLong.of((long) lost.getAsDouble()) : OptionalLong.empty()));
    }

    private static OptionalDouble fact(PeerResults.Flow flow, String name) {
        String value = flow.facts().getOrDefault(name, "");
        return NUMBER.matcher(value).matches() ? OptionalDouble.of(Double.parseDouble(value)) : OptionalDouble.empty();
    }
}
