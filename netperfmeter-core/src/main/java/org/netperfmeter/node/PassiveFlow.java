// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.traffic.FlowDefinition;

/** A flow of a passive node: defined, and later bound to its channel. */
final class PassiveFlow implements AutoCloseable {
    private final FlowDefinition definition;

    private FlowRecord record;
    private OutputFile vector;

    PassiveFlow(FlowDefinition definition) {
        this.definition = definition;
    }

    FlowDefinition definition() {
        return definition;
    }

    /** The flow on its channel; null before it is identified. */
    FlowRecord record() {
        return record;
    }

    /** What its vector is written into; null without one. */
    OutputFile vector() {
        return vector;
    }

    void bind(FlowRecord bound, OutputFile vectorFile) {
        record = bound;
        vector = vectorFile;
    }

    /** Gives up the vector, unless it has been uploaded. */
    @Override
    public void close() {
        if (vector != null) {
            try {
                vector.close();
            } catch (IOException e) {
                // Nobody will read it.
            }
        }
    }
}
