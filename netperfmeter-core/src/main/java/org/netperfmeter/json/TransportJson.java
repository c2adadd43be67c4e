// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.netperfmeter.results.TransportSummary;
import org.netperfmeter.transport.PathMetric;

/** What a kernel said of a connection and its paths: of what it did not tell there is nothing. */
final class TransportJson {
    private TransportJson() {}

    static ArrayNode parts(List<TransportSummary.Part> parts) {
        ArrayNode json = Json.object().arrayNode();
        parts.forEach(part -> json.add(part(part)));
        return json;
    }

    private static ObjectNode part(TransportSummary.Part part) {
        ObjectNode json = Json.object();
        json.put("part", part.kind().name().toLowerCase(Locale.ROOT));
        json.put("id", part.id());
        json.put("localAddress", part.local().isEmpty() ? null : part.local());
        json.put("remoteAddress", part.remote().isEmpty() ? null : part.remote());
        json.put("state", part.state().isEmpty() ? null : part.state());
        part.values().forEach((metric, range) -> {
            if (metric.kind().accumulates()) {
                json.put(name(metric), range.last());
            } else {
                ObjectNode values = json.putObject(name(metric));
                values.put("min", range.least());
                values.put("mean", range.mean().doubleValue());
                values.put("max", range.greatest());
            }
        });
        return json;
    }

    private static String name(PathMetric metric) {
        return switch (metric) {
            case RTT -> "rttMicros";
            case RTT_VARIATION -> "rttVariationMicros";
            case MIN_RTT -> "minRttMicros";
            case RETRANSMISSION_TIMEOUT -> "retransmissionTimeoutMicros";
            case CONGESTION_WINDOW -> "congestionWindowBytes";
            case SEGMENT_BYTES -> "segmentBytes";
            case MTU_BYTES -> "mtuBytes";
            case UNACKED_PACKETS -> "unackedPackets";
            case DELIVERY_RATE -> "deliveryBytesPerSecond";
            case SUBFLOWS -> "subflows";
            case SENT_BYTES -> "sentBytes";
            case ACKED_BYTES -> "ackedBytes";
            case RECEIVED_BYTES -> "receivedBytes";
            case RETRANSMITTED_BYTES -> "retransmittedBytes";
            case SENT_PACKETS -> "sentPackets";
            case RECEIVED_PACKETS -> "receivedPackets";
            case RETRANSMISSIONS -> "retransmissions";
            case BUSY -> "busyMicros";
            case RECEIVE_WINDOW_LIMITED -> "receiveWindowLimitedMicros";
            case SEND_BUFFER_LIMITED -> "sendBufferLimitedMicros";
            case DROPS -> "drops";
        };
    }
}
