// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.netperfmeter.traffic.FlowDefinition;

/** The vectors of a flow: a value of each for each received message, which is an event. */
final class FlowSeries extends FlowVector {
    private static final String MILLIS = "ms";
    private static final int NONE = -1;

    private final OmnetppVectors vectors;
    private final String object;
    private final int delay;
    private final int delayDifference;
    private final int jitter;
    private final int sequenceNumber;
    private final int messageBytes;
    private final int receivedBytes;
    private final int receivedFrames;
    private final int correction;

    /** @param delayCorrection see {@link ResultFormat#flowVector}; a last vector has what was added */
    FlowSeries(OutputFile output, OmnetppRun run, FlowDefinition flow, Optional<LongUnaryOperator> delayCorrection) {
        this(output, new OmnetppVectors(run), flow, delayCorrection);
    }

    private FlowSeries(
            OutputFile output,
            OmnetppVectors vectors,
            FlowDefinition flow,
            Optional<LongUnaryOperator> delayCorrection) {
        super(output, vectors, delayCorrection);
        this.vectors = vectors;
        object = ResultObject.flowOfStream(flow);
        delay = declare("Delay", MILLIS);
        delayDifference = declare("Delay Difference", MILLIS);
        jitter = declare("Jitter", MILLIS);
        sequenceNumber = vectors.declareOfEvents(object, "Sequence Number");
        messageBytes = declare("Message Bytes", "B");
        receivedBytes = declare("Received Bytes", "B");
        receivedFrames = vectors.declareOfEvents(object, "Received Frames");
        correction = correctsDelays() ? declare("Delay Correction", MILLIS) : NONE;
    }

    private int declare(String name, String unit) {
        int number = vectors.declareOfEvents(object, name);
        vectors.attribute(number, "unit", unit);
        return number;
    }

    /** The number of its event is that of the messages received so far. */
    @Override
    public void row(
            long absMicros,
            long relMicros,
            long messageNumber,
            long absBytes,
            long absPackets,
            long absFrames,
            long relBytes,
            long relFrames,
            long delayMicros,
            long delayDifferenceMicros,
            double jitterMillis)
            throws IOException {
        long correctionMicros = correctionMicros(absMicros);
        vectors.at(absPackets, relMicros);
        vectors.value(delay).fixed(delayMicros + correctionMicros, 3).endOfRow();
        vectors.value(delayDifference).fixed(delayDifferenceMicros, 3).endOfRow();
        vectors.value(jitter).fixed(DecimalText.thousandths(jitterMillis), 3).endOfRow();
        vectors.value(sequenceNumber).integer(messageNumber).endOfRow();
        vectors.value(messageBytes).integer(relBytes).endOfRow();
        vectors.value(receivedBytes).integer(absBytes).endOfRow();
        vectors.value(receivedFrames).integer(absFrames).endOfRow();
        if (correctsDelays()) {
            vectors.value(correction).fixed(correctionMicros, 3).endOfRow();
        }
        rowsEnd();
    }
}
