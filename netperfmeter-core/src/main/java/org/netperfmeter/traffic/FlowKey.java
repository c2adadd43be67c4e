// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * Identifies a flow at both nodes (lifecycle.md 1). IDs are unsigned on the wire: 64, 32 and 16 bits.
 *
 * @param measurementId drawn at random by the active node
 * @param flowId unsigned 32 bits
 * @param streamId 0..65535; 0 for every protocol without streams
 */
public record FlowKey(long measurementId, int flowId, int streamId) {
    public FlowKey {
        if (streamId < 0 || streamId > 0xFFFF) {
            throw new IllegalArgumentException("stream ID must be 0..65535: " + streamId);
        }
    }

    @Override
    public String toString() {
        return "flow " + Integer.toUnsignedString(flowId) + "/" + streamId + " of measurement $"
                + Long.toHexString(measurementId);
    }
}
