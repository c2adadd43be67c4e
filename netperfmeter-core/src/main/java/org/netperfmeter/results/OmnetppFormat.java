// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.netperfmeter.traffic.FlowDefinition;

/** Files of a run, as OMNeT++ has them. Version 2 is that of OMNeT++ 5; 6 reads it as well. */
record OmnetppFormat(OmnetppRun run) implements ResultFormat {
    private static final int RESERVED_BYTES = 1 << 17;
    private static final int RESERVED_BYTES_PER_FLOW = 1 << 16;

    @Override
    public FlowVector flowVector(OutputFile output, FlowDefinition flow, Optional<LongUnaryOperator> delayCorrection) {
        return new FlowSeries(output, run, flow, delayCorrection);
    }

    @Override
    public MeasurementVector measurementVector(OutputFile output) {
        return new MeasurementSeries(output, run);
    }

    @Override
    public TransportVector transportVector(OutputFile output) {
        return new TransportSeries(output, run);
    }

    @Override
    public void reserveScalars(OutputFile output, int flows) throws IOException {
        output.reserve(RESERVED_BYTES + (long) flows * RESERVED_BYTES_PER_FLOW);
    }

    @Override
    public void writeScalars(MeasurementReport report, OutputFile output) throws IOException {
        ScalarLines lines = new ScalarLines(report, ResultObject::flowOfStream);
        lines.text(run.header(report));
        for (MeasurementReport.Flow flow : report.flows()) {
            lines.flow(flow);
            lines.text(OmnetppHistograms.of(run.module(flow.definition()), flow));
        }
        lines.node();
        lines.comments(OmnetppRun.MAX_VALUE_CHARACTERS);
        lines.writeTo(output);
    }
}
