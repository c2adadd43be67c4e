// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

/**
 * How two clocks differ: by an offset, the clock of the passive node minus that of the active node, that changes evenly.
 *
 * @param referenceMicros when the offset is as it is given, by the active node's clock, since 1970
 * @param offsetMicros positive if the passive node's clock is ahead
 * @param drift change of the offset by time of the active node's clock: 1e-6 is one microsecond a second, 1 ppm. Above
 *     {@value #LEAST_DRIFT}, since time passes at both nodes
 */
public record ClockLine(long referenceMicros, double offsetMicros, double drift) {
    static final double LEAST_DRIFT = -1;

    public ClockLine {
        if (!Double.isFinite(offsetMicros) || !Double.isFinite(drift) || drift <= LEAST_DRIFT) {
            throw new IllegalArgumentException("no offset of clocks: " + offsetMicros + " us, drift " + drift);
        }
    }

    /** The offset at a time of the active node's clock. */
    public double offsetMicros(long activeMicros) {
        return offsetMicros + drift * (activeMicros - referenceMicros);
    }

    /** The offset at a time of the passive node's clock. */
    public double offsetMicrosByPassive(long passiveMicros) {
        double passiveSince = passiveMicros - referenceMicros - offsetMicros;
        return offsetMicros + drift * passiveSince / (1 + drift);
    }
}
