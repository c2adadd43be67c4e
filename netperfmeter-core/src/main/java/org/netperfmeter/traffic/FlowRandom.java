// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The chance of one direction of a flow. What is drawn for one purpose comes from a sequence of its own, so that it does not
 * depend on how often another was drawn before: the sizes of a saturated flow are as many as the network takes, but it is
 * switched on and off at the same times.
 */
public record FlowRandom(RandomGenerator sizes, RandomGenerator gaps, RandomGenerator onOff) {
    /**
     * Always the same for the same arguments, and otherwise independent.
     *
     * @param seed of the measurement
     * @param flowId unsigned 32 bits
     * @param streamId 0..65535
     * @param fromActive whether the active node sends this direction
     */
    public static FlowRandom of(long seed, int flowId, int streamId, boolean fromActive) {
        long flow = Integer.toUnsignedLong(flowId) << Short.SIZE | streamId;
        SplittableRandom direction = new SplittableRandom(mixed(mixed(seed) + 2 * flow + (fromActive ? 0 : 1)));
        return new FlowRandom(direction.split(), direction.split(), direction.split());
    }

    /** Leaves nothing of the order of the arguments, as they count up, in that of the results. */
    private static long mixed(long number) {
        return new SplittableRandom(number).nextLong();
    }
}
