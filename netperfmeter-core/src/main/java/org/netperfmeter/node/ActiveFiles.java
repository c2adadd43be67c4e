// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.netperfmeter.results.ConfigFile;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.results.TransportVector;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.wire.FileFormat;

/**
 * All files that an active node writes: its own, and those that the passive node uploads. Before the measurement begins, one
 * that cannot be written is an exception; afterwards it costs no other, and is told to whom it concerns.
 */
final class ActiveFiles {
    private final ActiveConfig config;
    private final ResultFormat format;
    private final NodeListener listener;
    private final LongUnaryOperator delayCorrection;
    private final Consumer<String> failures;

    /** In the order of their creation. */
    private final List<NamedFile> own = new ArrayList<>();
    /** What the passive node is to upload, and has not. */
    private final Set<Path> missing = new LinkedHashSet<>();

    private MeasurementVector vector;
    private TransportVector transport;
    private NamedFile configuration;
    private NamedFile scalars;
    /** Null as well if what comes cannot be written. */
    private NamedFile download;

    /** Null unless the passive node's scalars are coming. */
    private PeerScalars peerScalars;

    private Optional<PeerResults> peerResults = Optional.empty();

    /**
     * No files yet.
     *
     * @param format of the active node's own files
     * @param delayCorrection of vectors, if it is wanted: see {@link ResultFormat#flowVector}
     * @param failures takes the reasons why results are not written
     */
    ActiveFiles(
            ActiveConfig config,
            ResultFormat format,
            NodeListener listener,
            LongUnaryOperator delayCorrection,
            Consumer<String> failures) {
        this.config = config;
        this.format = format;
        this.listener = listener;
        this.delayCorrection = delayCorrection;
        this.failures = failures;
    }

    /** Creates the vector file of a flow, if wanted. */
    Optional<FlowVector> createVector(FlowDefinition flow) throws IOException {
        if (!config.vectors().isWanted()) {
            return Optional.empty();
        }
        Path path = config.vectors().active(flow.flowId(), flow.streamId());
        OutputFile file = create(path, config.vectors().isCompressed()).file;
        return Optional.of(
                format.flowVector(file, flow, config.correctClock() ? Optional.of(delayCorrection) : Optional.empty()));
    }

    /** Creates the files of the measurement, as far as they are wanted. */
    void createMeasurementFiles() throws IOException {
        List<FlowDefinition> flows = config.flows();
        if (config.configFile().isPresent()) {
            configuration = create(config.configFile().get(), false);
        }
        if (config.vectors().isWanted()) {
            vector = format.measurementVector(
                    create(config.vectors().active(), config.vectors().isCompressed()).file);
            missing.add(config.vectors().passive());
        }
        if (config.transport().isWanted()) {
            transport = format.transportVector(create(
                            config.transport().activeTransport(),
                            config.transport().isCompressed())
                    .file);
        }
        if (config.scalars().isWanted()) {
            scalars = create(config.scalars().active(), config.scalars().isCompressed());
            format.reserveScalars(scalars.file, flows.size());
            missing.add(config.scalars().passive());
        }
        if (config.vectors().isWanted()) {
            flows.forEach(flow -> missing.add(config.vectors().passive(flow.flowId(), flow.streamId())));
        }
    }

    /**
     * The measurement has begun: writes the configuration file.
     *
     * @param peerTellsTransport whether the passive node was told to record what its kernel says of connections
     */
    void begin(boolean peerTellsTransport) {
        if (peerTellsTransport) {
            missing.add(config.transport().passiveTransport());
        } else if (config.transport().isWanted()) {
            setAside(config.transport().passiveTransport());
        }
        if (configuration != null) {
            write(configuration, file -> {
                ConfigFile.write(
                        file,
                        config.activeName(),
                        config.passiveName(),
                        config.scalars(),
                        config.vectors(),
                        config.flows());
                file.flush();
            });
        }
    }

    private NamedFile create(Path path, boolean compressed) throws IOException {
        NamedFile created = new NamedFile(path, OutputFile.create(path, compressed));
        own.add(created);
        return created;
    }

