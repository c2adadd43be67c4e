// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import org.netperfmeter.measurement.FlowDistributions;
import org.netperfmeter.measurement.FlowQuality;
import org.netperfmeter.measurement.TimeBins;
import org.netperfmeter.measurement.TimeSummary;

/**
 * The distributions of a flow as histograms of OMNeT++, in milliseconds. A cell reaches from its lower bound to that of the
 * next; the first and the last one, below and above all values, are empty. As OMNeT++ defines it, the standard deviation is
 * that of a sample, with the count less one as divisor, which is nothing for a single value.
 */
final class OmnetppHistograms {
    private static final double MICROS_PER_MILLI = 1000;
    /** No time is measured more precisely. */
    private static final int NANO_DECIMALS = 6;

    private final StringBuilder text = new StringBuilder();
    private final String module;

    private OmnetppHistograms(String module) {
        this.module = module;
    }

    /** Empty if none were asked for; one of no values is left out. */
    static String of(String module, MeasurementReport.Flow flow) {
        OmnetppHistograms histograms = new OmnetppHistograms(module);
        if (flow.quality().isPresent() && flow.distributions().isPresent()) {
            FlowQuality quality = flow.quality().get();
            FlowDistributions distributions = flow.distributions().get();
            histograms.add("Delay", quality.delay(), distributions.delay());
            histograms.add("Absolute IPDV", quality.absoluteIpdv(), distributions.absoluteIpdv());
            histograms.add("Send Lateness", quality.sendLateness(), distributions.sendLateness());
        }
        return histograms.text.toString();
    }

    private void add(String name, TimeSummary times, TimeBins bins) {
        if (!times.isEmpty()) {
            text.append("statistic ").append(QuotedText.token(module)).append(' ');
            text.append(QuotedText.token(name)).append('\n');
            fields(times);
            text.append("attr unit ms\n");
            bins(bins);
        }
    }

    private void fields(TimeSummary times) {
        double count = times.count();
        double mean = times.meanMicros() / MICROS_PER_MILLI;
        double deviation = times.standardDeviationMicros() / MICROS_PER_MILLI;
        field("count", Long.toString(times.count()));
        field("mean", number(mean));
        field("stddev", number(count > 1 ? deviation * Math.sqrt(count / (count - 1)) : Double.NaN));
        field("sum", number(count * mean));
        field("sqrsum", number(count * (deviation * deviation + mean * mean)));
        field("min", DecimalText.fixed(times.minMicros() / MICROS_PER_MILLI, NANO_DECIMALS));
        field("max", DecimalText.fixed(times.maxMicros() / MICROS_PER_MILLI, NANO_DECIMALS));
    }

    private void field(String name, String value) {
        text.append("field ").append(name).append(' ').append(value).append('\n');
    }

    /** Bins whose bounds do not differ as floating-point numbers, as with the greatest of them, become one. */
    private void bins(TimeBins bins) {
        text.append("bin -inf 0\n");
        double low = Double.NEGATIVE_INFINITY;
        double end = Double.NEGATIVE_INFINITY;
        long count = 0;
        for (int i = 0; i < bins.size(); i++) {
            double nextLow = bins.lowMillis(i);
            if (nextLow > low) {
                bin(low, count);
                if (end > low && nextLow > end) {
                    bin(end, 0);
                }
                low = nextLow;
                count = 0;
            }
            end = bins.endMillis(i);
            count += bins.count(i);
        }
        bin(low, count);
        bin(Math.max(end, Math.nextUp(low)), 0);
    }

    private void bin(double low, long count) {
        if (low > Double.NEGATIVE_INFINITY) {
            text.append("bin ").append(number(low)).append(' ').append(count).append('\n');
        }
    }

    /** As C reads it. */
    private static String number(double value) {
        return Double.isNaN(value) ? "nan" : Double.toString(value);
    }
}
