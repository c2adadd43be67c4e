// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.results.TemporarySpace;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.transport.Association;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.SocketOptions;
import org.netperfmeter.transport.StreamOptions;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.MeasurementSettings;
import org.netperfmeter.wire.ProtocolException;

/** A flow of a passive node: defined, and later bound to its channel. */
final class PassiveFlow implements AutoCloseable {
    private final FlowKey key;
    private final FlowDefinition definition;

    private FlowRecord record;
    private OutputFile vector;

    PassiveFlow(FlowKey key, FlowDefinition definition) {
        this.key = key;
        this.definition = definition;
    }

    /** The flow on its channel; null before it is identified. */
    FlowRecord record() {
        return record;
    }

    /** What its vector is written into; null without one. */
    OutputFile vector() {
        return vector;
    }

    /**
     * Sets up the channel on which the Identify came, and the file.
     *
     * @param rows carries the rows of the vector, if there is one
     * @param settings of its measurement
     * @param delayCorrection of the vector, if it is wanted: see {@link ResultFormat#flowVector}
     * @throws ProtocolException if its messages do not fit into the packets of the channel
     */
    Flow bind(
            Channel identified,
            FileFormat vectorFormat,
            TemporarySpace space,
            VectorRing rows,
            MeasurementSettings settings,
            LongUnaryOperator delayCorrection)
            throws IOException, ProtocolException {
        identified.configure(SocketOptions.of(definition.options()));
        PacketSizes.check(definition, identified);
        vector = PassiveMeasurement.create(vectorFormat, space);
        ResultFormat format = LocalHost.resultFormat(false, settings);
        Optional<LongUnaryOperator> correction =
                settings.correctedDelays() ? Optional.of(delayCorrection) : Optional.empty();
        Optional<FlowVector> file =
                Optional.ofNullable(vector).map(output -> format.flowVector(output, definition, correction));
        Flow flow = new Flow(
                key, definition, channelOf(identified), false, file.map(present -> rows), settings.extendedScalars());
        record = new FlowRecord(flow, file);
        return flow;
    }

    private Channel channelOf(Channel identified) throws NativeIoException {
        return identified instanceof Association association
                ? association.stream(key.streamId(), StreamOptions.of(definition.options()))
                : identified;
    }

    /** Gives up the vector, unless it has been uploaded. */
    @Override
    public void close() {
        if (vector != null) {
            try {
                vector.close();
            } catch (IOException e) {
                // Nobody will read it.
            }
        }
    }
}
