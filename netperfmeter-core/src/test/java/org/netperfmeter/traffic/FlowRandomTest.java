// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FlowRandomTest {
    /**
     * They must not change, from Java to Java and from version to version: seeds are kept with results. These were computed
     * from the definition of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
     */
    @Test
    void drawsAreThoseOfTheSeedForEver() {
        FlowRandom random = FlowRandom.of(20240229, 7, 3, true);
        assertArrayEquals(new long[] {2779633693067737422L, 9124754080604038416L}, draws(random.sizes(), 2));
        assertArrayEquals(new long[] {6570244719448595346L, 1541848966585308013L}, draws(random.gaps(), 2));
        assertArrayEquals(new long[] {2452799861662797192L, -8702502952096107234L}, draws(random.onOff(), 2));
        assertArrayEquals(
                new long[] {-4833665158880059235L},
                draws(FlowRandom.of(-1, 0xFFFFFFFF, 0xFFFF, false).sizes(), 1));
    }

    @Test
    void sameArgumentsGiveTheSameSequences() {
        for (int flowId = 0; flowId < 100; flowId++) {
            FlowRandom one = FlowRandom.of(5, flowId, 1, false);
            FlowRandom other = FlowRandom.of(5, flowId, 1, false);
            for (int i = 0; i < 100; i++) {
                assertEquals(one.sizes().nextLong(), other.sizes().nextLong());
                assertEquals(one.gaps().nextLong(), other.gaps().nextLong());
                assertEquals(one.onOff().nextLong(), other.onOff().nextLong());
            }
        }
    }

    @Test
    void everythingElseGivesOtherSequences() {
        Set<Long> first = new HashSet<>();
        int sequences = 0;
        for (long seed : new long[] {0, 1, 2, 3, -1, Long.MIN_VALUE}) {
            for (int flowId : new int[] {0, 1, 2, 3, 1 << 15, 1 << 16, -1}) {
                for (int streamId : new int[] {0, 1, 2, 0xFFFF}) {
                    for (boolean fromActive : new boolean[] {true, false}) {
                        FlowRandom random = FlowRandom.of(seed, flowId, streamId, fromActive);
                        for (RandomGenerator purpose : List.of(random.sizes(), random.gaps(), random.onOff())) {
                            first.add(purpose.nextLong());
                            sequences++;
                        }
                    }
                }
            }
        }
        assertEquals(sequences, first.size());
    }

    /** One draw of each of many flows is as good as many draws of one: neighbours have nothing in common. */
    @Test
    void neighboursAreIndependent() {
        double[] sizes = new double[10_000];
        double[] differences = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = FlowRandom.of(1, i, 0, true).sizes().nextDouble();
            double other = FlowRandom.of(1, i, 0, false).sizes().nextDouble();
            differences[i] = (sizes[i] - other + 1) % 1;
        }
        KolmogorovSmirnov.assertFollows(value -> value, sizes, KolmogorovSmirnov.ONE_IN_THOUSAND);
        KolmogorovSmirnov.assertFollows(value -> value, differences, KolmogorovSmirnov.ONE_IN_THOUSAND);
    }

    private static long[] draws(RandomGenerator random, int count) {
        return random.longs(count).toArray();
    }
}
