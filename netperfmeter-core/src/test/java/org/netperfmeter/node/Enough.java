// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.netperfmeter.results.MeasurementSample;
import org.netperfmeter.traffic.FlowDefinition;

/** When an active node has measured enough, by what its ticks show. */
final class Enough {
    private Enough() {}

    /** Each flow has sent and received so many frames, as far as there are to be any. */
    static Predicate<NodeTick> frames(int count) {
        return tick -> tick.perFlow().stream().allMatch(flow -> hasFrames(flow, count));
    }

    private static boolean hasFrames(MeasurementSample.Flow flow, int count) {
        FlowDefinition definition = flow.definition();
        return (definition.outbound().isSilent() || flow.now().transmittedFrames() >= count)
                && (definition.inbound().isSilent() || flow.now().receivedFrames() >= count);
    }

    /** So many intervals are over. */
    static Predicate<NodeTick> intervals(int count) {
        AtomicInteger ticks = new AtomicInteger();
        return tick -> ticks.incrementAndGet() >= count;
    }
}