    Optional<MeasurementVector> vector() {
        return Optional.ofNullable(vector);
    }

    Optional<TransportVector> transport() {
        return Optional.ofNullable(transport);
    }

    /** Names of the files that the passive node was to upload, and has not. */
    List<String> missing() {
        return missing.stream().map(Path::toString).toList();
    }

    // ------ Own results

    /** Writes scalars, and gives all own files their names. The vectors must have been finished. */
    void complete(MeasurementReport report) {
        if (scalars != null) {
            write(scalars, file -> format.writeScalars(report, file));
        }
        own.forEach(this::place);
        own.clear();
    }

    /** What is not whole gets no name. */
    private void write(NamedFile named, Writer writer) {
        try {
            writer.write(named.file);
        } catch (IOException e) {
            failed(e);
            own.remove(named);
            leave(named);
        }
    }

    /** Returns whether the file is in its place. */
    private boolean place(NamedFile named) {
        try {
            named.file.close();
            listener.fileWritten(named.path);
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private void failed(IOException reason) {
        failures.accept("cannot write results: " + reason.getMessage());
    }

    /** Leaves a file as it is, under the name that it has while it is written. */
    private void leave(NamedFile named) {
        try {
            Optional<Path> left = named.file.abandon();
            listener.note(
                    NodeListener.Level.WARNING,
                    named.path + " is incomplete"
                            + left.map(part -> ": what came of it is in " + part)
                                    .orElse(""));
        } catch (IOException e) {
            failed(e);
        }
    }

    // ------ Results of the passive node

    /** What the passive node is to make of its scalars: they are wanted as a file, or for the report. */
    FileFormat passiveScalars() {
        return FileFormat.of(
                config.scalars().isWanted() || config.fullReport(),
                config.scalars().isCompressed());
    }

    /** Opens what the passive node's scalars are to be stored in. */
    void openScalarDownload() {
        if (config.scalars().isWanted()) {
            openDownload(config.scalars().passive());
        }
        peerScalars =
                new PeerScalars(config.scalars().isCompressed(), config.flows().size());
    }

    /** Opens a file for what the passive node uploads next; its bytes are stored as they come. */
    void openDownload(Path path) {
        try {
            download = new NamedFile(path, OutputFile.create(path, false));
        } catch (IOException e) {
            failed(e);
        }
    }

    void downloaded(byte[] data) {
        if (peerScalars != null) {
            peerScalars.add(data);
        }
        if (download != null) {
            try {
                download.file.write(data, 0, data.length);
            } catch (IOException e) {
                failed(e);
                leaveDownload();
            }
        }
    }

    void closeDownload() {
        if (download != null && place(download)) {
            missing.remove(download.path);
        }
        download = null;
        if (peerScalars != null) {
            peerResults = peerScalars.results();
            peerScalars = null;
        }
    }

    /** What the passive node measured, if its scalars were asked for and have come. */
    Optional<PeerResults> peerResults() {
        return peerResults;
    }

    private void leaveDownload() {
        if (download != null) {
            leave(download);
            download = null;
        }
    }

    // ------ The end

    /** Nothing was measured: there will be no files. */
    void discard() {
        for (NamedFile named : own) {
            try {
                named.file.discard();
            } catch (IOException e) {
                failed(e);
            }
        }
        own.clear();
        missing.clear();
    }

    /**
     * Nothing more will come from the passive node. So that no files of an earlier measurement are taken for those that are
     * missing, they are set aside.
     */
    void end() {
        own.forEach(this::leave);
        leaveDownload();
        if (!missing.isEmpty()) {
            listener.note(
                    NodeListener.Level.WARNING,
                    "missing, not fetched from the passive node: " + String.join(", ", missing()));
        }
        missing.forEach(this::setAside);
    }

    private void setAside(Path path) {
        try {
            OutputFile.setAside(path);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A file and the name that it is to have. */
    private record NamedFile(Path path, OutputFile file) {}

    @FunctionalInterface
    private interface Writer {
        void write(OutputFile file) throws IOException;
    }
}
