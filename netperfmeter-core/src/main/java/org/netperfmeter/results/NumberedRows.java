// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;

/**
 * A vector in the style of 2.0.10: a header, then rows with running numbers, all fields separated by one TAB. The column of
 * the row numbers has no name, which is how R recognises row names.
 */
final class NumberedRows implements VectorText {
    private static final int ROW_NUMBER_DIGITS = 6;

    private final RowBuffer buffer = new RowBuffer();
    private long rows;

    NumberedRows header(String columns) {
        buffer.text(columns).endOfRow();
        return this;
    }

    /**
     * Begins a row with its number and its times; its other fields follow, each behind a TAB.
     *
     * @param absMicros since 1970
     * @param relMicros since the first statistics event
     */
    RowBuffer beginRow(long absMicros, long relMicros) {
        return buffer.digits(++rows, ROW_NUMBER_DIGITS)
                .tab()
                .integer(absMicros)
                .tab()
                .fixed(relMicros, 6);
    }

    /** Whether there has been no row yet. */
    boolean isEmpty() {
        return rows == 0;
    }

    @Override
    public void begin(long firstEventMicros) {
        // Its rows have the time since 1970.
    }

    @Override
    public boolean isWellFilled() {
        return buffer.isWellFilled();
    }

    @Override
    public void writeTo(OutputFile output) throws IOException {
        buffer.writeTo(output);
    }

    @Override
    public void clear() {
        buffer.clear();
    }
}
