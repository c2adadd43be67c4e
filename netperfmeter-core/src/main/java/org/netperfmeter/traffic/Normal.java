// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Normal (Gaussian). Draws may be negative; what uses them says what that means.
 *
 * @param mean finite
 * @param standardDeviation finite, not negative
 */
public record Normal(double mean, double standardDeviation) implements Distribution {
    public static final Law LAW = new Law(
            4, "normal", "normal", List.of("mean", "stddev"), "normal", values -> new Normal(values[0], values[1]));

    public Normal {
        Law.requireFinite("mean", mean);
        Law.requireNotNegative("standard deviation", standardDeviation);
    }

    @Override
    public double sample(RandomGenerator random) {
        return mean + standardDeviation * standardSample(random);
    }

    /** Mean 0, standard deviation 1: Box and Muller's cosine. */
    static double standardSample(RandomGenerator random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    @Override
    public Law law() {
        return LAW;
    }

    @Override
    public double parameter(int index) {
        return index == 0 ? mean : index == 1 ? standardDeviation : 0;
    }

    @Override
    public double expectation() {
        return mean;
    }

    @Override
    public double supremum() {
        return standardDeviation > 0 ? Double.POSITIVE_INFINITY : mean;
    }
}
