// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/** How evenly flows share what there is. */
final class Fairness {
    private Fairness() {}

    /**
     * Jain's index (Jain, Chiu and Hawe, DEC-TR-301): 1 if all have the same, 1/n if one has everything.
     *
     * @throws IllegalArgumentException if nobody has anything
     */
    static double jain(double... shares) {
        double sum = StatUtils.sum(shares);
        if (!(sum > 0)) {
            throw new IllegalArgumentException("nothing was shared: " + Arrays.toString(shares));
        }
        return sum * sum / (shares.length * StatUtils.sumSq(shares));
    }
}
