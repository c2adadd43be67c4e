// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.random.RandomGenerator;

/**
 * Frames at a rate that is drawn for each gap, which is its reciprocal.
 *
 * @param perSecond frames/s; a constant of 0 or less: as fast as possible; draws of other laws that are not positive: the
 *     next frame is due at once
 */
public record FrameRate(Distribution perSecond) implements Pace {
    /** Rates up to this one mean "saturated" if constant (lifecycle.md 5.1). */
    private static final double NO_RATE = 1e-9;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;

    /**
     * The constant rate by which frames of these sizes have this bit rate: that of their mean size.
     *
     * @param bitsPerSecond positive; of frames, message headers included, as in the results
     * @throws IllegalArgumentException if no rate gives it
     */
    public static FrameRate ofBits(double bitsPerSecond, Distribution frameBytes) {
        if (!(Law.requireFinite("bit rate", bitsPerSecond) > 0)) {
            throw new IllegalArgumentException("bit rate must be positive: " + bitsPerSecond);
        }
        double meanBytes = frameBytes.expectation();
        if (!(meanBytes >= FlowOptions.MIN_MESSAGE_BYTES && meanBytes < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a bit rate needs frames with a mean size of "
                    + FlowOptions.MIN_MESSAGE_BYTES + " bytes or more, not " + meanBytes);
        }
        return new FrameRate(new Constant(bitsPerSecond / BITS_PER_BYTE / meanBytes));
    }

    @Override
    public double drawGapNanos(RandomGenerator random) {
        double framesPerSecond = perSecond.sample(random);
        return framesPerSecond > 0 ? NANOS_PER_SECOND / framesPerSecond : AT_ONCE;
    }

    @Override
    public boolean isUnlimited() {
        return perSecond instanceof Constant constant && constant.value() <= NO_RATE;
    }

    @Override
    public boolean isNever() {
        return !isUnlimited() && perSecond.supremum() <= NO_RATE;
    }
}
