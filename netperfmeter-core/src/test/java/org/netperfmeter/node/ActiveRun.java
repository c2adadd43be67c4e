// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.netperfmeter.control.Secret;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.SystemClock;
import org.netperfmeter.json.RunJournal;
import org.netperfmeter.results.ResultNames;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpec;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.TimeStamping;
import org.netperfmeter.wire.MeasurementSettings;

/** An active node to be run by a test: what it is to do, and what it told. */
final class ActiveRun {
    private static final double DEFAULT_SECONDS = 0.5;
    /** Of runs that wait for a tick. */
    private static final int SHORT_INTERVAL_MICROS = 100_000;

    private static final long GUARD_MICROS = 40_000_000;

    final NodeEvents events = new NodeEvents();
    private final int basePort;
    private final List<List<FlowSpec>> flows = new ArrayList<>();

    private String host = "127.0.0.1";
    private Optional<ControlTransport> control = Optional.of(ControlTransport.TCP);
    private OptionalDouble seconds = OptionalDouble.empty();
    private ResultNames scalars = new ResultNames("");
    private ResultNames vectors = new ResultNames("");
    private TimeStamping timeStamping = TimeStamping.KERNEL;
    private ResultNames transport = new ResultNames("");
    private Optional<Path> configFile = Optional.empty();
    private Optional<RunJournal> journal = Optional.empty();
    private Optional<Secret> secret = Optional.empty();
    private boolean secretOptional;
    private OptionalLong seed = OptionalLong.empty();
    private OptionalInt intervalMicros = OptionalInt.empty();
    private boolean extendedScalars;
    private boolean correctClock;
    private Clock clock = new SystemClock();
    private boolean omnetpp;

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
        seconds = OptionalDouble.of(value);
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

    ActiveRun timeStamping(TimeStamping value) {
        timeStamping = value;
        return this;
    }

    ActiveRun transport(Path pattern) {
        transport = new ResultNames(pattern.toString());
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

    /** With all that can be known, told to a journal, which this makes. */
    RunJournal journal(Consumer<ObjectNode> lines) {
        RunJournal told =
                new RunJournal(List.of("netperfmeter", host), config(true), new SystemClock(), Optional.of(lines));
        journal = Optional.of(told);
        return told;
    }

    ActiveRun secret(Secret value) {
        secret = Optional.of(value);
        return this;
    }

    ActiveRun secretOptional() {
        secretOptional = true;
        return this;
    }

    ActiveRun seed(long value) {
        seed = OptionalLong.of(value);
        return this;
    }

    ActiveRun intervalMicros(int value) {
        intervalMicros = OptionalInt.of(value);
        return this;
    }

    ActiveRun extendedScalars() {
        extendedScalars = true;
        return this;
    }

    ActiveRun correctClock() {
        correctClock = true;
        return this;
    }

    ActiveRun omnetpp() {
        omnetpp = true;
        return this;
    }

    ActiveRun clock(Clock value) {
        clock = value;
        return this;
    }

    private ActiveConfig config(boolean fullReport) {
        return ActiveConfig.builder(host, basePort, FlowList.number(flows, 1))
                .control(control)
                .runtimeSeconds(seconds.orElse(DEFAULT_SECONDS))
                .activeName("client")
                .passiveName("server")
                .scalars(scalars)
                .vectors(vectors)
                .transport(transport)
                .configFile(configFile)
                .timeStamping(timeStamping)
                .secret(secret)
                .secretOptional(secretOptional)
                .seed(seed)
                .intervalMicros(intervalMicros.orElse(MeasurementSettings.DEFAULT_INTERVAL_MICROS))
                .extendedScalars(extendedScalars)
                .correctClock(correctClock)
                .fullReport(fullReport)
                .omnetpp(omnetpp)
                .build();
    }

    ActiveNode node() {
        List<NodeListener> listeners = new ArrayList<>(List.of(events));
        journal.ifPresent(listeners::add);
        return new ActiveNode(config(journal.isPresent()), NodeListener.of(listeners), clock);
    }

    /** Runs for its time, of which nobody knows how much the host leaves to it. */
    void run() throws MeasurementFailedException {
        node().run();
    }

    /**
     * Runs until a tick shows enough, and stops: what a test wants to see is there then, whatever else the host did
     * meanwhile. There is no run time unless one was given, which has to be longer than that.
     */
    void runUntil(Predicate<NodeTick> enough) throws MeasurementFailedException {
        seconds(seconds.orElse(0));
        intervalMicros(intervalMicros.orElse(SHORT_INTERVAL_MICROS));
        ActiveNode node = node();
        AtomicBoolean seen = new AtomicBoolean();
        events.onTick(tick -> {
            if (!seen.get()) {
                seen.set(enough.test(tick));
            }
            if (seen.get() || tick.elapsedMicros() > GUARD_MICROS) {
                node.stop();
            }
        });
        node.run();
        assertTrue(seen.get(), () -> "not enough: " + events.lastTick());
    }
}
