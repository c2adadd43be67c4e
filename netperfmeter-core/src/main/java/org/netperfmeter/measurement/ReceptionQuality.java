// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * The receiving half of {@link FlowQuality}, which has the definitions. Written by the receiving thread, and read after its
 * end. After the first messages nothing is allocated any more, unless values come that none before them has been near.
 */
final class ReceptionQuality {
    private final TimeHistogram delays = new TimeHistogram();
    private final TimeHistogram absoluteIpdvs = new TimeHistogram();
    private final ArrivalOrder order = new ArrivalOrder();

    private boolean any;
    private long lastArrivalMicros;
    private long longestGapMicros;
    /** Of the message with the highest sequence number so far. */
    private long newestDelayMicros;

    /** @param steadyMicros when it arrived, by a clock that does not jump */
    void received(long steadyMicros, long sequenceNumber, long delayMicros) {
        delays.record(delayMicros);
        long expected = order.next();
        order.received(sequenceNumber);
        if (sequenceNumber - expected >= 0) {
            if (any && sequenceNumber == expected) {
                absoluteIpdvs.record(Math.abs(delayMicros - newestDelayMicros));
            }
            newestDelayMicros = delayMicros;
        }
        if (any) {
            longestGapMicros = Math.max(longestGapMicros, steadyMicros - lastArrivalMicros);
        }
        any = true;
        lastArrivalMicros = steadyMicros;
    }

    /** With what the sending half has. */
    FlowQuality with(TimeSummary sendLateness) {
        return new FlowQuality(
                delays.summary(1),
                absoluteIpdvs.summary(1),
                order.duplicates(),
                order.reordered(),
                order.meanExtent(),
                order.maxExtent(),
                longestGapMicros,
                sendLateness);
    }

    /** With what the sending half has. */
    FlowDistributions distributions(TimeHistogram latenesses) {
        return new FlowDistributions(delays, absoluteIpdvs, latenesses);
    }
}
