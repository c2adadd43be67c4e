// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.List;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.results.MeasurementSample;

/**
 * The state of a node, for a live display.
 *
 * @param absMicros when this is, since 1970
 * @param elapsedMicros since the node began to run (active: since Start)
 * @param intervalMicros since the last tick
 * @param transmittedBytes of all flows, since the node began
 * @param transmittedBitsPerSecond since the last tick
 * @param perFlow of the flows that there are, in the order of their creation
 */
public record NodeTick(
        long absMicros,
        long elapsedMicros,
        long intervalMicros,
        int flows,
        int measurements,
        long transmittedBytes,
        long receivedBytes,
        double transmittedBitsPerSecond,
        double receivedBitsPerSecond,
        CpuUsage cpu,
        List<MeasurementSample.Flow> perFlow) {
    public NodeTick {
        perFlow = List.copyOf(perFlow);
    }
}
