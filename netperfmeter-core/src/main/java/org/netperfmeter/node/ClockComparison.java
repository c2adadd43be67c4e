// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.Optional;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.ClockEstimator;
import org.netperfmeter.measurement.ClockSample;
import org.netperfmeter.wire.ClockLine;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.ClockRequest;

/** Compares the passive node's clock with that of this active node. Belongs to the thread of the control loop. */
final class ClockComparison {
    private final long measurementId;
    private final Clock clock;
    private final boolean tellsLine;
    private final ClockEstimator estimator = new ClockEstimator();

    private long askedNanos;
    private volatile Optional<ClockEstimate> estimate = Optional.empty();

    /** @param tellsLine whether the passive node is to know how the clocks differ */
    ClockComparison(long measurementId, Clock clock, boolean tellsLine) {
        this.measurementId = measurementId;
        this.clock = clock;
        this.tellsLine = tellsLine;
    }

    /** A question, which is to be sent at once. */
    ClockRequest ask(int number, boolean last) {
        askedNanos = clock.nanos();
        Optional<ClockLine> told = tellsLine ? estimate.map(ClockEstimate::line) : Optional.empty();
        return new ClockRequest(measurementId, number, last, told);
    }

    /** The answer to the last question. Both times are taken by the same calibration of the clock. */
    void told(ClockReply reply, long receivedNanos) {
        estimator.add(new ClockSample(clock.toMicros(askedNanos), reply.micros(), clock.toMicros(receivedNanos)));
        estimate = estimator.estimate();
    }

    /** This node's clock was set, which ends what was known. */
    void clockWasSet() {
        estimator.clockWasSet();
        estimate = estimator.estimate();
    }

    /** What is known by now. Any thread asks. */
    Optional<ClockEstimate> estimate() {
        return estimate;
    }

    /** What is to be added to the one-way delay of a message that was received here. Any thread asks. */
    long delayCorrectionMicros(long receivedMicros) {
        Optional<ClockEstimate> known = estimate;
        return known.isPresent() ? Math.round(known.get().line().offsetMicros(receivedMicros)) : 0;
    }
}
