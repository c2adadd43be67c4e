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

    /** Of exp(-40) nothing is seen beside 1. */
    private static final double NEGLIGIBLE = 40;

    private static final int SIMPSON_STEPS = 20_000;

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
    public double expectation() {
        if (standardDeviation == 0) {
            return mean;
        }
        double truncation = 0 - mean / standardDeviation; // not -0
        if (truncation == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (truncation >= 0) {
            return standardDeviation * tailMoment(1, truncation) / tailMoment(0, truncation);
        }
        // Mills' ratio below 0, of that above 0.
        double mills = Math.sqrt(2 * Math.PI) * Math.exp(truncation * truncation / 2) - tailMoment(0, -truncation);
        return mean + standardDeviation / mills;
    }

    /**
     * The integral over x > 0 of x^order exp(-truncation x - x^2/2), by Simpson's rule up to where nothing is left: Mills'
     * ratio (order 0), and the ratio of which to that is the mean excess over the truncation (order 1).
     *
     * @param truncation 0 or more
     */
    private static double tailMoment(int order, double truncation) {
        double step = Math.min(NEGLIGIBLE / truncation, Math.sqrt(2 * NEGLIGIBLE)) / SIMPSON_STEPS;
        double sum = 0;
        for (int i = 0; i <= SIMPSON_STEPS; i++) {
            double x = i * step;
            int weight = i == 0 || i == SIMPSON_STEPS ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.pow(x, order) * Math.exp(-x * (truncation + x / 2));
        }
        return sum * step / 3;
    }

    @Override
    public double supremum() {
        return standardDeviation > 0 ? Double.POSITIVE_INFINITY : mean;
    }
}
