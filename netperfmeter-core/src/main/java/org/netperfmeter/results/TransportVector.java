// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;

/**
 * The vector of what the kernel says: of each connection and of each of its subflows or paths, at each statistics event and
 * at the end. The original has no such file.
 */
public abstract sealed class TransportVector extends VectorFile permits TransportRows, TransportSeries {
    TransportVector(OutputFile output, VectorText text) {
        super(output, text);
    }

    /** Writes what the kernel said at one moment. */
    public abstract void sample(TransportSamples samples) throws IOException;
}
