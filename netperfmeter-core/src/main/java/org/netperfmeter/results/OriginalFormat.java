// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.netperfmeter.traffic.FlowDefinition;

/**
 * The original's files (results.md 5 to 7), vectors in the style of 2.0.10. What its scalar file has no place for follows at
 * the end, as comment lines, which readers of scalar files skip (tools.md 2.4).
 */
record OriginalFormat() implements ResultFormat {
    private static final int RESERVED_BYTES = 1 << 17;
    private static final int RESERVED_BYTES_PER_FLOW = 1 << 13;

    /** Its header is written at once, as in the original. */
    @Override
    public FlowVector flowVector(OutputFile output, FlowDefinition flow, Optional<LongUnaryOperator> delayCorrection) {
        return new FlowRows(output, delayCorrection);
    }

    @Override
    public MeasurementVector measurementVector(OutputFile output) {
        return new MeasurementRows(output);
    }

    @Override
    public TransportVector transportVector(OutputFile output) {
        return new TransportRows(output);
    }

    @Override
    public void reserveScalars(OutputFile output, int flows) throws IOException {
        output.reserve(RESERVED_BYTES + (long) flows * RESERVED_BYTES_PER_FLOW);
    }

    @Override
    public void writeScalars(MeasurementReport report, OutputFile output) throws IOException {
        ScalarLines lines = new ScalarLines(report, ResultObject::flow);
        report.flows().forEach(lines::flow);
        lines.node();
        lines.comments(Integer.MAX_VALUE);
        lines.writeTo(output);
    }
}
