// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.results.TemporarySpace;
import org.netperfmeter.results.TransportVector;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.MeasurementSettings;

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
    private final MeasurementSettings settings;
    private final ResultFormat format;
    private final long beganNanos;
    private final List<OutputFile> files = new ArrayList<>();

    private OutputFile vector;
    private OutputFile scalars;
    private OutputFile transport;
    private Recorder recorder;
    private boolean stopped;

    PassiveMeasurement(
            long measurementId,
            List<FlowRecord> records,
            DataPlane dataPlane,
            Clock clock,
            NodeListener listener,
            MeasurementSettings settings) {
        this.measurementId = measurementId;
        this.records = records;
        this.flows = records.stream().map(FlowRecord::flow).toList();
        this.dataPlane = dataPlane;
        this.clock = clock;
        this.listener = listener;
        this.settings = settings;
        this.format = LocalHost.resultFormat(false, settings);
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
        vector = createOwn(vectorFormat, space);
        scalars = createOwn(scalarFormat, space);
        transport = createOwn(settings.transportVector(), space);
        if (scalars != null) {
            format.reserveScalars(scalars, flows.size());
        }
        Optional<MeasurementVector> rows = Optional.ofNullable(vector).map(format::measurementVector);
        Optional<TransportVector> samples = Optional.ofNullable(transport).map(format::transportVector);
        recorder = new Recorder(
                measurementId,
                records,
                rows,
                TransportRecord.of(samples, settings.extendedScalars(), flows),
                clock,
                listener,
                settings.intervalNanos());
        dataPlane.startSending(flows, settings.seed());
    }

    private OutputFile createOwn(FileFormat fileFormat, TemporarySpace space) throws IOException {
        OutputFile file = create(fileFormat, space);
        if (file != null) {
            files.add(file);
        }
        return file;
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

    /** What the kernel said of connections. */
    OutputFile transport() {
        return transport;
    }

    /**
     * Stops all flows and finishes the files.
     *
     * @param drain whether to receive what is on its way
     */
    MeasurementReport stop(boolean drain, String endReason) throws IOException, InterruptedException {
        end(drain);
        recorder.finishFiles(recorder.failure());
        MeasurementReport report = recorder.report(false, endReason, recorder.failure(), facts(), Optional.empty());
        if (scalars != null) {
            format.writeScalars(report, scalars);
            scalars.finish();
        }
        return report;
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("software", LocalHost.software());
        facts.put("seed", Long.toUnsignedString(settings.seed()));
        facts.put("intervalSeconds", settings.intervalSeconds());
        return facts;
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
    void close() throws InterruptedException {
        try {
            if (recorder != null && !stopped) {
                end(false);
            }
        } finally {
            files.forEach(PassiveMeasurement::giveUp);
        }
    }

    private static void giveUp(OutputFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nobody will read it.
        }
    }
}
