// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schedule makes of every law, as size, rate and gap, over fixed seeds. */
class ConformanceTest {
    private static final int FRAMES = 20_000;
    private static final int BINS = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    /** With a size of 1000 bytes, a rate of 1000 frames/s, or a gap of 1000 s. */
    static Stream<Arguments> laws() {
        return Stream.of(
                        law("uniform500,1500", new UniformRealDistribution(500, 1500)::cumulativeProbability),
                        law("exp1000", new ExponentialDistribution(1000)::cumulativeProbability),
                        law("pareto500,2", new ParetoDistribution(500, 2)::cumulativeProbability),
                        law("pareto500,0.8", new ParetoDistribution(500, 0.8)::cumulativeProbability),
                        law("normal1000,150", new NormalDistribution(1000, 150)::cumulativeProbability),
                        law("truncnormal1000,800", truncatedNormal(1000, 800)),
                        law("truncnormal-1000,800", truncatedNormal(-1000, 800)))
                .flatMap(law -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(law.spec, law.cumulative, seed)));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void sizesFollowTheirLaw(String spec, DoubleUnaryOperator cumulative, long seed) {
        FrameSchedule schedule = schedule("1:" + spec, seed);
        double[] bytes = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            bytes[i] = schedule.drawFrameBytes();
        }
        assertCountsFollow(cumulative, bytes);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void ratesFollowTheirLaw(String spec, DoubleUnaryOperator cumulative, long seed) {
        double[] framesPerSecond = Arrays.stream(gapsSeconds(spec + ":100", seed))
                .map(gap -> 1 / gap)
                .toArray();
        // Gaps are whole nanoseconds, so rates have steps of 1e-6 and more, which the bins do not see.
        assertCountsFollow(cumulative, framesPerSecond);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void gapsFollowTheirLaw(String spec, DoubleUnaryOperator cumulative, long seed) {
        KolmogorovSmirnov.assertFollows(
                cumulative, gapsSeconds("gap-" + spec + ":100", seed), KolmogorovSmirnov.ONE_IN_THOUSAND);
    }

    @Test
    void constantsAreExact() {
        FrameSchedule sizes = schedule("1:const1000.5", 1);
        for (double gap : gapsSeconds("gap-const0.001:100", 1)) {
            assertEquals(0.001, gap);
            assertEquals(1000, sizes.drawFrameBytes());
        }
        for (double gap : gapsSeconds("const1000:100", 1)) {
            assertEquals(0.001, gap);
        }
    }

    /** The reason for laws of gaps. */
    @Test
    void exponentialRatesAreNoPoissonProcess() {
        DoubleUnaryOperator exponential = new ExponentialDistribution(1 / 1000.0)::cumulativeProbability;
        assertTrue(KolmogorovSmirnov.distance(exponential, gapsSeconds("exp1000:100", 1)) > 10);
        KolmogorovSmirnov.assertFollows(
                exponential, gapsSeconds("gap-exp0.001:100", 1), KolmogorovSmirnov.ONE_IN_THOUSAND);
    }

    /** Of a Poisson process the frames of equal intervals have as much variance as mean. */
    @Test
    void exponentialGapsAreAPoissonProcess() {
        double[] gaps = gapsSeconds("gap-exp0.01:100", 4);
        double[] frames = new double[(int) (FRAMES * 0.01 * 0.9)];
        double seconds = 0;
        for (double gap : gaps) {
            seconds += gap;
            if (seconds < frames.length) {
                frames[(int) seconds]++;
            }
        }
        double mean = Arrays.stream(frames).average().orElseThrow();
        double variance = Arrays.stream(frames)
                .map(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        assertEquals(100, mean, 5 * Math.sqrt(100.0 / frames.length));
        assertEquals(1, variance / mean, 5 * Math.sqrt(2.0 / frames.length));
    }

    private static double[] gapsSeconds(String spec, long seed) {
        FrameSchedule schedule = schedule(spec, seed);
        schedule.start(0);
        double[] gaps = new double[FRAMES];
        long beforeNanos = 0;
        for (int i = 0; i < FRAMES; i++) {
            assertTrue(schedule.isFrameDue(beforeNanos));
            schedule.frameSent(beforeNanos);
            long dueNanos = schedule.nextEventNanos();
            gaps[i] = (dueNanos - beforeNanos) / NANOS_PER_SECOND;
            beforeNanos = dueNanos;
        }
        return gaps;
    }

    private static FrameSchedule schedule(String spec, long seed) {
        TrafficPattern pattern =
                FlowSpecParser.parse(TransportProtocol.UDP, spec).outbound();
        return new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, FlowRandom.of(seed, 0, 0, true));
    }

    /** Pearson's test, with bins between whole numbers of which each has some twentieth of the samples. */
    private static void assertCountsFollow(DoubleUnaryOperator cumulative, double[] samples) {
        double[] expected = new double[BINS];
        long[] counts = new long[BINS];
        double from = Double.NEGATIVE_INFINITY;
        for (int bin = 0; bin < BINS; bin++) {
            double to = bin == BINS - 1 ? Double.POSITIVE_INFINITY : edge(cumulative, (bin + 1.0) / BINS);
            double below = from;
            expected[bin] = (to == Double.POSITIVE_INFINITY ? 1 : cumulative.applyAsDouble(to))
                    - (from == Double.NEGATIVE_INFINITY ? 0 : cumulative.applyAsDouble(from));
            counts[bin] = Arrays.stream(samples)
                    .filter(sample -> sample >= below && sample < to)
                    .count();
            from = to;
        }
        double likelihood = new ChiSquareTest().chiSquareTest(expected, counts);
        assertTrue(likelihood > 0.001, "likelihood " + likelihood);
    }

    /** The first k + 0.5 below which there is so much of the law. */
    private static double edge(DoubleUnaryOperator cumulative, double probability) {
        double edge = 0.5;
        while (cumulative.applyAsDouble(edge) < probability) {
            edge++;
        }
        return edge;
    }

    private static LawUnderTest law(String spec, DoubleUnaryOperator cumulative) {
        return new LawUnderTest(spec, cumulative);
    }

    private static DoubleUnaryOperator truncatedNormal(double mean, double deviation) {
        double scale = deviation * Math.sqrt(2);
        return value -> value < 0 ? 0 : 1 - Erf.erfc((value - mean) / scale) / Erf.erfc(-mean / scale);
    }

    private record LawUnderTest(String spec, DoubleUnaryOperator cumulative) {}
}
