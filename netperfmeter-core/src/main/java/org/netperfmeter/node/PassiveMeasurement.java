// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ScalarFile;
import org.netperfmeter.results.TemporarySpace;
import org.netperfmeter.results.VectorFile;
import org.netperfmeter.wire.FileFormat;

/**
 * A measurement of a passive node, from Start to the end of its upload. What takes time is done by the thread of its peer,
 * one thing after the other.
 */
final class PassiveMeasurement {
    private final long measurementId;
    private final List<FlowRecord> records;
    private final List<Flow> flows;
    private final DataPlane dataPlane;
    private final Clock clock;
    private final NodeListener listener;
    private final long beganNanos;

    private OutputFile vector;
    private OutputFile scalars;
    private Recorder recorder;
    private boolean stopped;

    PassiveMeasurement(
            long measurementId, List<FlowRecord> records, DataPlane dataPlane, Clock clock, NodeListener listener) {
        this.measurementId = measurementId;
        this.records = records;
        this.flows = records.stream().map(FlowRecord::flow).toList();
        this.dataPlane = dataPlane;
        this.clock = clock;
        this.listener = listener;
        this.beganNanos = clock.nanos();
    }

    long measurementId() {
        return measurementId;
    }

    /** How long it has been there. */
    long nanos(long nowNanos) {
        return nowNanos - beganNanos;
    }

    /** Opens the files, and starts to record and to send. If that fails, {@link #close} is needed as well. */
    void start(FileFormat vectorFormat, FileFormat scalarFormat, TemporarySpace space) throws IOException {
        vector = create(vectorFormat, space);
        scalars = create(scalarFormat, space);
        if (scalars != null) {
            ScalarFile.reserve(scalars, flows.size());
        }
        Optional<MeasurementVector> rows = Optional.ofNullable(vector).map(VectorFile::ofMeasurement);
        recorder = new Recorder(measurementId, records, rows, clock, listener);
        dataPlane.startSending(flows);
    }

    /** A file to be uploaded later; null if none is wanted. */
    static OutputFile create(FileFormat format, TemporarySpace space) throws IOException {
        return format == FileFormat.NONE ? null : space.create(format == FileFormat.BZIP2);
    }

    OutputFile vector() {
        return vector;
    }

    OutputFile scalars() {
        return scalars;
    }

    /**
     * Stops all flows and finishes the files.
     *
     * @param drain whether to receive what is on its way
     */
    MeasurementReport stop(boolean drain, String endReason, Map<String, Object> facts)
            throws IOException, InterruptedException {
        end(drain);
        recorder.finishFiles(Optional.empty());
        MeasurementReport report = recorder.report(false, endReason, recorder.failure(), facts);
        if (scalars != null) {
            ScalarFile.write(report, scalars);
            scalars.finish();
        }
        return report;
    }

    private void end(boolean drain) throws InterruptedException {
        stopped = true;
        recorder.endWindow();
        dataPlane.stopSending(flows);
        if (drain) {
            dataPlane.drain(flows);
        }
        dataPlane.stopReceiving(flows);
        recorder.stop();
    }

    /** Stops what still runs, and gives up the files. */
    void close() throws IOException, InterruptedException {
        try {
            if (recorder != null && !stopped) {
                end(false);
            }
        } finally {
            close(vector, scalars);
        }
    }

    private static void close(OutputFile first, OutputFile second) throws IOException {
        try {
            if (first != null) {
                first.close();
            }
        } finally {
            if (second != null) {
                second.close();
            }
        }
    }
}
