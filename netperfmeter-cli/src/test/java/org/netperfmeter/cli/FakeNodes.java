// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.NodeTick;
import org.netperfmeter.node.PassiveConfig;
import org.netperfmeter.node.PassiveStatus;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport.Support;

/** Nodes that tell a listener what nodes tell, and then end as the test wants. */
final class FakeNodes implements Nodes {
    final List<String> calls = new ArrayList<>();
    final Map<TransportProtocol, String> missing = new EnumMap<>(TransportProtocol.class);
    MeasurementFailedException failure;
    LinkageError linkageError;
    Runnable whileRunning = () -> {};
    Optional<String> partial = Optional.empty();

    @Override
    public Support support(TransportProtocol protocol) {
        String reason = missing.getOrDefault(protocol, "");
        return new Support(reason.isEmpty(), reason);
    }

    @Override
    public Node active(ActiveConfig config, NodeListener listener) {
        calls.add("active " + config.host() + ":" + config.basePort());
        return new FakeNode(() -> tellMeasurement(listener));
    }

    @Override
    public Passive passive(PassiveConfig config, NodeListener listener) {
        calls.add("passive " + config.basePort());
        if (linkageError != null) {
            throw linkageError;
        }
        return new FakeNode(() -> {
            listener.listening(List.of("TCP on port 9001"), List.of("TCP/UDP on port 9000", "MPTCP on port 8999"));
            whileRunning.run();
        });
    }

    MeasurementReport report() {
        return Samples.report(true, new MeasurementReport.Flow(Samples.TCP_A, Samples.counters(), Map.of()));
    }

    private void tellMeasurement(NodeListener listener) {
        InetSocketAddress peer = new InetSocketAddress("192.0.2.9", 9000);
        long id = Samples.MEASUREMENT_ID;
        whileRunning.run();
        listener.controlConnecting(id, peer, new InetSocketAddress("192.0.2.9", 9001), "TCP");
        listener.flowConnecting(Samples.TCP_A, peer);
        listener.measurementStarting(id, List.of(Samples.TCP_A));
        listener.tick(new NodeTick(2_000_000, 1_000_000, 1_000_000, 1, 1, 0, 0, 0, 0, CpuUsage.IDLE, List.of()));
        listener.measurementStopping(id);
        listener.fileWritten(Path.of("run-active.sca"));
        listener.measurementEnded(report());
    }

    private final class FakeNode implements Passive {
        private final Runnable story;

        FakeNode(Runnable story) {
            this.story = story;
        }

        @Override
        public Optional<String> run() throws MeasurementFailedException {
            calls.add("run");
            if (failure != null) {
                throw failure;
            }
            story.run();
            return partial;
        }

        @Override
        public CompletableFuture<PassiveStatus> status() {
            return CompletableFuture.completedFuture(Samples.STATUS);
        }

        @Override
        public void stop(String reason) {
            calls.add("stop");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
