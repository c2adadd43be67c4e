// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Normal, given that it is not negative.
 *
 * <p>Negative draws are repeated, as the original does. Where most draws would be negative (a mean more than one standard
 * deviation below 0; the original may then draw forever) the same law is drawn from its tail directly.
 *
 * @param mean of the law before truncation, finite; may be negative unless the standard deviation is 0
 * @param standardDeviation of the law before truncation, finite, not negative
 */
public record TruncatedNormal(double mean, double standardDeviation) implements Distribution {
    public static final Law LAW = new Law(
            5,
            "truncnormal",
            "truncnormal",
            List.of("mean", "stddev"),
            "normal, negative draws repeated",
            values -> new TruncatedNormal(values[0], values[1]));

    public TruncatedNormal {
        Law.requireFinite("mean", mean);
        Law.requireNotNegative("standard deviation", standardDeviation);
        if (standardDeviation == 0 && mean < 0) {
            throw new IllegalArgumentException("mean " + mean + " with standard deviation 0 is never positive");
        }
    }

    @Override
    public double sample(RandomGenerator random) {
        if (mean < -standardDeviation) {
            return sampleTail(random);
        }
        double value;
        do {
            value = mean + standardDeviation * Normal.standardSample(random);
        } while (value < 0);
        return value;
    }

    /**
     * C. P. Robert, "Simulation of truncated normal variables" (1995), section 2.1: exponential draws from the point of
     * truncation, of which at least three quarters are accepted. Written with the excess over that point, so that no
     * digits cancel however far out it lies.
     */
    private double sampleTail(RandomGenerator random) {
        double truncation = -mean / standardDeviation;
        double decay = (truncation + Math.hypot(truncation, 2)) / 2;
        double excess;
        double distance;
        do {
            excess = -Math.log(1 - random.nextDouble()) / decay;
            distance = excess - 1 / decay; // = (truncation + excess) - decay
        } while (random.nextDouble() > Math.exp(-distance * distance / 2));
        return standardDeviation * excess;
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
    public double supremum() {
        return standardDeviation > 0 ? Double.POSITIVE_INFINITY : mean;
    }
}
