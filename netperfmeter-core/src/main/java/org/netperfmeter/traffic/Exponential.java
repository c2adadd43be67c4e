// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Negative exponential.
 *
 * @param mean finite, not negative; 0: always 0
 */
public record Exponential(double mean) implements Distribution {
    public static final Law LAW = new Law(
            2, "exponential", "exp", List.of("mean"), "negative exponential", values -> new Exponential(values[0]));

    public Exponential {
        Law.requireNotNegative("mean", mean);
    }

    @Override
    public double sample(RandomGenerator random) {
        // Not of u itself, which may be 0.
        return -mean * Math.log(1 - random.nextDouble());
    }

    @Override
    public Law law() {
        return LAW;
    }

    @Override
    public double parameter(int index) {
        return index == 0 ? mean : 0;
    }

    @Override
    public double expectation() {
        return mean;
    }

    @Override
    public double supremum() {
        return mean > 0 ? Double.POSITIVE_INFINITY : 0;
    }
}
