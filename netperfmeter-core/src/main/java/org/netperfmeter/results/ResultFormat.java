// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.netperfmeter.traffic.FlowDefinition;

/** How one node writes the vectors and scalars of a measurement. Outputs are not finished by it. */
public sealed interface ResultFormat permits OriginalFormat, OmnetppFormat {
    /** As the original writes them. */
    static ResultFormat original() {
        return new OriginalFormat();
    }

    /**
     * As OMNeT++ 5 and 6 read them.
     *
     * @param active whether this is the active node
     * @param seed of all that is drawn
     */
    static ResultFormat omnetpp(boolean active, long measurementId, long seed) {
        return new OmnetppFormat(new OmnetppRun(active, measurementId, seed));
    }

    /**
     * The vector of a flow: what there is to tell of each message that it receives.
     *
     * @param delayCorrection if delays are to be corrected by what the clocks of both nodes differ: what is to be added to
     *     the delay of a message, in microseconds, by the time at which it was received, in microseconds since 1970. It is
     *     written as well, so that the raw delay is the one minus the other
     */
    FlowVector flowVector(OutputFile output, FlowDefinition flow, Optional<LongUnaryOperator> delayCorrection);

    /** The vector of a measurement: the counters of all flows at each statistics event. */
    MeasurementVector measurementVector(OutputFile output);

    /** The vector of what the kernel says of connections. */
    TransportVector transportVector(OutputFile output);

    /** Makes sure that the disk has room for the scalars when they come. */
    void reserveScalars(OutputFile output, int flows) throws IOException;

    void writeScalars(MeasurementReport report, OutputFile output) throws IOException;
}
