// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.results.ConfigFile;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.RunRecord;
import org.netperfmeter.results.ScalarFile;
import org.netperfmeter.results.VectorFile;
import org.netperfmeter.traffic.FlowDefinition;

/** All files that an active node writes: its own, and those that the passive node uploads. */
final class ActiveFiles {
    private final ActiveConfig config;
    private final NodeListener listener;
    private final List<OpenFile> open = new ArrayList<>();

    private MeasurementVector vector;
    private OutputFile scalars;
    private OutputFile runRecord;
    private OutputFile download;
    private Path downloadPath;

    ActiveFiles(ActiveConfig config, NodeListener listener) {
        this.config = config;
        this.listener = listener;
    }

    /** Creates the vector file of a flow, if wanted. */
    Optional<FlowVector> createVector(FlowDefinition flow) throws IOException {
        if (!config.vectors().isWanted()) {
            return Optional.empty();
        }
        Path path = config.vectors().active(flow.flowId(), flow.streamId());
        FlowVector file = VectorFile.ofFlow(OutputFile.create(path));
        open.add(new OpenFile(path, file));
        return Optional.of(file);
    }

    /** Writes the configuration file and creates the files of the measurement, as far as they are wanted. */
    void createMeasurementFiles() throws IOException {
        if (config.configFile().isPresent()) {
            Path path = config.configFile().get();
            try (OutputFile file = OutputFile.create(path, false)) {
                ConfigFile.write(
                        file,
                        config.activeName(),
                        config.passiveName(),
                        config.scalars(),
                        config.vectors(),
                        config.flows());
            }
            listener.fileWritten(path);
        }
        if (config.vectors().isWanted()) {
            Path path = config.vectors().active();
            vector = VectorFile.ofMeasurement(OutputFile.create(path));
            open.add(new OpenFile(path, vector));
        }
        if (config.scalars().isWanted()) {
            scalars = OutputFile.create(config.scalars().active());
        }
        if (config.json().isPresent()) {
            runRecord = OutputFile.create(config.json().get(), false);
        }
    }

    Optional<MeasurementVector> vector() {
        return Optional.ofNullable(vector);
    }

    /** Writes scalars and run record, and closes all own files. */
    void writeReport(MeasurementReport report) throws IOException {
        if (scalars != null) {
            try (OutputFile file = scalars) {
                ScalarFile.write(report, file);
            }
            listener.fileWritten(config.scalars().active());
            scalars = null;
        }
        if (runRecord != null) {
            try (OutputFile file = runRecord) {
                RunRecord.write(report, file);
            }
            listener.fileWritten(config.json().orElseThrow());
            runRecord = null;
        }
    }

    /** Closes the own vectors. */
    void closeVectors() throws IOException {
        for (OpenFile file : open) {
            file.vector.close();
            listener.fileWritten(file.path);
        }
        open.clear();
    }

    /** Opens a file for what the passive node uploads next; its bytes are stored as they come. */
    void openDownload(Path path) throws IOException {
        downloadPath = path;
        download = OutputFile.create(path, false);
    }

    void downloaded(byte[] data) throws IOException {
        download.write(data, 0, data.length);
    }

    void closeDownload() throws IOException {
        download.close();
        download = null;
        listener.fileWritten(downloadPath);
    }

    /**
     * Closes whatever is still open, at the end of a run that failed. What was written so far stays, but of a measurement
     * that never began nothing does.
     */
    void abandon(boolean measured) {
        try {
            if (measured) {
                closeVectors();
            } else {
                for (OpenFile file : open) {
                    file.vector.close();
                    Files.deleteIfExists(file.path);
                }
                open.clear();
            }
            abandon(scalars, config.scalars().active(), measured);
            abandon(runRecord, config.json().orElse(null), measured);
            if (download != null) {
                download.close();
                listener.note(NodeListener.Level.WARNING, downloadPath + " is incomplete");
            }
        } catch (IOException e) {
            listener.note(NodeListener.Level.ERROR, "cannot write results: " + e.getMessage());
        }
    }

    private static void abandon(OutputFile file, Path path, boolean measured) throws IOException {
        if (file != null) {
            file.close();
            if (!measured) {
                Files.deleteIfExists(path);
            }
        }
    }

    private record OpenFile(Path path, VectorFile vector) {}
}
