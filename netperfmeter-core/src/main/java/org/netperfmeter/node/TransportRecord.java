// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.results.TransportSamples;
import org.netperfmeter.results.TransportSummary;
import org.netperfmeter.results.TransportVector;
import org.netperfmeter.transport.Channel;

/**
 * What the kernel says of the connections of a measurement, with its vector file if there is one. Several flows in one
 * connection are asked about once: the first of them stands for all. One thread samples and writes, and another finishes
 * when that has ended; any asks for the last time, and does not wait for the disk.
 */
final class TransportRecord {
    private final Optional<TransportVector> vector;
    private final List<TransportSummary> summaries = new ArrayList<>();
    private final List<Channel> connections = new ArrayList<>();

    private long firstMicros;
    private long beforeSteadyMicros;
    private TransportSamples last;
    private IOException failure;

    private TransportRecord(Optional<TransportVector> vector, List<Flow> flows) {
        this.vector = vector;
        Set<Channel> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Flow flow : flows) {
            Channel connection = flow.channel().connection();
            if (known.add(connection)) {
                connections.add(connection);
                summaries.add(new TransportSummary(flow.definition()));
            }
        }
    }

    /**
     * A record for its vector, for its summary, or for both; empty if neither is wanted.
     *
     * @param summary whether it is wanted without a vector, too
     */
    static Optional<TransportRecord> of(Optional<TransportVector> vector, boolean summary, List<Flow> flows) {
        return vector.isPresent() || summary ? Optional.of(new TransportRecord(vector, flows)) : Optional.empty();
    }

    /** See {@link TransportVector#begin}. */
    void begin(long nowMicros) {
        vector.ifPresent(file -> file.begin(nowMicros));
    }

    /**
     * Asks about all connections, and writes what the kernel says.
     *
     * @param steadyMicros now, by a clock that does not jump with the time of day
     */
    void sample(long nowMicros, long steadyMicros) throws IOException {
        TransportSamples samples;
        synchronized (this) {
            if (last != null) {
                return;
            }
            samples = ask(nowMicros, steadyMicros);
        }
        write(samples);
    }

    /** Asks for the last time: what the kernel says after this is about connections that are being closed. */
    synchronized void sampleLast(long nowMicros, long steadyMicros) {
        if (last == null) {
            last = ask(nowMicros, steadyMicros);
        }
    }

    private synchronized TransportSamples lastAsked() {
        return last;
    }

    private TransportSamples ask(long nowMicros, long steadyMicros) {
        firstMicros = firstMicros == 0 ? nowMicros : firstMicros;
        long intervalMicros = beforeSteadyMicros == 0 ? 0 : steadyMicros - beforeSteadyMicros;
        beforeSteadyMicros = steadyMicros;
        List<TransportSamples.Connection> samples = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            TransportSummary summary = summaries.get(i);
            TransportSamples.Connection sample = new TransportSamples.Connection(
                    summary.flow(), connections.get(i).paths());
            summary.add(sample.paths());
            samples.add(sample);
        }
        return new TransportSamples(nowMicros, nowMicros - firstMicros, intervalMicros, samples);
    }

    /** After a failure nothing more is written, which is told once. */
    private void write(TransportSamples samples) throws IOException {
        if (failure == null && vector.isPresent()) {
            try {
                vector.get().sample(samples);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    void flush() throws IOException {
        if (failure == null && vector.isPresent()) {
            try {
                vector.get().flush();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /**
     * Writes the last rows and finishes the vector, which stays open.
     *
     * @param partial why it is not what it was to be, if so
     * @throws IOException if it is no vector now
     */
    void finish(Optional<String> partial) throws IOException {
        try {
            TransportSamples lastAsked = lastAsked();
            if (lastAsked != null) {
                write(lastAsked);
            }
        } catch (IOException e) {
            // The vector itself says so.
        }
        if (vector.isPresent()) {
            vector.get().finish(partial);
        }
    }

    /** The summary of a flow's connection; empty if another flow stands for it. */
    synchronized Optional<TransportSummary> summary(Flow flow) {
        return summaries.stream()
                .filter(summary -> summary.flow().equals(flow.definition()))
                .findFirst();
    }
}
