// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** One row a received message (results.md 7). */
final class FlowRows extends FlowVector {
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

    private static final String CORRECTION_COLUMN = "DelayCorrection";

    private final NumberedRows rows;

    /**
     * Its header is there at once.
     *
     * @param delayCorrection see {@link ResultFormat#flowVector}; a last column has what was added
     */
    FlowRows(OutputFile output, Optional<LongUnaryOperator> delayCorrection) {
        this(output, new NumberedRows(), delayCorrection);
    }

    private FlowRows(OutputFile output, NumberedRows rows, Optional<LongUnaryOperator> delayCorrection) {
        super(output, rows, delayCorrection);
        this.rows = rows;
        rows.header(correctsDelays() ? COLUMNS + "\t" + CORRECTION_COLUMN : COLUMNS);
    }

    @Override
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
        long correctionMicros = correctionMicros(absMicros);
        RowBuffer row = rows.beginRow(absMicros, relMicros)
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
                .fixed(delayMicros + correctionMicros, 3)
                .tab()
                .fixed(delayDifferenceMicros, 3)
                .tab()
                .fixed(DecimalText.thousandths(jitterMillis), 3);
        if (correctsDelays()) {
            row.tab().fixed(correctionMicros, 3);
        }
        row.endOfRow();
        rowsEnd();
    }
}
