// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * What one direction of a flow sends. It is exactly one of silent, saturated (frame after frame, as fast as the
 * connection takes them) and paced.
 *
 * <p>The original looks at the first parameter of a law only, so that {@code uniform0,10} as a rate sends nothing
 * (lifecycle.md 5.1); here the law's values count.
 *
 * @param frameRate frames/s; the gap to the next frame is the reciprocal of a draw. A draw of a paced flow that is not
 *     positive: the next frame is due at once
 * @param frameBytes bytes of a frame, message headers included; rounded half to even
 */
public record TrafficPattern(Distribution frameRate, Distribution frameBytes) {
    /** Sends nothing. */
    public static final TrafficPattern SILENT = constant(0, 0);

    /** Rates up to this one mean "saturated" if constant (lifecycle.md 5.1). */
    private static final double NO_RATE = 1e-9;

    /** Sizes up to this one round to 0: no frame. */
    private static final double NO_BYTES = 0.5;

    /** Frames of constant size at a constant rate; rate 0: saturated. */
    public static TrafficPattern constant(double framesPerSecond, double frameBytes) {
        return new TrafficPattern(new Constant(framesPerSecond), new Constant(frameBytes));
    }

    /** Whether it never sends: no frame can have a byte, or no rate can be positive and none was meant as saturated. */
    public boolean isSilent() {
        return frameBytes.supremum() <= NO_BYTES || (!isRateConstantZero() && frameRate.supremum() <= NO_RATE);
    }

    /** Whether it sends as fast as it can. */
    public boolean isSaturated() {
        return !isSilent() && isRateConstantZero();
    }

    /** Whether it sends at drawn times. */
    public boolean isPaced() {
        return !isSilent() && !isRateConstantZero();
    }

    /** No frame is larger; Integer.MAX_VALUE if there is no bound. */
    int largestFrameBytes() {
        return (int) Math.rint(frameBytes.supremum());
    }

    private boolean isRateConstantZero() {
        return frameRate instanceof Constant constant && constant.value() <= NO_RATE;
    }
}
