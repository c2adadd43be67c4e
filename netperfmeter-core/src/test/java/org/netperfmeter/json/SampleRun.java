// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.ManualClock;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.ControlTransport;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.TransportSummary;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.ConnectionFacts;
import org.netperfmeter.transport.EffectiveBuffers;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.wire.ClockLine;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;

/** A run whose journal is told what happens: a measurement of one flow, of which each number can be told from the others. */
final class SampleRun {
    private static final RunSchema DOCUMENT = RunSchema.ofDocument();
    static final CpuUsage CPU = new CpuUsage(
            List.of(1.0, 2.0, 3.0, 80.0, 4.0, 5.0, 2.5, 2.5),
            List.of(List.of(0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, Double.NaN)));
    static final FlowDefinition FLOW = FlowList.number(
                    List.of(List.of(FlowSpecParser.parse(
                            TransportProtocol.TCP, "20:1460:exp0.5:uniform100,200:description=Gr\u00f6\u00dfe"))),
                    1)
            .get(0);

    final List<String> events = new ArrayList<>();
    final RunJournal journal = new RunJournal(
            List.of("netperfmeter", "host", "-tcp", "a \"quoted\"\n\u001b[0m word"),
            config(),
            new ManualClock(9_000_000),
            Optional.of(event -> events.add(event.toString())));

    private static ActiveConfig config() {
        return ActiveConfig.builder("host", 9000, List.of(FLOW))
                .control(Optional.of(ControlTransport.TCP))
                .localData(List.of(InetAddress.getLoopbackAddress()))
                .runtimeSeconds(10)
                .scalars(new ResultNames("run.sca"))
                .configFile(Optional.of(Path.of("run.config")))
                .timeStamping(TimeStamping.APP)
                .intervalMicros(500_000)
                .fullReport(true)
                .build();
    }

    /** What the active node measured. */
    static MeasurementReport report() {
        return report(0);
    }

    /** What the active node measured while clocks were set so many times. */
    static MeasurementReport report(int jumps) {
        FlowStatistics statistics = new FlowStatistics(0, true);
        statistics.transmitted(1_000_000, 3_000_000, 1_000_000, 3_000_000, 4, 6000, 2);
        statistics.lateness(2500);
        statistics.received(3_000_000, 3_000_000, true, true, 0, 0, 0, 2_998_500, 1000);
        statistics.received(3_100_000, 3_100_000, false, true, 2, 5, 5000, 3_099_000, 1000);
        TransportSummary transport = new TransportSummary(FLOW);
        transport.add(List.of(new PathSample(
                PathSample.Part.CONNECTION,
                0,
                "192.0.2.1:1000",
                "192.0.2.2:9000",
                "",
                Map.of(PathMetric.RTT, 1000L, PathMetric.RETRANSMISSIONS, 1L))));
        transport.add(List.of(new PathSample(
                PathSample.Part.CONNECTION,
                0,
                "192.0.2.1:1000",
                "192.0.2.2:9000",
                "ESTABLISHED",
                Map.of(PathMetric.RTT, 2001L, PathMetric.RETRANSMISSIONS, 7L))));
        Map<String, Object> flowFacts = new LinkedHashMap<>();
        flowFacts.put("localAddress", "192.0.2.1:1000");
        flowFacts.put("remoteAddress", "192.0.2.2:9000");
        flowFacts.put("congestionControl", "cubic");
        flowFacts.put("sendBufferBytes", 1000);
        flowFacts.put("receiveBufferBytes", 2000);
        flowFacts.put("meanHostDelayMicros", 12.5);
        flowFacts.put("batchBytes", 65536);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("control", "TCP");
        facts.put("peerSeed", "18446744073709551615");
        facts.put("peerIntervalSeconds", 0.5);
        facts.put("peerExtendedScalars", true);
        facts.put("peerDrains", true);
        facts.put("clockSteps", 0L);
        facts.put("missingFiles", List.of("run-passive.vec"));
        return new MeasurementReport(
                true,
                -1,
                2_000_000,
                4_000_000,
                2_000_000,
                "run time over",
                Optional.empty(),
                List.of(new MeasurementReport.Flow(
                        FLOW,
                        statistics.snapshot(),
                        statistics.quality(),
                        statistics.distributions(),
                        flowFacts,
                        Optional.of(transport))),
                CPU,
                facts,
                Optional.of(new ClockEstimate(new ClockLine(1_000_000, 100, 0.25), 60, 0.125, 80, 7, jumps)),
                Optional.empty());
    }

