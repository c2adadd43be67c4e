// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** The vector of a flow (results.md 7). */
public abstract sealed class FlowVector extends VectorFile permits FlowRows, FlowSeries {
    private final Optional<LongUnaryOperator> delayCorrection;

    /** @param delayCorrection see {@link ResultFormat#flowVector} */
    FlowVector(OutputFile output, VectorText text, Optional<LongUnaryOperator> delayCorrection) {
        super(output, text);
        this.delayCorrection = delayCorrection;
    }

    /** Whether delays are corrected, which is to be seen in the vector. */
    final boolean correctsDelays() {
        return delayCorrection.isPresent();
    }

    /** What is to be added to the delay of a message that was received at this time. */
    final long correctionMicros(long absMicros) {
        return delayCorrection.isEmpty() ? 0 : delayCorrection.get().applyAsLong(absMicros);
    }

    /**
     * Writes the row of one received message.
     *
     * @param absMicros when it was received, since 1970
     * @param relMicros since the first statistics event
     * @param sequenceNumber unsigned 64 bits
     * @param absBytes received on the flow, this message included
     * @param absFrames frames that were complete after this message
     * @param relBytes of this message
     * @param relFrames frames completed by this message
     * @param delayMicros one-way delay, raw
     * @param delayDifferenceMicros to the message received before
     * @param jitterMillis after this message
     */
    public abstract void row(
            long absMicros,
            long relMicros,
            long sequenceNumber,
            long absBytes,
            long absPackets,
            long absFrames,
            long relBytes,
            long relFrames,
            long delayMicros,
            long delayDifferenceMicros,
            double jitterMillis)
            throws IOException;
}
