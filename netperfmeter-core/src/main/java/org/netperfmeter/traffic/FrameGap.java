// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.random.RandomGenerator;

/**
 * Frames with a gap between them that is drawn; with exponential ones they are a Poisson process.
 *
 * @param seconds from the due time of a frame to that of the next; negative draws count as 0. Some must be positive
 */
public record FrameGap(Distribution seconds) implements Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    public FrameGap {
        if (!(seconds.supremum() > 0)) {
            throw new IllegalArgumentException("gaps must take time; \"as fast as possible\" is the rate 0");
        }
    }

    @Override
    public double drawGapNanos(RandomGenerator random) {
        return Math.max(0, seconds.sample(random) * NANOS_PER_SECOND);
    }

    @Override
    public boolean isUnlimited() {
        return false;
    }

    @Override
    public boolean isNever() {
        return false;
    }
}
