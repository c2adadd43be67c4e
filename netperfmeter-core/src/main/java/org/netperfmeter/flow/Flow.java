// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.Optional;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FlowRandom;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.EffectiveBuffers;

/** One flow at one node: its channel, its counters, and what has become of it. */
public final class Flow {
    /**
     * How much is handed to the kernel in one call, at most: with and without Nagle's algorithm, smaller batches were
     * slower (16 KiB: two thirds of the throughput over loopback) and had no lower delay.
     */
    private static final int BATCH_BYTES = 64 * 1024;

    private final FlowKey key;
    private final FlowDefinition definition;
    private final Channel channel;
    private final boolean active;
    private final FlowStatistics statistics;
    private final Optional<VectorRing> vector;
    private final FlowReceiver receiver;
    private final EffectiveBuffers buffers;

    private volatile String sendFailure;

    /**
     * A flow whose channel is connected and identified.
     *
     * @param active whether this is the active node
     * @param vector takes a row for each received message, if wanted
     * @param withQuality whether to keep more of it than counters, see {@link FlowStatistics#quality}
     */
    public Flow(
            FlowKey key,
            FlowDefinition definition,
            Channel channel,
            boolean active,
            Optional<VectorRing> vector,
            boolean withQuality) {
        this.key = key;
        this.definition = definition;
        this.channel = channel;
        this.active = active;
        this.vector = vector;
        this.buffers = channel.buffers();
        this.statistics = new FlowStatistics(definition.options().defragmentTimeoutMillis(), withQuality);
        this.receiver = new FlowReceiver(channel, statistics, vector.orElse(null));
    }

    public FlowKey key() {
        return key;
    }

    public FlowDefinition definition() {
        return definition;
    }

    public Channel channel() {
        return channel;
    }

    public FlowStatistics statistics() {
        return statistics;
    }

    public Optional<VectorRing> vector() {
        return vector;
    }

    public FlowReceiver receiver() {
        return receiver;
    }

    /** Bytes of a batch of messages, at most. A single message may be larger. */
    public int batchBytes() {
        return BATCH_BYTES;
    }

    /** Messages of a batch, at most. */
    public int batchMessages() {
        int wanted = definition.options().batchMessages();
        return wanted == 0 ? FlowOptions.MAX_BATCH_MESSAGES : wanted;
    }

    /** The buffer sizes in force when the flow was set up. */
    public EffectiveBuffers buffers() {
        return buffers;
    }

    /** What its sender draws from. */
    FlowRandom random(long seed) {
        return FlowRandom.of(seed, key.flowId(), key.streamId(), active);
    }

    /** Whether this is the active node's half. */
    public boolean isActive() {
        return active;
    }

    /**
     * Ends the stream towards the peer. An association has no half-close: its end, which would cut off the peer's senders,
     * is left to the passive node, for that stops last.
     */
    void endSending() {
        boolean sharesEnd = channel.connection() != channel;
        if (!active || !sharesEnd) {
            channel.shutdownSending();
        }
    }

    /** Why sending ended before it was told to, if it did. */
    public Optional<String> sendFailure() {
        return Optional.ofNullable(sendFailure);
    }

    void sendFailed(String reason) {
        sendFailure = reason;
    }
}
