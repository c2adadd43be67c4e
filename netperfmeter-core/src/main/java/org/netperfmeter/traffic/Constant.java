// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/** Always the same finite value, which may be negative. */
public record Constant(double value) implements Distribution {
    public static final Law LAW = new Law(
            0, "constant", "const", List.of("value"), "always the same value", values -> new Constant(values[0]));

    public Constant {
        Law.requireFinite("value", value);
    }

    @Override
    public double sample(RandomGenerator random) {
        return value;
    }

    @Override
    public Law law() {
        return LAW;
    }

    @Override
    public double parameter(int index) {
        return index == 0 ? value : 0;
    }

    @Override
    public double expectation() {
        return value;
    }

    @Override
    public double supremum() {
        return value;
    }
}
