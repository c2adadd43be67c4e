// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/** The distributions of which a {@link FlowQuality} has the summaries. Bins are made when they are asked for. */
public final class FlowDistributions {
    private static final double NANOS_PER_MICRO = 1000;

    private final TimeHistogram delays;
    private final TimeHistogram absoluteIpdvs;
    private final TimeHistogram latenesses;

    /** Of histograms that do not change any more. */
    FlowDistributions(TimeHistogram delays, TimeHistogram absoluteIpdvs, TimeHistogram latenesses) {
        this.delays = delays;
        this.absoluteIpdvs = absoluteIpdvs;
        this.latenesses = latenesses;
    }

    /** Of {@link FlowQuality#delay}. */
    public TimeBins delay() {
        return delays.bins(1);
    }

    /** Of {@link FlowQuality#absoluteIpdv}. */
    public TimeBins absoluteIpdv() {
        return absoluteIpdvs.bins(1);
    }

    /** Of {@link FlowQuality#sendLateness}. */
    public TimeBins sendLateness() {
        return latenesses.bins(NANOS_PER_MICRO);
    }
}
