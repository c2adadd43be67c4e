// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.DataPlane;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.wire.MeasurementSettings;

/**
 * The measurement of an active node: its flows and what is recorded of them, from their channels to the report. Belongs to
 * the control loop.
 */
final class ActiveMeasurement {
    private final ActiveConfig config;
    private final MeasurementSettings settings;
    private final ActiveFiles files;
    private final DataPlane dataPlane;
    private final Clock clock;
    private final NodeListener listener;
    private final Ending ending;
    private final Map<FlowKey, Optional<FlowVector>> vectors = new HashMap<>();
    private final List<FlowRecord> records = new ArrayList<>();

    private Recorder recorder;

    /**
     * Without flows yet.
     *
     * @param ending is told if results are missing
     */
    ActiveMeasurement(
            ActiveConfig config,
            MeasurementSettings settings,
            ActiveFiles files,
            DataPlane dataPlane,
            Clock clock,
            NodeListener listener,
            Ending ending) {
        this.config = config;
        this.settings = settings;
        this.files = files;
        this.dataPlane = dataPlane;
        this.clock = clock;
        this.listener = listener;
        this.ending = ending;
    }

    private FlowKey key(FlowDefinition flow) {
        return flow.key(settings.measurementId());
    }

    /** Creates the vector of a flow, if wanted. */
    void createVector(FlowDefinition flow) throws IOException {
        vectors.put(key(flow), files.createVector(flow));
    }

    /** All flows have channels: creates the other files, and the flows. */
    void setUp(DataChannels channels) throws IOException {
        files.createMeasurementFiles();
        for (FlowDefinition definition : config.flows()) {
            FlowKey key = key(definition);
            Optional<FlowVector> vector = vectors.get(key);
            Flow flow = new Flow(
                    key,
                    definition,
                    channels.of(key),
                    true,
                    vector.map(file -> Rings.create(config.flows().size(), config.vectorOverflow())),
                    config.extendedScalars());
            FlowRecord record = new FlowRecord(flow, vector);
            records.add(record);
            listener.flowConnected(definition, record.connection());
        }
    }

    /** In the order of their definition; none before they are set up. */
    List<Flow> flows() {
        return records.stream().map(FlowRecord::flow).toList();
    }

    /** What is received from now on is recorded. */
    void startRecording() {
        flows().forEach(dataPlane::startReceiving);
        recorder = new Recorder(
                settings.measurementId(),
                records,
                files.vector(),
                TransportRecord.of(files.transport(), config.extendedScalars(), flows()),
                clock,
                listener,
                settings.intervalNanos());
    }

    boolean isRecording() {
        return recorder != null;
    }

    void startSending() {
        dataPlane.startSending(flows(), settings.seed());
    }

    /** The senders are about to be stopped: see {@link Recorder#endWindow}. */
    void endWindow() {
        recorder.endWindow();
    }

    void stopSending() throws InterruptedException {
        dataPlane.stopSending(flows());
    }

    /**
     * Ends reception and writes what was measured here. A file that fails costs no other.
     *
     * @param drain whether to receive what is on its way
     * @param facts for the report
     * @param clocks how those of the nodes differ, if it is known
     */
    MeasurementReport finish(boolean drain, Map<String, Object> facts, Optional<ClockEstimate> clocks)
            throws InterruptedException {
        if (drain && !dataPlane.drain(flows())) {
            listener.note(NodeListener.Level.DEBUG, "not every stream has ended: its rest is not counted");
        }
        dataPlane.stopReceiving(flows());
        Recorder finished = recorder;
        stopRecording();
        finished.failure().ifPresent(ending::resultsFailed);
        try {
            finished.finishFiles(ending.partial());
            finished.failure().ifPresent(ending::resultsFailed);
        } catch (IOException e) {
            ending.resultsFailed(e.getMessage());
        }
        MeasurementReport report = finished.report(true, ending.reason(), ending.partial(), facts, clocks);
        files.complete(report);
        return report;
    }

    void stopRecording() {
        Recorder ended = recorder;
        recorder = null;
        ended.stop();
    }
}
