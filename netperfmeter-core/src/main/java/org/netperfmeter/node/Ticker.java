// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.HashSet;
import java.util.Set;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.measurement.CpuMeter;
import org.netperfmeter.measurement.FlowSnapshot;

/** Reports the state of a node once a second. Belongs to the thread of the control loop. */
final class Ticker {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private static final double MAX_SECONDS = 3e9;

    private final Clock clock;
    private final NodeListener listener;
    private final CpuMeter cpu = new CpuMeter();
    private final Set<Flow> flows = new HashSet<>();

    private long beganNanos;
    private long nextNanos;
    private long lastNanos;
    private long endedTransmittedBytes;
    private long endedReceivedBytes;
    private long lastTransmittedBytes;
    private long lastReceivedBytes;

    Ticker(Clock clock, NodeListener listener) {
        this.clock = clock;
        this.listener = listener;
        begin();
    }

    /** The moment so many seconds after another; {@link Long#MAX_VALUE} beyond a century. */
    static long after(long nanos, double seconds) {
        return seconds < MAX_SECONDS ? nanos + (long) (seconds * 1e9) : Long.MAX_VALUE;
    }

    /** The moment so long after another; {@link Long#MAX_VALUE}, which is never, if that is asked for. */
    static long later(long nanos, long durationNanos) {
        return durationNanos == Long.MAX_VALUE ? Long.MAX_VALUE : nanos + durationNanos;
    }

    /** Elapsed time counts from here. */
    void begin() {
        beganNanos = clock.nanos();
        lastNanos = beganNanos;
        nextNanos = beganNanos + INTERVAL_NANOS;
    }

    void add(Flow flow) {
        flows.add(flow);
    }

    /** A flow has ended; its bytes stay in the sums. */
    void remove(Flow flow) {
        if (flows.remove(flow)) {
            FlowSnapshot last = flow.statistics().snapshot();
            endedTransmittedBytes += last.transmittedBytes();
            endedReceivedBytes += last.receivedBytes();
        }
    }

    long nextNanos() {
        return nextNanos;
    }

    /** Reports, if it is time to. Returns whether it was. */
    boolean tick(int measurements) {
        long nowNanos = clock.nanos();
        if (nowNanos < nextNanos) {
            return false;
        }
        nextNanos = Math.max(nextNanos + INTERVAL_NANOS, nowNanos + INTERVAL_NANOS / 2);
        long transmittedBytes = endedTransmittedBytes;
        long receivedBytes = endedReceivedBytes;
        for (Flow flow : flows) {
            FlowSnapshot snapshot = flow.statistics().snapshot();
            transmittedBytes += snapshot.transmittedBytes();
            receivedBytes += snapshot.receivedBytes();
        }
        double seconds = (nowNanos - lastNanos) / 1e9;
        listener.tick(new NodeTick(
                (nowNanos - beganNanos) / 1000,
                flows.size(),
                measurements,
                transmittedBytes,
                receivedBytes,
                8 * (transmittedBytes - lastTransmittedBytes) / seconds,
                8 * (receivedBytes - lastReceivedBytes) / seconds,
                cpu.sinceLast()));
        lastNanos = nowNanos;
        lastTransmittedBytes = transmittedBytes;
        lastReceivedBytes = receivedBytes;
        return true;
    }
}
