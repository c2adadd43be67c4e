// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.Closeable;
import java.io.IOException;

/**
 * A vector file in the style of 2.0.10: a header, then rows with running numbers, all fields separated by one TAB. The
 * column of the row numbers has no name, which is how R recognises row names. Vectors contain no comments. Not for several
 * threads at once.
 */
public abstract sealed class VectorFile implements Closeable permits MeasurementVector, FlowVector {
    private static final int ROW_NUMBER_DIGITS = 6;

    private final OutputFile output;
    private final RowBuffer buffer = new RowBuffer();
    private long rows;

    /** The vector of a measurement: three rows a flow and three for the total at each statistics event. */
    public static MeasurementVector ofMeasurement(OutputFile output) {
        return new MeasurementVector(output);
    }

    /** The vector of a flow: one row a received message. Its header is written at once. */
    public static FlowVector ofFlow(OutputFile output) {
        return new FlowVector(output);
    }

    VectorFile(OutputFile output) {
        this.output = output;
    }

    final void header(String columns) {
        buffer.text(columns).endOfRow();
    }

    /** Begins a row with its number; its other fields follow, each behind a TAB. */
    final RowBuffer beginRow() {
        return buffer.digits(++rows, ROW_NUMBER_DIGITS);
    }

    final void endRow() throws IOException {
        buffer.endOfRow();
        if (buffer.isWellFilled()) {
            buffer.writeTo(output);
        }
    }

    /** Rows so far, without the header. */
    public final long rows() {
        return rows;
    }

    /** Writes what is buffered and finishes the output, which stays open: a temporary file can be read then. */
    public final void finish() throws IOException {
        buffer.writeTo(output);
        output.finish();
    }

    /** Finishes the vector and closes its output. */
    @Override
    public final void close() throws IOException {
        try (output) {
            finish();
        }
    }
}
