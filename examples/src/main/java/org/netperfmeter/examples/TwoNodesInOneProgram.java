// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.examples;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.ActiveNode;
import org.netperfmeter.node.ControlTransport;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.PassiveConfig;
import org.netperfmeter.node.PassiveNode;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * A measurement inside one program: a passive and an active node, no files, and a report as an object.
 *
 * <p>Start it with {@code java -cp netperfmeter-cli/target/netperfmeter.jar} and the name of this file.
 */
public final class TwoNodesInOneProgram {
    private static final int DEFAULT_PORT = 9000;
    private static final double RUNTIME_SECONDS = 2;

    private TwoNodesInOneProgram() {}

    /** Prints a report of each flow. An argument is the base port. */
    public static void main(String[] arguments) throws IOException, InterruptedException, MeasurementFailedException {
        int port = arguments.length == 0 ? DEFAULT_PORT : Integer.parseInt(arguments[0]);
        try (PassiveNode passive = new PassiveNode(passiveConfig(port), new NodeListener() {})) {
            Thread thread = new Thread(passive::run, "passive node");
            thread.start();
            try {
                new ActiveNode(activeConfig(port), new ReportPrinter()).run();
            } finally {
                passive.stop();
                thread.join();
            }
        }
    }

    private static PassiveConfig passiveConfig(int port) {
        return PassiveConfig.builder(port, Set.of(ControlTransport.TCP)).build();
    }

    private static ActiveConfig activeConfig(int port) {
        List<FlowDefinition> flows = FlowList.number(
                List.of(
                        List.of(FlowSpecParser.parse(
                                TransportProtocol.TCP, "const0:const1400:const0:const0:description=Bulk")),
                        List.of(FlowSpecParser.parse(
                                TransportProtocol.UDP, "const50:const172:const50:const172:description=Voice"))),
                1);
        return ActiveConfig.builder("localhost", port, flows)
                .control(Optional.of(ControlTransport.TCP))
                .runtimeSeconds(RUNTIME_SECONDS)
                .build();
    }

    /** Nodes print nothing; whoever wants to know what they do listens. */
    private static final class ReportPrinter implements NodeListener {
        @Override
        public void note(Level level, String text) {
            System.err.println(level + ": " + text);
        }

        @Override
        public void measurementEnded(MeasurementReport report) {
            for (MeasurementReport.Flow flow : report.flows()) {
                FlowSnapshot counters = flow.counters();
                System.out.printf(
                        "%s: sent %d messages, %.3f Mbit/s; received %d, mean delay %.3f ms, jitter %.3f ms, lost %d%n",
                        flow.definition().description(),
                        counters.transmittedPackets(),
                        counters.transmissionRate().bitsPerSecond() / 1e6,
                        counters.receivedPackets(),
                        counters.meanDelayMillis(),
                        counters.jitterMillis(),
                        counters.lostPackets());
            }
        }
    }
}
