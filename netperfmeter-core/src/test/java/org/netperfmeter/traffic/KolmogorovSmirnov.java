// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The one-sample test of Kolmogorov and Smirnov. */
public final class KolmogorovSmirnov {
    /** What one sample in a thousand of the right law exceeds. */
    public static final double ONE_IN_THOUSAND = 1.95;

    private KolmogorovSmirnov() {}

    /** Checks that the samples may have come from a continuous law. */
    public static void assertFollows(DoubleUnaryOperator cumulative, double[] samples, double bound) {
        double distance = distance(cumulative, samples);
        assertTrue(samples.length > 0 && distance < bound, samples.length + " samples, distance " + distance);
    }

    /** The greatest distance of the two cumulative distributions, times the root of the number of samples. */
    public static double distance(DoubleUnaryOperator cumulative, double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double greatest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = cumulative.applyAsDouble(sorted[i]);
            greatest = Math.max(greatest, expected - (double) i / sorted.length);
            greatest = Math.max(greatest, (i + 1.0) / sorted.length - expected);
        }
        return greatest * Math.sqrt(sorted.length);
    }
}
