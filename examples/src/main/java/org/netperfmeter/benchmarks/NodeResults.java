// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * What came of a measurement whose flows went from the active to the passive node.
 *
 * @param passive scalar file of the passive node
 * @param active scalar file of the active node
 * @param cpuSeconds of both processes, from start to end
 * @param startMicros when the active node was started, since 1970
 * @param startNanos the same moment by {@link System#nanoTime}
 * @param endNanos when the active node had ended
 */
record NodeResults(
        Scalars passive,
        Scalars active,
        ProcessWatch passiveWatch,
        ProcessWatch activeWatch,
        double cpuSeconds,
        long startMicros,
        long startNanos,
        long endNanos) {
    private static final double BITS_PER_GIGABIT = 1e9 / 8;
    private static final double GIGABYTE = 1e9;
    private static final double MEGABYTE = 1e6;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long COOL_DOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What is interesting of all kinds of traffic. */
    Sample traffic() throws RunFailedException {
        double seconds = passive.receptionSeconds();
        double bytes = passive.receivedBytes();
        if (seconds <= 0 || bytes <= 0) {
            throw new RunFailedException("nothing was received");
        }
        return Sample.of(Quantity.GOODPUT, bytes / seconds / BITS_PER_GIGABIT)
                .and(Quantity.MESSAGE_RATE, passive.receivedMessages() / seconds)
                .and(Quantity.CPU_PER_GIGABYTE, cpuSeconds / (bytes / GIGABYTE))
                .and(Quantity.PEAK_MEMORY, peakMemoryBytes() / MEGABYTE);
    }

    private double peakMemoryBytes() {
        return Math.max(passiveWatch.peakMemoryBytes(), activeWatch.peakMemoryBytes());
    }

    /** From the start of the active process until each flow had sent something. */
    double setupSeconds() {
        return (active.flows("First Transmission").max().orElse(0) - startMicros) / MICROS_PER_SECOND;
    }

    double wallSeconds() {
        return (endNanos - startNanos) / NANOS_PER_SECOND;
    }

    /** The larger share of a core that a node took while all flows sent, without the first two seconds. */
    double coreShare() throws RunFailedException {
        return Math.max(steadyShare(passiveWatch), steadyShare(activeWatch));
    }

    /** What both nodes worked for a message, without the first two seconds, in seconds. */
    double cpuSecondsPerMessage() throws RunFailedException {
        double shares = steadyShare(passiveWatch) + steadyShare(activeWatch);
        return shares / (passive.receivedMessages() / passive.receptionSeconds());
    }

    private double steadyShare(ProcessWatch watch) throws RunFailedException {
        long sending = nanos(active.flows("First Transmission").max().orElse(0));
        long end = nanos(active.flows("Last Transmission").min().orElse(0));
        return watch.coreShare(sending + WARM_UP_NANOS, end - COOL_DOWN_NANOS);
    }

    private long nanos(double micros) {
        return startNanos + TimeUnit.MICROSECONDS.toNanos((long) (micros - startMicros));
    }
}
