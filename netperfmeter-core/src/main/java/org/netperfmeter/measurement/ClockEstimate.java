// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import org.netperfmeter.wire.ClockLine;

/**
 * How the clocks of the two nodes differ, as far as exchanges on the control connection show it. Offsets are the passive
 * node's clock minus the active node's. So a one-way delay towards the passive node is too long by the offset, and one
 * towards the active node too short.
 *
 * @param line the offset when the first exchange took place, and its drift; 0 if answers do not show one
 * @param errorMicros what the offset may be away from the line at most, at any time from the first exchange to the last, if
 *     both clocks run evenly, at rates that differ by {@value ClockEstimator#MAX_DRIFT} (500 ppm) at most. At least half the
 *     smallest round trip, since asymmetry cannot be seen; larger if answers came that the line does not agree with
 * @param driftError what the drift may be away from the true one at most, under the same conditions; larger if answers came
 *     that the line does not agree with. If nothing is known, 500 ppm for a line without drift
 * @param minRoundTripMicros of all exchanges
 * @param exchanges answers that the estimate is made of
 * @param jumps how often one of the clocks was seen to be set. Everything else here is about the time after the last of these
 */
public record ClockEstimate(
        ClockLine line, double errorMicros, double driftError, long minRoundTripMicros, long exchanges, int jumps) {
    private static final double PPM = 1e6;

    public ClockEstimate {
        if (!(errorMicros >= minRoundTripMicros / 2.0)) {
            throw new IllegalArgumentException("error of " + errorMicros + " us is less than half the round trip of "
                    + minRoundTripMicros + " us");
        }
    }

    /** When the offset is {@link #offsetMicros}, by the active node's clock, since 1970. */
    public long referenceMicros() {
        return line.referenceMicros();
    }

    /** Offset at {@link #referenceMicros}, in microseconds. */
    public double offsetMicros() {
        return line.offsetMicros();
    }

    /** Microseconds by which the offset grows in a second. */
    public double driftPpm() {
        return line.drift() * PPM;
    }

    /** What {@link #driftPpm} may be away from the true drift at most. */
    public double driftErrorPpm() {
        return driftError * PPM;
    }
}
