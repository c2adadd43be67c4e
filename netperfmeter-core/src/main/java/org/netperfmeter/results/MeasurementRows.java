// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import org.netperfmeter.measurement.Volume;

/**
 * Three rows a flow and three for the total at each statistics event (results.md 6). The header comes with the first sample,
 * as in the original: a measurement that ends before it leaves an empty file.
 */
final class MeasurementRows extends MeasurementVector {
    private static final String COLUMNS = String.join(
            "\t",
            "AbsTime",
            "RelTime",
            "Interval",
            "FlowID",
            "Description",
            "Jitter",
            "Action",
            "AbsBytes",
            "AbsPackets",
            "AbsFrames",
            "RelBytes",
            "RelPackets",
            "RelFrames");

    private final NumberedRows rows;

    MeasurementRows(OutputFile output) {
        this(output, new NumberedRows());
    }

    private MeasurementRows(OutputFile output, NumberedRows rows) {
        super(output, rows);
        this.rows = rows;
    }

    @Override
    public void sample(MeasurementSample sample) throws IOException {
        if (rows.isEmpty()) {
            rows.header(COLUMNS);
        }
        for (MeasurementSample.Flow flow : sample.flows()) {
            String label = Integer.toUnsignedString(flow.definition().flowId())
                    + '\t'
                    + QuotedText.field(flow.definition().description())
                    + '\t'
                    + DecimalText.fixed(flow.now().jitterMillis(), 3);
            rows(sample, label, flow.sent(), flow.received(), flow.lost());
        }
        rows(sample, "-1\t\"Total\"\t0", sample.sent(), sample.received(), sample.lost());
    }

    private void rows(
            MeasurementSample sample,
            String label,
            MeasurementSample.Progress sent,
            MeasurementSample.Progress received,
            MeasurementSample.Progress lost)
            throws IOException {
        row(sample, label + "\t\"Sent\"", sent);
        row(sample, label + "\t\"Received\"", received);
        row(sample, label + "\t\"Lost\"", lost);
    }

    private void row(MeasurementSample sample, String label, MeasurementSample.Progress progress) throws IOException {
        RowBuffer row = rows.beginRow(sample.absMicros(), sample.relMicros())
                .tab()
                .fixed(sample.intervalMicros(), 6)
                .tab()
                .text(label);
        volume(row, progress.total());
        volume(row, progress.increase());
        row.endOfRow();
        rowsEnd();
    }

    private static void volume(RowBuffer row, Volume volume) {
        row.tab().integer(volume.bytes());
        row.tab().integer(volume.packets());
        row.tab().integer(volume.frames());
    }
}
