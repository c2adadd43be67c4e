// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.random.RandomGenerator;

/**
 * From what the gaps between the frames of one direction are drawn: from a law of rates, or from one of the gaps themselves.
 * The two are not the same: the reciprocals of exponential rates are no exponential gaps.
 */
public sealed interface Pace permits FrameRate, FrameGap {
    /** What {@link #drawGapNanos} returns if the next frame is due at once, however late this one was. */
    double AT_ONCE = -1;

    /** Draws the gap between two frames in nanoseconds, 0 or more, may be infinite; or {@link #AT_ONCE}. */
    double drawGapNanos(RandomGenerator random);

    /** Whether it means "as fast as possible". */
    boolean isUnlimited();

    /** Whether it means that no frame is ever due. */
    boolean isNever();
}
