// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.ActiveNode;
import org.netperfmeter.node.ControlTransport;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpec;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;

/** A measurement by an active node inside this process, with the scalar files of both nodes. */
final class Measurement {
    private final int basePort;
    private final double seconds;
    private final List<FlowDefinition> flows;
    private final ResultNames scalars;
    private final ResultNames vectors;

    /**
     * Prepares a measurement.
     *
     * @param directory for its files
     * @param vectors suffix of vector files; empty: none
     * @param flows as on the command line, the name of the protocol in front: {@code "TCP const10:const100"}
     */
    Measurement(int basePort, double seconds, Path directory, String vectors, List<String> flows) {
        this.basePort = basePort;
        this.seconds = seconds;
        this.flows = FlowList.number(flows.stream().map(Measurement::parse).toList(), 1);
        this.scalars = new ResultNames(directory.resolve("run.sca").toString());
        this.vectors = new ResultNames(
                vectors.isEmpty() ? "" : directory.resolve("run" + vectors).toString());
    }

    private static List<FlowSpec> parse(String flow) {
        int blank = flow.indexOf(' ');
        return List.of(
                FlowSpecParser.parse(TransportProtocol.valueOf(flow.substring(0, blank)), flow.substring(blank + 1)));
    }

    List<TransportProtocol> protocols() {
        return flows.stream().map(FlowDefinition::protocol).toList();
    }

    /**
     * What came of it.
     *
     * @param faults why it has not succeeded, in words
     */
    record Outcome(List<String> faults, Scalars active, Scalars passive) {}

    /**
     * Measures.
     *
     * @param started is called when all flows are there and are about to be started
     * @throws IOException if there are no results
     */
    Outcome run(Runnable started) throws IOException {
        List<String> faults = new ArrayList<>();
        try {
            MeasurementReport report = new ActiveNode(config(), new NodeListener() {
                        @Override
                        public void measurementStarting(long measurementId, List<FlowDefinition> definitions) {
                            started.run();
                        }
                    })
                    .run();
            report.partial().ifPresent(reason -> faults.add("partial: " + reason));
        } catch (MeasurementFailedException e) {
            faults.add(e.getMessage());
        }
        try {
            return new Outcome(faults, Scalars.read(scalars.active()), Scalars.read(scalars.passive()));
        } catch (IOException e) {
            throw new IOException("no results: " + (faults.isEmpty() ? e : String.join(", ", faults)), e);
        }
    }

    private ActiveConfig config() {
        return ActiveConfig.builder("127.0.0.1", basePort, flows)
                .control(Optional.of(ControlTransport.TCP))
                .runtimeSeconds(seconds)
                .activeName("client")
                .passiveName("server")
                .scalars(scalars)
                .vectors(vectors)
                .build();
    }
}
