// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.netperfmeter.results.VectorFile;
import org.netperfmeter.wire.FileFormat;

/** A measurement of a passive node, from Start to the end of its upload. */
final class PassiveMeasurement {
    private final DataPlane dataPlane;
    private final List<Flow> flows;
    private final OutputFile vector;
    private final OutputFile scalars;
    private final Recorder recorder;

    private boolean stopped;

    PassiveMeasurement(
            long measurementId,
            FileFormat vectorFormat,
            FileFormat scalarFormat,
            List<FlowRecord> records,
            DataPlane dataPlane,
            Clock clock,
            NodeListener listener)
            throws IOException {
        this.dataPlane = dataPlane;
        flows = records.stream().map(FlowRecord::flow).toList();
        vector = create(vectorFormat);
        scalars = create(scalarFormat);
        Optional<MeasurementVector> rows = Optional.ofNullable(vector).map(VectorFile::ofMeasurement);
        recorder = new Recorder(measurementId, records, rows, clock, listener);
        try {
            dataPlane.startSending(flows);
        } catch (UncheckedIOException e) {
            recorder.endWindow();
            recorder.stop(false, e.getMessage(), Map.of());
            throw e;
        }
    }

    /** A file to be uploaded later; null if none is wanted. */
    static OutputFile create(FileFormat format) throws IOException {
        return format == FileFormat.NONE ? null : OutputFile.temporary(format == FileFormat.BZIP2);
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
    synchronized MeasurementReport stop(boolean drain, String endReason, Map<String, Object> facts)
            throws IOException, InterruptedException {
        stopped = true;
        recorder.endWindow();
        dataPlane.stopSending(flows);
        if (drain) {
            dataPlane.drain(flows);
        }
        dataPlane.stopReceiving(flows);
        MeasurementReport report = recorder.stop(false, endReason, facts);
        if (scalars != null) {
            ScalarFile.write(report, scalars);
            scalars.finish();
        }
        recorder.finishFiles();
        return report;
    }

    /** Stops what still runs, and gives up the files. */
    synchronized void close() throws IOException, InterruptedException {
        if (!stopped) {
            stop(false, "given up", Map.of());
        }
        if (vector != null) {
            vector.close();
        }
        if (scalars != null) {
            scalars.close();
        }
    }
}
