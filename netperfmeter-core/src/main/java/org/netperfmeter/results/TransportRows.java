// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;

/**
 * A row a connection and one for each of its subflows or paths, at each statistics event
 * and at the end. A number that the kernel did not tell is {@code nan}.
 */
final class TransportRows extends TransportVector {
    private static final String COLUMNS = String.join(
                    "\t",
                    "AbsTime",
                    "RelTime",
                    "Interval",
                    "FlowID",
                    "Description",
                    "Protocol",
                    "Part",
                    "PartID",
                    "LocalAddress",
                    "RemoteAddress",
                    "State")
            + Arrays.stream(PathMetric.values())
                    .map(metric -> "\t" + metric.column())
                    .collect(Collectors.joining());
    private static final String UNKNOWN = "nan";

    private final NumberedRows rows;

    /** Its header is there at once. */
    TransportRows(OutputFile output) {
        this(output, new NumberedRows().header(COLUMNS));
    }

    private TransportRows(OutputFile output, NumberedRows rows) {
        super(output, rows);
        this.rows = rows;
    }

    @Override
    public void sample(TransportSamples samples) throws IOException {
        for (TransportSamples.Connection connection : samples.connections()) {
            for (PathSample path : connection.paths()) {
                row(samples, connection, path);
            }
        }
    }

    private void row(TransportSamples samples, TransportSamples.Connection connection, PathSample path)
            throws IOException {
        RowBuffer row = rows.beginRow(samples.absMicros(), samples.relMicros())
                .tab()
                .fixed(samples.intervalMicros(), 6)
                .tab()
                .integer(Integer.toUnsignedLong(connection.flow().flowId()))
                .tab()
                .text(QuotedText.field(connection.flow().description()))
                .tab()
                .text(QuotedText.field(connection.flow().protocol().name()))
                .tab()
                .text(QuotedText.field(path.part().label()))
                .tab()
                .integer(path.id())
                .tab()
                .text(QuotedText.field(path.local()))
                .tab()
                .text(QuotedText.field(path.remote()))
                .tab()
                .text(QuotedText.field(path.state()));
        for (PathMetric metric : PathMetric.values()) {
            value(row.tab(), metric, path.value(metric));
        }
        row.endOfRow();
        rowsEnd();
    }

    private static void value(RowBuffer row, PathMetric metric, OptionalLong value) {
        if (value.isEmpty()) {
            row.text(UNKNOWN);
        } else {
            switch (metric.kind()) {
                case MILLISECONDS -> row.fixed(value.getAsLong(), 3);
                case SECONDS -> row.fixed(value.getAsLong(), 6);
                case GAUGE, COUNTER -> row.integer(value.getAsLong());
            }
        }
    }
}
