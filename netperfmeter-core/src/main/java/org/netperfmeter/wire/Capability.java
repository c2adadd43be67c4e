// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.util.Set;

/** What one of our nodes may be able to do for another, a bit each in its {@link Hello} (extensions.md). */
public enum Capability {
    /** It understands {@link FlowSettings}. */
    FLOW_SETTINGS(0),
    /** It sends frames with gaps of the law in {@link FlowSettings}. */
    FRAME_GAPS(1),
    /** It understands {@link MeasurementSettings}. */
    MEASUREMENT_SETTINGS(2),
    /** It writes extended scalars if {@link MeasurementSettings} say so. */
    EXTENDED_SCALARS(3),
    /** It answers a {@link ClockRequest}. */
    CLOCK_COMPARISON(4),
    /** It corrects delays in vectors if {@link MeasurementSettings} say so. */
    CORRECTED_DELAYS(5),
    /** It writes result files in the format of OMNeT++ if {@link MeasurementSettings} say so. */
    OMNETPP(6),
    /** It records what its kernel says of connections if {@link MeasurementSettings} say so. */
    TRANSPORT_VECTOR(7);

    private final long mask;

    Capability(int bit) {
        mask = 1L << bit;
    }

    /** All of these. */
    public static long maskOf(Set<Capability> capabilities) {
        return capabilities.stream().mapToLong(capability -> capability.mask).reduce(0, (some, other) -> some | other);
    }
}