    /** What the passive node sent: some of it, and some nonsense. */
    static PeerResults peerResults() {
        String flow = "scalar \"netPerfMeter.passive.flow[0]\" ";
        String total = "scalar \"netPerfMeter.passive.total\" ";
        return PeerResults.parse(flow + "\"First Transmission\"  5000000\n"
                + flow + "\"Last Transmission\"  5500000\n"
                + flow + "\"First Reception\"  1000100\n"
                + flow + "\"Last Reception\"  3000100\n"
                + flow + "\"Transmitted Bytes\"  2000\n"
                + flow + "\"Transmitted Packets\"  2\n"
                + flow + "\"Transmitted Frames\"  2\n"
                + flow + "\"Received Bytes\"  6000\n"
                + flow + "\"Received Packets\"  4\n"
                + flow + "\"Received Frames\"  2\n"
                + flow + "\"Received Bit Rate\"  99.999999\n"
                + flow + "\"Delay Minimum\"  -0.030000\n"
                + flow + "\"Delay Mean\"  0.001500\n"
                + flow + "\"Delay Standard Deviation\"  0.002000\n"
                + flow + "\"Delay 50th Percentile\"  0.003000\n"
                + flow + "\"Delay 90th Percentile\"  0.004000\n"
                + flow + "\"Delay 99th Percentile\"  0.005000\n"
                + flow + "\"Delay 99.9th Percentile\"  0.006000\n"
                + flow + "\"Delay Maximum\"  0.007000\n"
                + flow + "\"Lost Bytes\"  1\n"
                + flow + "\"Lost Packets\"  2\n"
                + flow + "\"Lost Frames\"  3\n"
                + flow + "\"Longest Gap\"  1.250000\n"
                + flow + "\"Schedule Restarts\"  1\n"
                + flow + "\"Transport RTT Minimum\"  1.000\n"
                + flow + "\"Transport RTT Mean\"  1.500\n"
                + flow + "\"Transport RTT Maximum\"  2.001\n"
                + "scalar \"netPerfMeter.passive.flow[0].subflow[1]\" \"Transport Retransmissions\" 7\n"
                + "what is this?\n"
                + total + "\"First Statistics Event\"  1000000\n"
                + total + "\"Last Statistics Event\"  3000000\n"
                + total + "\"Received Bytes\"  6000\n"
                + total + "\"Received Packets\"  4\n"
                + total + "\"Received Frames\"  2\n"
                + "# flow[0].congestionControl: bbr\n"
                + "# flow[0].sendBufferBytes: 4096\n"
                + "# flow[0].receiveBufferBytes: many\n"
                + "# flow[0].lateOrDuplicatePackets: 0\n"
                + "# flow[0].lostPackets: 2\n"
                + "# flow[0].meanDelayMillis: 0.002\n"
                + "# flow[0].vectorThinning: 1\n");
    }

    /** The nodes have met, and start to measure. */
    void measure() {
        journal.settled(new MeasurementSettings(-1, -1, 500_000));
        journal.flowConnected(
                FLOW,
                new ConnectionFacts(
                        "192.0.2.1:1000", "192.0.2.2:9000", Optional.of("cubic"), new EffectiveBuffers(1000, 2000)));
        journal.peerIdentified(new Hello(-1, 0, "NetPerfMeter/Java 0.1.0", "Linux amd64", "6.1", 2));
        journal.measurementStarting(-1, List.of(FLOW));
    }

    /** The document of a measurement of which the passive node says this. */
    String documentWith(PeerResults peer) {
        measure();
        journal.measurementEnded(report().with(peer));
        return journal.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0)).toString();
    }

    /** The document of the run, which ends like this. */
    JsonNode document(RunEnd end) {
        ObjectNode document = journal.document(end);
        journal.ended(document);
        return DOCUMENT.read(document.toString());
    }
}
