// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * How a number of times is distributed, in microseconds; they may be negative. Count, extremes, mean and standard deviation
 * are exact. The p-th percentile is the least value that at least p percent of all do not exceed (nearest rank); it is
 * exact up to some 190 units of the measured times above the minimum, and beyond that within 2 percent of the distance
 * from the minimum, mostly 0.5. If the minimum went on sinking, 0.05 percent of the whole way that it sank come to that.
 *
 * @param count 0: there are none, and all other numbers are 0
 * @param standardDeviationMicros of the population, that is: the mean square has the count as divisor
 * @param p999Micros 99.9th percentile
 */
public record TimeSummary(
        long count,
        double minMicros,
        double meanMicros,
        double standardDeviationMicros,
        double p50Micros,
        double p90Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros) {
    /** Of no times at all. */
    public static final TimeSummary NONE = new TimeSummary(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The same times, each longer by so much; none stay none. */
    public TimeSummary plus(double micros) {
        return isEmpty()
                ? this
                : new TimeSummary(
                        count,
                        minMicros + micros,
                        meanMicros + micros,
                        standardDeviationMicros,
                        p50Micros + micros,
                        p90Micros + micros,
                        p99Micros + micros,
                        p999Micros + micros,
                        maxMicros + micros);
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
