// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;

/** The vector of a flow (results.md 7). */
public final class FlowVector extends VectorFile {
    private static final String COLUMNS = String.join(
            "\t",
            "AbsTime",
            "RelTime",
            "SeqNumber",
            "AbsBytes",
            "AbsPackets",
            "AbsFrames",
            "RelBytes",
            "RelPackets",
            "RelFrames",
            "Delay",
            "PrevPacketDelayDiff",
            "Jitter");

    FlowVector(OutputFile output) {
        super(output);
        header(COLUMNS);
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
     * @param delayMicros one-way delay
     * @param delayDifferenceMicros to the message received before
     * @param jitterMillis after this message
     */
    public void row(
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
            throws IOException {
        beginRow()
                .tab()
                .integer(absMicros)
                .tab()
                .fixed(relMicros, 6)
                .tab()
                .integer(sequenceNumber)
                .tab()
                .integer(absBytes)
                .tab()
                .integer(absPackets)
                .tab()
                .integer(absFrames)
                .tab()
                .integer(relBytes)
                .tab()
                .integer(1)
                .tab()
                .integer(relFrames)
                .tab()
                .fixed(delayMicros, 3)
                .tab()
                .fixed(delayDifferenceMicros, 3)
                .tab()
                .fixed(DecimalText.thousandths(jitterMillis), 3);
        endRow();
    }
}
