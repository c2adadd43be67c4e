// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.netperfmeter.control.Secret;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpec;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;

/** An active node to be run by a test: what it is to do, and what it told. */
final class ActiveRun {
    final NodeEvents events = new NodeEvents();
    private final int basePort;
    private final List<List<FlowSpec>> flows = new ArrayList<>();

    private String host = "127.0.0.1";
    private Optional<ControlTransport> control = Optional.of(ControlTransport.TCP);
    private double seconds = 0.5;
    private ResultNames scalars = new ResultNames("");
    private ResultNames vectors = new ResultNames("");
    private Optional<Path> configFile = Optional.empty();
    private Optional<Path> json = Optional.empty();
    private Optional<Secret> secret = Optional.empty();
    private boolean secretOptional;

    ActiveRun(int basePort) {
        this.basePort = basePort;
    }

    ActiveRun host(String value) {
        host = value;
        return this;
    }

    ActiveRun control(ControlTransport value) {
        control = Optional.of(value);
        return this;
    }

    /** Over whatever transport the node chooses. */
    ActiveRun controlOfItsChoice() {
        control = Optional.empty();
        return this;
    }

    /** Several streams of one association, each as the command line has it. */
    ActiveRun streams(String... specifications) {
        flows.add(Stream.of(specifications)
                .map(specification -> FlowSpecParser.parse(TransportProtocol.SCTP, specification))
                .toList());
        return this;
    }

    /** How long to measure; 0: until stopped. */
    ActiveRun seconds(double value) {
        seconds = value;
        return this;
    }

    /** A flow as the command line has it. */
    ActiveRun flow(TransportProtocol protocol, String specification) {
        flows.add(List.of(FlowSpecParser.parse(protocol, specification)));
        return this;
    }

    /** A flow as the command line has it, with its protocol in front: {@code "UDP 25:100"}. */
    ActiveRun flow(String specification) {
        int blank = specification.indexOf(' ');
        return flow(TransportProtocol.valueOf(specification.substring(0, blank)), specification.substring(blank + 1));
    }

    ActiveRun scalars(Path pattern) {
        scalars = new ResultNames(pattern.toString());
        return this;
    }

    ActiveRun vectors(Path pattern) {
        vectors = new ResultNames(pattern.toString());
        return this;
    }

    ActiveRun configFile(Path path) {
        configFile = Optional.of(path);
        return this;
    }

    ActiveRun json(Path path) {
        json = Optional.of(path);
        return this;
    }

    ActiveRun secret(Secret value) {
        secret = Optional.of(value);
        return this;
    }

    ActiveRun secretOptional() {
        secretOptional = true;
        return this;
    }

    ActiveNode node() {
        return new ActiveNode(
                new ActiveConfig(
                        host,
                        basePort,
                        control,
                        List.of(),
                        List.of(),
                        false,
                        FlowList.number(flows, 1),
                        seconds,
                        "client",
                        "server",
                        scalars,
                        vectors,
                        configFile,
                        json,
                        Optional.empty(),
                        VectorOverflow.THIN,
                        false,
                        secret,
                        secretOptional),
                events);
    }

    void run() throws MeasurementFailedException {
        node().run();
    }
}
