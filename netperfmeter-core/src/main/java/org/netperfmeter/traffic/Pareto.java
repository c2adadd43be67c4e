// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Pareto: never below its location, with a heavy tail above it.
 *
 * @param location finite, not negative; 0: always 0
 * @param shape finite, positive; the smaller, the heavier the tail (no mean up to 1, no variance up to 2)
 */
public record Pareto(double location, double shape) implements Distribution {
    public static final Law LAW = new Law(
            3,
            "pareto",
            "pareto",
            List.of("location", "shape"),
            "Pareto, from <location> upwards",
            values -> new Pareto(values[0], values[1]));

    public Pareto {
        Law.requireNotNegative("location", location);
        if (!(Law.requireFinite("shape", shape) > 0)) {
            throw new IllegalArgumentException("shape must be positive: " + shape);
        }
    }

    @Override
    public double sample(RandomGenerator random) {
        if (location == 0) {
            return 0; // otherwise 0 / 0 where the power underflows
        }
        double u;
        do {
            u = random.nextDouble();
        } while (u == 0);
        return location / Math.pow(u, 1 / shape);
    }

    @Override
    public Law law() {
        return LAW;
    }

    @Override
    public double parameter(int index) {
        return index == 0 ? location : index == 1 ? shape : 0;
    }

    @Override
    public double expectation() {
        if (location == 0) {
            return 0;
        }
        return shape > 1 ? location * (shape / (shape - 1)) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double supremum() {
        return location > 0 ? Double.POSITIVE_INFINITY : 0;
    }
}
