// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;

/** What is to be written into a vector file next, whole lines. Not for several threads at once. */
interface VectorText {
    /**
     * Recording begins.
     *
     * @param firstEventMicros first statistics event, since 1970
     */
    void begin(long firstEventMicros);

    /** Whether it is time to write the lines. */
    boolean isWellFilled();

    /** Writes all lines. */
    void writeTo(OutputFile output) throws IOException;

    /** Forgets all lines. */
    void clear();
}
