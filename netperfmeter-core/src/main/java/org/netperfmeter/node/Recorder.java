// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.measurement.CpuMeter;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementSample;
import org.netperfmeter.results.MeasurementVector;

/**
 * Records one measurement at one node: takes its samples on a fixed grid of one second from Start on, and writes the rows
 * of its flows, on a thread of its own, so that neither the data plane nor the control loop waits for a disk.
 */
final class Recorder implements Runnable {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    /** How long rows may wait in their rings. */
    private static final long DRAIN_NANOS = 10_000_000L;

    private final long measurementId;
    private final List<FlowRecord> flows;
    private final Optional<MeasurementVector> vector;
    private final Clock clock;
    private final NodeListener listener;
    private final CpuMeter cpu = new CpuMeter();
    private final Thread thread;

    private final long firstEventNanos;
    private final long firstEventMicros;
    private List<FlowSnapshot> before;
    private long beforeNanos;

    private long endMicros;
    private CpuUsage usage;

    private boolean vectorEnded;

    private volatile boolean stopping;
    private volatile String failure;

    /** Starts to record: this moment is the first statistics event. */
    Recorder(
            long measurementId,
            List<FlowRecord> flows,
            Optional<MeasurementVector> vector,
            Clock clock,
            NodeListener listener) {
        this.measurementId = measurementId;
        this.flows = List.copyOf(flows);
        this.vector = vector;
        this.clock = clock;
        this.listener = listener;
        firstEventNanos = clock.nanos();
        firstEventMicros = clock.toMicros(firstEventNanos);
        for (FlowRecord record : flows) {
            record.flow().vector().ifPresent(ring -> ring.start(firstEventMicros));
        }
        thread = new Thread(this, "recorder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        long tickNanos = firstEventNanos;
        try {
            while (!stopping) {
                long nowNanos = clock.nanos();
                if (nowNanos - tickNanos >= 0) {
                    sample(before == null ? firstEventNanos : nowNanos);
                    tickNanos += INTERVAL_NANOS;
                    if (nowNanos - tickNanos >= 0) {
                        tickNanos = nowNanos + INTERVAL_NANOS;
                    }
                }
                drain(false);
                Thread.sleep(Math.max(1, Math.min(DRAIN_NANOS, tickNanos - clock.nanos()) / 1_000_000));
            }
        } catch (RuntimeException e) {
            failed(e.toString());
            flows.forEach(FlowRecord::endVector);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file that fails ends no other. */
    private void failed(String reason) {
        failure = failure == null ? reason : failure;
        listener.note(NodeListener.Level.ERROR, "cannot write results: " + reason);
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
        // At the first sample it is not known yet whether the peer starts: an existing file must not change before.
        boolean flush = before != null;
        write(
                flush,
                new MeasurementSample(
                        clock.toMicros(nowNanos),
                        clock.toMicros(nowNanos) - firstEventMicros,
                        before == null ? 0 : (nowNanos - beforeNanos) / 1000,
                        rows));
        drain(flush);
        before = now;
        beforeNanos = nowNanos;
    }

    private void write(boolean flush, MeasurementSample sample) {
        if (vector.isPresent() && !vectorEnded) {
            try {
                vector.get().sample(sample);
                if (flush) {
                    vector.get().flush();
                }
            } catch (IOException e) {
                vectorEnded = true;
                failed(e.getMessage());
            }
        }
    }

    private void drain(boolean flush) {
        for (FlowRecord record : flows) {
            try {
                record.drainVector(flush);
            } catch (IOException e) {
                failed(e.getMessage());
            }
        }
    }

    /**
     * The senders are about to be stopped: the time window of the total rates and of the CPU usage ends, and the
     * connections are looked at for the last time.
     */
    void endWindow() {
        if (endMicros == 0) {
            endMicros = clock.micros();
            usage = cpu.sinceLast();
            flows.forEach(FlowRecord::sampleLast);
        }
    }

    /** Ends the recording, once reception has ended. */
    void stop() {
        stopping = true;
        join();
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

    /** What was measured. */
    MeasurementReport report(boolean active, String endReason, Optional<String> partial, Map<String, Object> facts) {
        return new MeasurementReport(
                active,
                measurementId,
                firstEventMicros,
                endMicros,
                endReason,
                partial,
                flows.stream().map(FlowRecord::report).toList(),
                usage,
                facts);
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
