// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.OnOffSchedule;
import org.netperfmeter.traffic.RetransmissionLimit;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;

/** Flows and counters for tests. */
final class Flows {
    private Flows() {}

    static final TrafficPattern SILENCE = constant(0, 0);

    static final FlowOptions OPTIONS = new FlowOptions(
            FlowOptions.DEFAULT_MAX_MESSAGE_BYTES,
            FlowOptions.DEFAULT_DEFRAGMENT_TIMEOUT_MILLIS,
            1.0,
            1.0,
            RetransmissionLimit.UNLIMITED,
            BufferSize.DEFAULT,
            BufferSize.DEFAULT,
            0,
            0,
            true,
            false,
            false,
            false,
            0,
            false,
            FlowOptions.DEFAULT_CONGESTION_CONTROL,
            OnOffSchedule.ALWAYS_ON);

    static TrafficPattern constant(double framesPerSecond, double frameBytes) {
        return new TrafficPattern(new Constant(framesPerSecond), new Constant(frameBytes));
    }

    static FlowDefinition flow(int flowId, String description) {
        return flow(flowId, description, TransportProtocol.TCP, SILENCE, SILENCE);
    }

    static FlowDefinition flow(
            int flowId,
            String description,
            TransportProtocol protocol,
            TrafficPattern outbound,
            TrafficPattern inbound) {
        return new FlowDefinition(flowId, 0, description, protocol, outbound, inbound, OPTIONS);
    }

    /** A flow on a stream of an SCTP association. */
    static FlowDefinition stream(int flowId, int streamId, String description, FlowOptions options) {
        return new FlowDefinition(
                flowId, streamId, description, TransportProtocol.SCTP, constant(10, 1000), SILENCE, options);
    }

    /**
     * Counters.
     *
     * @param timesMicros first and last transmission, first and last reception
     */
    static FlowSnapshot counters(
            long[] timesMicros, Volume transmitted, Volume received, Volume lost, double jitterMillis) {
        return new FlowSnapshot(
                timesMicros[0],
                timesMicros[1],
                timesMicros[2],
                timesMicros[3],
                timesMicros[1] - timesMicros[0],
                timesMicros[3] - timesMicros[2],
                transmitted.bytes(),
                transmitted.packets(),
                transmitted.frames(),
                received.bytes(),
                received.packets(),
                received.frames(),
                0,
                lost.bytes(),
                lost.packets(),
                lost.frames(),
                0,
                jitterMillis,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }
}
