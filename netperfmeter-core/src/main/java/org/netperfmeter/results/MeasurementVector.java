// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import org.netperfmeter.measurement.Volume;

/**
 * The vector of a measurement (results.md 6). The header comes with the first sample, as in the original: a measurement that
 * ends before it leaves an empty file.
 */
public final class MeasurementVector extends VectorFile {
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

    MeasurementVector(OutputFile output) {
        super(output);
    }

    /** Writes the rows of one statistics event: three a flow, three for the total. */
    public void sample(MeasurementSample sample) throws IOException {
        if (rows() == 0) {
            header(COLUMNS);
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
        RowBuffer row = beginRow()
                .tab()
                .integer(sample.absMicros())
                .tab()
                .fixed(sample.relMicros(), 6)
                .tab()
                .fixed(sample.intervalMicros(), 6)
                .tab()
                .text(label);
        volume(row, progress.total());
        volume(row, progress.increase());
        endRow();
    }

    private static void volume(RowBuffer row, Volume volume) {
        row.tab().integer(volume.bytes());
        row.tab().integer(volume.packets());
        row.tab().integer(volume.frames());
    }
}
