// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * One question for the time of the passive node's clock, and its answer (Cristian's algorithm). Whatever part of the round
 * trip each way took, when the passive node read its clock the active node's showed a time from {@code sentMicros} to
 * {@code receivedMicros}: so the offset is known to half the round trip, and to no less, since asymmetry cannot be seen.
 * Times are in microseconds since 1970, without fractions, as data messages bear them.
 *
 * @param sentMicros active node's clock when the question was sent
 * @param toldMicros passive node's clock
 * @param receivedMicros active node's clock when the answer came
 */
public record ClockSample(long sentMicros, long toldMicros, long receivedMicros) {
    /** Cut-off fractions of a microsecond at each end. */
    private static final double RESOLUTION_MICROS = 1;

    /** Whether time did not go backwards, as it does when a clock is set. */
    public boolean isPossible() {
        return receivedMicros >= sentMicros;
    }

    /** The middle of the round trip, by the active node's clock. */
    public long atMicros() {
        return sentMicros + roundTripMicros() / 2;
    }

    public long roundTripMicros() {
        return receivedMicros - sentMicros;
    }

    /** Passive node's clock minus active node's, if both ways took the same time. */
    public double offsetMicros() {
        return ((double) (toldMicros - sentMicros) + (toldMicros - receivedMicros)) / 2;
    }

    /** What the true offset may be away from {@link #offsetMicros} at most. */
    public double errorMicros() {
        return roundTripMicros() / 2.0 + RESOLUTION_MICROS;
    }
}
