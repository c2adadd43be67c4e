// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All values of an interval are equally likely. (1.x means something else by the same word: protocol.md 5.5.)
 *
 * @param from inclusive, finite
 * @param to exclusive, finite, not below {@code from}; if equal to it, the law is constant
 */
public record Uniform(double from, double to) implements Distribution {
    public static final Law LAW = new Law(
            1,
            "uniform",
            "uniform",
            List.of("from", "to"),
            "equally likely from <from> to below <to>",
            values -> new Uniform(values[0], values[1]));

    public Uniform {
        Law.requireFinite("lower bound", from);
        Law.requireFinite("upper bound", to);
        if (to < from) {
            throw new IllegalArgumentException("upper bound " + to + " must not be below lower bound " + from);
        }
        Law.requireFinite("width of the interval", to - from);
    }

    @Override
    public double sample(RandomGenerator random) {
        return from + random.nextDouble() * (to - from);
    }

    @Override
    public Law law() {
        return LAW;
    }

    @Override
    public double parameter(int index) {
        return index == 0 ? from : index == 1 ? to : 0;
    }

    @Override
    public double expectation() {
        return from + (to - from) / 2;
    }

    @Override
    public double supremum() {
        return to;
    }
}
