// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    private static final double ALMOST_ONE = Math.nextDown(1.0);

    // --- Exact draws (lifecycle.md 5.5) ------------------------------------------------------------------------------

    @Test
    void constantNeedsNoChance() {
        assertEquals(-3.5, new Constant(-3.5).sample(new ScriptedRandom()));
    }

    @Test
    void uniformIsLinearInItsDraw() {
        ScriptedRandom random = new ScriptedRandom(0, 0.25, 0.5, ALMOST_ONE);
        Uniform uniform = new Uniform(-2, 6);

        assertEquals(-2, uniform.sample(random));
        assertEquals(0, uniform.sample(random));
        assertEquals(2, uniform.sample(random));
        assertEquals(6, uniform.sample(random), 1e-14);
    }

    @Test
    void exponentialTakesTheLogarithmOfOneMinusItsDraw() {
        ScriptedRandom random = new ScriptedRandom(0, 0.5, 1 - Math.exp(-2), ALMOST_ONE);
        Exponential exponential = new Exponential(10);

        assertEquals(0, exponential.sample(random), Double.MIN_VALUE);
        assertEquals(10 * Math.log(2), exponential.sample(random), 1e-14);
        assertEquals(20, exponential.sample(random), 1e-14);
        assertEquals(10 * 53 * Math.log(2), exponential.sample(random), 1e-12);
    }

    @Test
    void paretoDrawsAgainForZero() {
        ScriptedRandom random = new ScriptedRandom(0, 0, 0.25, ALMOST_ONE);
        Pareto pareto = new Pareto(500, 2);

        assertEquals(1000, pareto.sample(random));
        assertEquals(500, pareto.sample(random), 1e-12);
        assertTrue(random.isUsedUp());
    }

    @Test
    void normalTakesRadiusAndThenAngle() {
        double radius3 = 1 - Math.exp(-4.5);
        ScriptedRandom random = new ScriptedRandom(0, 0.1, radius3, 0, radius3, 0.5, radius3, 0.25);
        Normal normal = new Normal(100, 10);

        assertEquals(100, normal.sample(random));
        assertEquals(130, normal.sample(random), 1e-12);
        assertEquals(70, normal.sample(random), 1e-12);
        assertEquals(100, normal.sample(random), 1e-12);
    }

    @Test
    void truncatedNormalDrawsAgainForNegativeValues() {
        double radius3 = 1 - Math.exp(-4.5);
        ScriptedRandom random = new ScriptedRandom(radius3, 0.5, radius3, 0);

        assertEquals(50, new TruncatedNormal(20, 10).sample(random), 1e-12);
        assertTrue(random.isUsedUp());
    }

    @Test
    void truncatedNormalFarBelowZeroIsDrawnFromItsTail() {
        // The truncation is at 1.5 standard deviations, so the exponential draws decay with 2.
        double excessHalf = 1 - Math.exp(-1);
        double excessOne = 1 - Math.exp(-2);
        double rejectedAbove = Math.exp(-0.125);
        ScriptedRandom random = new ScriptedRandom(excessOne, rejectedAbove + 0.01, excessHalf, ALMOST_ONE);

        assertEquals(5, new TruncatedNormal(-15, 10).sample(random), 1e-12);
        assertTrue(random.isUsedUp());
    }

    @Test
    void degenerateLawsAreConstants() {
        assertEquals(3, new Uniform(3, 3).sample(new ScriptedRandom(0.7)));
        assertEquals(0, new Exponential(0).sample(new ScriptedRandom(0.7)));
        assertEquals(0, new Pareto(0, 0.001).sample(new ScriptedRandom(Double.MIN_NORMAL)));
        assertEquals(-3, new Normal(-3, 0).sample(new ScriptedRandom(0.7, 0.2)));
        assertEquals(3, new TruncatedNormal(3, 0).sample(new ScriptedRandom(0.7, 0.2)));
    }

    @Test
    void heavyTailOverflowsToInfinity() {
        assertEquals(Double.POSITIVE_INFINITY, new Pareto(1, 0.001).sample(new ScriptedRandom(0.1)));
    }

    @Test
    void impossiblyFarTailEndsAtOnce() {
        SplittableRandom random = new SplittableRandom(1);

        assertEquals(0, new TruncatedNormal(-1e300, 1).sample(random), 1e-290);
        assertEquals(0, new TruncatedNormal(-Double.MAX_VALUE, 1e-300).sample(random));
    }

    // --- Statistics of many draws ------------------------------------------------------------------------------------

    static Stream<Arguments> lawsWithMoments() {
        double bend =
                1 / Math.sqrt(2 * Math.PI) * Math.exp(-0.125) / new NormalDistribution().cumulativeProbability(0.5);
        return Stream.of(
                Arguments.of(new Uniform(900, 1100), 1000, 200 / Math.sqrt(12)),
                Arguments.of(new Uniform(-5, 1), -2, 6 / Math.sqrt(12)),
                Arguments.of(new Exponential(100), 100, 100),
                Arguments.of(new Pareto(500, 5), 500 * 5 / 4.0, 500 * Math.sqrt(5 / (16.0 * 3))),
                Arguments.of(new Normal(1000, 50), 1000, 50),
                Arguments.of(new Normal(-2, 3), -2, 3),
                Arguments.of(new TruncatedNormal(10, 1), 10, 1),
                Arguments.of(new TruncatedNormal(1, 2), 1 + 2 * bend, 2 * Math.sqrt(1 - 0.5 * bend - bend * bend)));
    }

    /** Five standard errors: a correct law fails once in two million seeds, and this seed does not. */
    @ParameterizedTest
    @MethodSource("lawsWithMoments")
    void meanAndVarianceAreThoseOfTheLaw(Distribution law, double mean, double deviation) {
        double[] draws = draws(law);
        double drawnMean = Arrays.stream(draws).average().orElseThrow();
        double[] squares =
                Arrays.stream(draws).map(draw -> (draw - mean) * (draw - mean)).toArray();
        double drawnVariance = Arrays.stream(squares).average().orElseThrow();
        double errorOfVariance = Math.sqrt(Arrays.stream(squares)
                        .map(square -> (square - drawnVariance) * (square - drawnVariance))
                        .average()
                        .orElseThrow()
                / draws.length);

        assertEquals(mean, law.expectation(), 1e-12 * Math.abs(mean));
        assertEquals(mean, drawnMean, 5 * deviation / Math.sqrt(draws.length));
        assertEquals(deviation * deviation, drawnVariance, 5 * errorOfVariance);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-30, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 30})
    void expectationOfTheTruncatedNormalIsThatOfTheTextbook(double mean) {
        double hazard = Math.sqrt(2 / Math.PI) * Math.exp(-mean * mean / 2) / Erf.erfc(-mean / Math.sqrt(2));
        double expected = mean + hazard;
        // Far out, the textbook's difference has lost its digits.
        assertEquals(10 * expected, new TruncatedNormal(10 * mean, 10).expectation(), mean < -3 ? 1e-6 : 1e-10);
    }

    @Test
    void expectationsAtTheEdge() {
        assertEquals(5, new Constant(5).expectation());
        assertEquals(0, new Pareto(0, 0.5).expectation());
        assertEquals(Double.POSITIVE_INFINITY, new Pareto(5, 1).expectation());
        assertEquals(3, new TruncatedNormal(3, 0).expectation());
        assertEquals(1e-7, new TruncatedNormal(-1e9, 10).expectation(), 1e-18);
        assertEquals(0, new TruncatedNormal(-Double.MAX_VALUE, 1e-300).expectation());
        assertEquals(1e300, new TruncatedNormal(1e300, 1).expectation());
    }

    static Stream<Arguments> lawsWithCumulative() {
        return Stream.of(
                Arguments.of(new Uniform(-1, 3), (DoubleUnaryOperator)
                        new UniformRealDistribution(-1, 3)::cumulativeProbability),
                Arguments.of(new Exponential(5), (DoubleUnaryOperator)
                        new ExponentialDistribution(5)::cumulativeProbability),
                Arguments.of(new Pareto(500, 0.5), (DoubleUnaryOperator)
                        new ParetoDistribution(500, 0.5)::cumulativeProbability),
                Arguments.of(new Pareto(40, 2.5), (DoubleUnaryOperator)
                        new ParetoDistribution(40, 2.5)::cumulativeProbability),
                Arguments.of(
                        new Normal(7, 2), (DoubleUnaryOperator) new NormalDistribution(7, 2)::cumulativeProbability),
                Arguments.of(new TruncatedNormal(3, 2), truncatedNormal(3, 2)),
                Arguments.of(new TruncatedNormal(0, 1), truncatedNormal(0, 1)),
                Arguments.of(new TruncatedNormal(-1, 1), truncatedNormal(-1, 1)),
                Arguments.of(new TruncatedNormal(-1.01, 1), truncatedNormal(-1.01, 1)),
                Arguments.of(new TruncatedNormal(-30, 10), truncatedNormal(-30, 10)),
                Arguments.of(new TruncatedNormal(-8, 1), truncatedNormal(-8, 1)),
                // So far out the law is exponential, with mean sd^2/-mean.
                Arguments.of(new TruncatedNormal(-1e9, 10), (DoubleUnaryOperator)
                        new ExponentialDistribution(1e-7)::cumulativeProbability));
    }

    private static DoubleUnaryOperator truncatedNormal(double mean, double deviation) {
        double scale = deviation * Math.sqrt(2);
        return value -> 1 - Erf.erfc((value - mean) / scale) / Erf.erfc(-mean / scale);
    }

    @ParameterizedTest
    @MethodSource("lawsWithCumulative")
    void drawsFollowTheCumulativeDistribution(Distribution law, DoubleUnaryOperator cumulative) {
        KolmogorovSmirnov.assertFollows(cumulative, draws(law), KolmogorovSmirnov.ONE_IN_THOUSAND);
    }

    private static double[] draws(Distribution law) {
        SplittableRandom random = new SplittableRandom(20240229);
        double[] draws = new double[100_000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = law.sample(random);
        }
        return draws;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sameSeedGivesTheSameDraws(long seed) {
        for (Law law : Law.all()) {
            Distribution distribution = law.create(3, 4);
            SplittableRandom one = new SplittableRandom(seed);
            SplittableRandom other = new SplittableRandom(seed);
            for (int i = 0; i < 100; i++) {
                assertEquals(distribution.sample(one), distribution.sample(other));
            }
        }
    }

    @Test
    void noDrawExceedsTheSupremum() {
        List<Distribution> laws = List.of(
                new Constant(5),
                new Uniform(-3, 5),
                new Exponential(5),
                new Exponential(0),
                new Pareto(5, 1),
                new Pareto(0, 1),
                new Normal(-3, 0),
                new Normal(-3, 1),
                new TruncatedNormal(3, 0),
                new TruncatedNormal(-3, 1));
        SplittableRandom random = new SplittableRandom(7);
        for (Distribution law : laws) {
            for (int i = 0; i < 1000; i++) {
                assertTrue(law.sample(random) <= law.supremum(), law.toString());
            }
        }
        assertEquals(
                List.of(
                        5.0,
                        5.0,
                        Double.POSITIVE_INFINITY,
                        0.0,
                        Double.POSITIVE_INFINITY,
                        0.0,
                        -3.0,
                        Double.POSITIVE_INFINITY,
                        3.0,
                        Double.POSITIVE_INFINITY),
                laws.stream().map(Distribution::supremum).toList());
    }

    // --- Checks and declarations -------------------------------------------------------------------------------------

    static Stream<Arguments> invalid() {
        return Stream.of(
                invalid(() -> new Constant(Double.NaN), "value must be finite: NaN"),
                invalid(() -> new Uniform(2, 1), "upper bound 1.0 must not be below lower bound 2.0"),
                invalid(() -> new Uniform(Double.NEGATIVE_INFINITY, 1), "lower bound must be finite: -Infinity"),
                invalid(() -> new Uniform(1, Double.NaN), "upper bound must be finite: NaN"),
                invalid(
                        () -> new Uniform(-Double.MAX_VALUE, Double.MAX_VALUE),
                        "width of the interval must be finite: Infinity"),
                invalid(() -> new Exponential(-1), "mean must not be negative: -1.0"),
                invalid(() -> new Exponential(Double.POSITIVE_INFINITY), "mean must be finite: Infinity"),
                invalid(() -> new Pareto(1, 0), "shape must be positive: 0.0"),
                invalid(() -> new Pareto(1, -2), "shape must be positive: -2.0"),
                invalid(() -> new Pareto(1, Double.NaN), "shape must be finite: NaN"),
                invalid(() -> new Pareto(-1, 1), "location must not be negative: -1.0"),
                invalid(() -> new Normal(1, -1), "standard deviation must not be negative: -1.0"),
                invalid(() -> new Normal(Double.NaN, 1), "mean must be finite: NaN"),
                invalid(() -> new TruncatedNormal(1, -1), "standard deviation must not be negative: -1.0"),
                invalid(() -> new TruncatedNormal(-1, 0), "mean -1.0 with standard deviation 0 is never positive"));
    }

    private static Arguments invalid(Supplier<Distribution> law, String message) {
        return Arguments.of(law, message);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void parametersAreCheckedAtBirth(Supplier<Distribution> law, String message) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, law::get).getMessage());
    }

    @Test
    void lawsHaveTheirCodesNamesAndForms() {
        assertEquals(
                List.of(
                        "0 constant const<value>",
                        "1 uniform uniform<from>,<to>",
                        "2 exponential exp<mean>",
                        "4 normal normal<mean>,<stddev>",
                        "5 truncnormal truncnormal<mean>,<stddev>",
                        "3 pareto pareto<location>,<shape>"),
                Law.all().stream()
                        .map(law -> law.code() + " " + law.name() + " " + law.syntax())
                        .toList());
    }

    @Test
    void parametersTravelInTheirOrderAndUnusedOnesAreZero() {
        for (Law law : Law.all()) {
            Distribution distribution = law.create(3, 4, 9, 9);
            assertEquals(law, distribution.law());
            assertEquals(law.code(), distribution.code());
            assertEquals(3, distribution.parameter(0));
            assertEquals(law.parameterNames().size() == 2 ? 4 : 0, distribution.parameter(1));
            assertEquals(0, distribution.parameter(2));
            assertEquals(0, distribution.parameter(3));
        }
    }
}
