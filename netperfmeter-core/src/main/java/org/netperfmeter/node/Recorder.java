// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuMeter;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementSample;
import org.netperfmeter.results.MeasurementVector;

/**
 * Records one measurement at one node: takes its samples on a fixed grid from Start on, on a thread of its own, and has the
 * rows of its flows written by another, so that neither the data plane nor the control loop waits for a disk.
 */
final class Recorder {
    /** How long the end of the recording may wait for its thread. */
    private static final long REST_NANOS = 10_000_000L;

    private final long measurementId;
    private final List<FlowRecord> flows;
    private final Optional<MeasurementVector> vector;
    private final Optional<TransportRecord> transport;
    private final Clock clock;
    private final NodeListener listener;
    private final CpuMeter cpu = new CpuMeter();
    private final RepeatingThread thread;
    private final RowWriter rows;
    private final Beat samples;
    private final Beat flushes;

    private final long firstEventNanos;
    private final long firstEventMicros;
    private final long firstEventSteadyMicros;
    private List<FlowSnapshot> before;
    private long beforeNanos;

    private long endMicros;
    private long durationMicros;
    private CpuUsage usage;

    private boolean vectorEnded;

    private volatile String failure;

    /**
     * Starts to record: this moment is the first statistics event.
     *
     * @param transport takes what the kernel says of the connections, if wanted
     * @param intervalNanos from one statistics event to the next
     */
    Recorder(
            long measurementId,
            List<FlowRecord> flows,
            Optional<MeasurementVector> vector,
            Optional<TransportRecord> transport,
            Clock clock,
            NodeListener listener,
            long intervalNanos) {
        this.measurementId = measurementId;
        this.flows = List.copyOf(flows);
        this.vector = vector;
        this.transport = transport;
        this.clock = clock;
        this.listener = listener;
        firstEventNanos = clock.nanos();
        firstEventMicros = clock.toMicros(firstEventNanos);
        firstEventSteadyMicros = clock.toSteadyMicros(firstEventNanos);
        samples = new Beat(firstEventNanos, intervalNanos);
        // Before, it is not known yet whether the peer starts: an existing file must not change.
        long firstFlushNanos = firstEventNanos + RowWriter.FLUSH_NANOS;
        flushes = new Beat(firstFlushNanos, RowWriter.FLUSH_NANOS);
        vector.ifPresent(file -> file.begin(firstEventMicros));
        transport.ifPresent(file -> file.begin(firstEventMicros));
        flows.forEach(record -> record.begin(firstEventMicros));
        rows = new RowWriter(this.flows, clock, firstFlushNanos, this::failed);
        try {
            thread = new RepeatingThread("recorder", this::record, reason -> failed(reason.toString()));
        } catch (OutOfMemoryError e) {
            rows.stop();
            throw e;
        }
    }

    /** Does what is due. */
    private long record() {
        long nowNanos = clock.nanos();
        if (samples.take(nowNanos)) {
            sample(before == null ? firstEventNanos : nowNanos);
        }
        if (flushes.take(nowNanos)) {
            write(MeasurementVector::flush);
            recordTransport(TransportRecord::flush);
        }
        return Math.max(1, Math.min(REST_NANOS, samples.nextNanos() - clock.nanos()) / 1_000_000);
    }

    /** A file that fails ends no other. What both threads lack is told once. */
    private synchronized void failed(String reason) {
        if (!reason.equals(failure)) {
            listener.note(NodeListener.Level.ERROR, "cannot write results: " + reason);
        }
        failure = failure == null ? reason : failure;
    }

    private void sample(long nowNanos) {
        List<FlowSnapshot> now = new ArrayList<>(flows.size());
        List<MeasurementSample.Flow> rows = new ArrayList<>(flows.size());
        for (int i = 0; i < flows.size(); i++) {
            FlowRecord record = flows.get(i);
            record.sample().forEach(warning -> listener.note(NodeListener.Level.WARNING, warning));
            FlowSnapshot snapshot = record.flow().statistics().snapshot();
            now.add(snapshot);
            rows.add(new MeasurementSample.Flow(
                    record.flow().definition(), snapshot, before == null ? FlowSnapshot.EMPTY : before.get(i)));
        }
        MeasurementSample sample = new MeasurementSample(
                clock.toMicros(nowNanos),
                clock.toMicros(nowNanos) - firstEventMicros,
                before == null ? 0 : (nowNanos - beforeNanos) / 1000,
                rows);
        write(file -> file.sample(sample));
        recordTransport(record -> record.sample(sample.absMicros(), clock.toSteadyMicros(nowNanos)));
        before = now;
        beforeNanos = nowNanos;
    }

    private void write(VectorStep step) {
        if (vector.isPresent() && !vectorEnded) {
            try {
                step.apply(vector.get());
            } catch (IOException e) {
                vectorEnded = true;
                failed(e.getMessage());
            }
        }
    }

    private void recordTransport(TransportStep step) {
        if (transport.isPresent()) {
            try {
                step.apply(transport.get());
            } catch (IOException e) {
                failed(e.getMessage());
            }
        }
    }

    @FunctionalInterface
    private interface VectorStep {
        void apply(MeasurementVector file) throws IOException;
    }

    @FunctionalInterface
    private interface TransportStep {
        void apply(TransportRecord record) throws IOException;
    }

    /**
     * The senders are about to be stopped: the time window of the total rates and of the CPU usage ends, and the
     * connections are looked at for the last time.
     */
    void endWindow() {
        if (endMicros == 0) {
            long nowNanos = clock.nanos();
            endMicros = clock.toMicros(nowNanos);
            long steadyMicros = clock.toSteadyMicros(nowNanos);
            durationMicros = steadyMicros - firstEventSteadyMicros;
            usage = cpu.sinceLast();
            flows.forEach(FlowRecord::sampleLast);
            transport.ifPresent(record -> record.sampleLast(endMicros, steadyMicros));
        }
    }

    /** Ends the recording, once reception has ended. */
    void stop() {
        thread.stop();
        rows.stop();
    }

    /** Why rows are missing that were to be recorded, if there are such. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Writes what is left and finishes the vectors. They stay open.
     *
     * @param partial why they are not what they were to be, if so
     * @throws IOException if a file is no vector now; the others are finished
     */
    void finishFiles(Optional<String> partial) throws IOException {
        IOException first = null;
        try {
            if (vector.isPresent()) {
                vector.get().finish(partial);
            }
        } catch (IOException e) {
            first = e;
        }
        try {
            if (transport.isPresent()) {
                transport.get().finish(partial);
            }
        } catch (IOException e) {
            first = first == null ? e : first;
        }
        for (FlowRecord record : flows) {
            try {
                record.finishVector(partial);
                record.vectorFailure().filter(reason -> failure == null).ifPresent(this::failed);
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /**
     * What was measured.
     *
     * @param clocks how those of the nodes differ, if it is known
     */
    MeasurementReport report(
            boolean active,
            String endReason,
            Optional<String> partial,
            Map<String, Object> facts,
            Optional<ClockEstimate> clocks) {
        return new MeasurementReport(
                active,
                measurementId,
                firstEventMicros,
                endMicros,
                durationMicros,
                endReason,
                partial,
                flows.stream().map(this::report).toList(),
                usage,
                facts,
                clocks,
                Optional.empty());
    }

    private MeasurementReport.Flow report(FlowRecord flow) {
        return flow.report(transport.flatMap(record -> record.summary(flow.flow())));
    }
}
