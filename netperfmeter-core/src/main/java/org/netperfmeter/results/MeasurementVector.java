// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;

/** The vector of a measurement (results.md 6). */
public abstract sealed class MeasurementVector extends VectorFile permits MeasurementRows, MeasurementSeries {
    MeasurementVector(OutputFile output, VectorText text) {
        super(output, text);
    }

    /** Writes what there is to say at one statistics event, of each flow and of all together. */
    public abstract void sample(MeasurementSample sample) throws IOException;
}
