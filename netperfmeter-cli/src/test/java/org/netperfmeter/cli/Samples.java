// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.node.PassiveStatus;
import org.netperfmeter.node.Refusal;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;

/** Flows and counters of the original's own sample run. */
final class Samples {
    static final long MEASUREMENT_ID = 0xe26e418aa43d6954L;

    static final FlowDefinition TCP_A =
            flow(TransportProtocol.TCP, "const20:const1460:const10:const1000:description=TCP-A");

    static final PassiveStatus STATUS = new PassiveStatus(
            86_400,
            10,
            2,
            1,
            123_456,
            List.of(
                    new PassiveStatus.Client(
                            new InetSocketAddress("2001:db8::1", 4712), TransportProtocol.TCP, 2, 2, List.of()),
                    new PassiveStatus.Client(
                            new InetSocketAddress("192.0.2.1", 4711),
                            TransportProtocol.SCTP,
                            60,
                            5,
                            List.of(new PassiveStatus.Running(MEASUREMENT_ID, 50)))),
            Map.of(Refusal.TIME_OUT, 1L, Refusal.NOT_ALLOWED, 4L));

    private Samples() {}

    static FlowDefinition flow(TransportProtocol protocol, String spec) {
        return FlowList.number(List.of(List.of(FlowSpecParser.parse(protocol, spec))), 1)
                .get(0);
    }

    /** Counters of a flow that sent 60 messages and received 30 of 33, 1.5 ms late on average. */
    static FlowSnapshot counters() {
        return counters(1_000_000, 3_958_110, 60, 1_010_000, 3_915_306, 30, 3);
    }

    static FlowSnapshot counters(
            long firstSentMicros,
            long lastSentMicros,
            long sent,
            long firstReceivedMicros,
            long lastReceivedMicros,
            long received,
            long lost) {
        return new FlowSnapshot(
                firstSentMicros,
                lastSentMicros,
                firstReceivedMicros,
                lastReceivedMicros,
                lastSentMicros - firstSentMicros,
                lastReceivedMicros - firstReceivedMicros,
                1460 * sent,
                sent,
                sent,
                1000 * received,
                received,
                received,
                0,
                1000 * lost,
                lost,
                lost,
                0,
                0.25,
                1500,
                1000,
                2000,
                0,
                0,
                0,
                0,
                0);
    }

    static MeasurementReport report(boolean active, MeasurementReport.Flow... flows) {
        return report(active, Optional.empty(), flows);
    }

    static MeasurementReport report(boolean active, ClockEstimate clocks) {
        return report(active, Optional.of(clocks));
    }

    private static MeasurementReport report(
            boolean active, Optional<ClockEstimate> clocks, MeasurementReport.Flow... flows) {
        return new MeasurementReport(
                active,
                MEASUREMENT_ID,
                1_000_000,
                4_000_000,
                3_000_000,
                "run time is over",
                Optional.empty(),
                List.of(flows),
                new CpuUsage(List.of(20.0, 0.0, 10.0, 70.0, 0.0, 0.0, 0.0, 0.0), List.of()),
                Map.of("peer", "NetPerfMeter 2.0.10"),
                clocks,
                Optional.empty());
    }
}
