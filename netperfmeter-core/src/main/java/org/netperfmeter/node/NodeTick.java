// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import org.netperfmeter.measurement.CpuUsage;

/**
 * The state of a node, for a live display.
 *
 * @param elapsedMicros since the node began to run (active: since Start)
 * @param transmittedBytes of all flows, since the node began
 * @param transmittedBitsPerSecond since the last tick
 */
public record NodeTick(
        long elapsedMicros,
        int flows,
        int measurements,
        long transmittedBytes,
        long receivedBytes,
        double transmittedBitsPerSecond,
        double receivedBitsPerSecond,
        CpuUsage cpu) {}
