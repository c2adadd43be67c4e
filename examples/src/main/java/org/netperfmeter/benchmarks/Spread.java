// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** Median and range of the values of some rounds. */
record Spread(double median, double least, double most) {
    /** @throws IllegalArgumentException if there are no values */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        DescriptiveStatistics statistics = new DescriptiveStatistics(values);
        return new Spread(statistics.getPercentile(50), statistics.getMin(), statistics.getMax());
    }
}
