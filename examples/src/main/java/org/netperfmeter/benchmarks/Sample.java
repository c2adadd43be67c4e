// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What one run of one contestant came to. */
record Sample(Map<Quantity, Double> values) {
    Sample {
        values = Map.copyOf(values);
    }

    static Sample of(Quantity quantity, double value) {
        return new Sample(Map.of(quantity, value));
    }

    Sample and(Quantity quantity, double value) {
        Map<Quantity, Double> more = new EnumMap<>(Quantity.class);
        more.putAll(values);
        more.put(quantity, value);
        return new Sample(more);
    }

    /** The value of a quantity; empty if it was not measured. */
    OptionalDouble value(Quantity quantity) {
        Double value = values.get(quantity);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
