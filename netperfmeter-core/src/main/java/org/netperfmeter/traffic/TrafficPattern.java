// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.Optional;

/**
 * What one direction of a flow sends. It is exactly one of silent, saturated (frame after frame, as fast as the
 * connection takes them) and paced.
 *
 * <p>The original looks at the first parameter of a law only, so that {@code uniform0,10} as a rate sends nothing
 * (lifecycle.md 5.1); here the law's values count.
 *
 * @param pace how frames follow each other
 * @param frameBytes bytes of a frame, message headers included; rounded half to even
 */
public record TrafficPattern(Pace pace, Distribution frameBytes) {
    /** Sends nothing. */
    public static final TrafficPattern SILENT = constant(0, 0);

    /** Sizes up to this one round to 0: no frame. */
    private static final double NO_BYTES = 0.5;

    /** Frames at a rate that is drawn, in frames/s. */
    public TrafficPattern(Distribution frameRate, Distribution frameBytes) {
        this(new FrameRate(frameRate), frameBytes);
    }

    /** Frames of constant size at a constant rate; rate 0: saturated. */
    public static TrafficPattern constant(double framesPerSecond, double frameBytes) {
        return new TrafficPattern(new Constant(framesPerSecond), new Constant(frameBytes));
    }

    /** Whether it never sends: no frame can have a byte, or no rate can be positive and none was meant as saturated. */
    public boolean isSilent() {
        return frameBytes.supremum() <= NO_BYTES || pace.isNever();
    }

    /** Whether it sends as fast as it can. */
    public boolean isSaturated() {
        return !isSilent() && pace.isUnlimited();
    }

    /** Whether it sends at drawn times. */
    public boolean isPaced() {
        return !isSilent() && !pace.isUnlimited();
    }

    /** The gaps between its frames, if it sends any, and these are what is drawn. */
    public Optional<FrameGap> gaps() {
        return !isSilent() && pace instanceof FrameGap gap ? Optional.of(gap) : Optional.empty();
    }

    /** No frame is larger; Integer.MAX_VALUE if there is no bound. */
    int largestFrameBytes() {
        return (int) Math.rint(frameBytes.supremum());
    }
}
