// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.netperfmeter.flow.WarmUp;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.ActiveNode;
import org.netperfmeter.node.MeasurementFailedException;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.PassiveConfig;
import org.netperfmeter.node.PassiveNode;
import org.netperfmeter.node.PassiveStatus;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transport;
import org.netperfmeter.transport.Transports;

/** Makes nodes and knows what they can use, so that the command line can be tested without sockets. */
interface Nodes {
    /** Seen with 10,000 frames/s for 2 s: without, 1 % of them left more than 13 ms late, with it 1 ms. */
    long PACED_WARM_UP_NANOS = 200_000_000;

    /**
     * Seen in the first second of a saturated TCP flow: without, 14 to 17 Gbit/s, with it at the receiver 21 to 24. At the
     * sender, too, it brought nothing beyond the noise.
     */
    long STREAM_WARM_UP_NANOS = 300_000_000;

    /** Seen with a saturated UDP flow: without, a thousandth was lost in 2 of 10 runs, with it nothing in any. */
    long DATAGRAMS_WARM_UP_NANOS = 300_000_000;

    Nodes REAL = new Nodes() {
        @Override
        public Transport.Support support(TransportProtocol protocol) {
            return Transports.of(protocol).support();
        }

        @Override
        public Node active(ActiveConfig config, NodeListener listener) {
            ActiveNode node = new ActiveNode(config, listener);
            return new Node() {
                @Override
                public Optional<String> run() throws MeasurementFailedException {
                    if (config.flows().stream().anyMatch(flow -> flow.outbound().isPaced())) {
                        WarmUp.paced(PACED_WARM_UP_NANOS);
                    }
                    return node.run().partial();
                }

                @Override
                public void stop(String reason) {
                    node.stop(reason);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Passive passive(PassiveConfig config, NodeListener listener) throws IOException {
            PassiveNode node = new PassiveNode(config, listener);
            return new Passive() {
                @Override
                public Optional<String> run() throws IOException {
                    // Meanwhile it waits for clients.
                    Thread warmUp = new Thread(
                            () -> {
                                WarmUp.stream(STREAM_WARM_UP_NANOS);
                                WarmUp.datagrams(DATAGRAMS_WARM_UP_NANOS);
                                WarmUp.paced(PACED_WARM_UP_NANOS);
                            },
                            "warm-up");
                    warmUp.setDaemon(true);
                    warmUp.start();
                    node.run();
                    return Optional.empty();
                }

                @Override
                public void stop(String reason) {
                    node.stop();
                }

                @Override
                public CompletableFuture<PassiveStatus> status() {
                    return node.status();
                }

                @Override
                public void close() {
                    node.close();
                }
            };
        }
    };

    /** Whether this host offers a protocol. */
    Transport.Support support(TransportProtocol protocol);

    Node active(ActiveConfig config, NodeListener listener);

    Passive passive(PassiveConfig config, NodeListener listener) throws IOException;

    /** What both kinds of nodes can do. */
    interface Node extends AutoCloseable {
        /** Returns why the node did not do all that it was to do, if it was stopped before. */
        Optional<String> run() throws IOException, MeasurementFailedException;

        /** Asks for a graceful end, for a reason in words; callable from any thread. */
        void stop(String reason);

        @Override
        void close();
    }

    /** What a passive node can do beside. */
    interface Passive extends Node {
        /** What it is doing; completed while it runs. */
        CompletableFuture<PassiveStatus> status();
    }
}
