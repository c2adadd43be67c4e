// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.measurement.CpuMeter;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.results.MeasurementSample;

/** Reports the state of a node at intervals. Belongs to the thread of the control loop. */
final class Ticker {
    private static final double MAX_SECONDS = 3e9;
    private static final long NANOS_PER_MICRO = 1000;

    private final Clock clock;
    private final NodeListener listener;
    private final CpuMeter cpu = new CpuMeter();
    /** With what they had counted at the last tick, in the order of their creation. */
    private final Map<Flow, FlowSnapshot> flows = new LinkedHashMap<>();

    private final long intervalNanos;
    private final Beat beat;

    private long beganNanos;
    private long lastNanos;
    private long endedTransmittedBytes;
    private long endedReceivedBytes;
    private long lastTransmittedBytes;
    private long lastReceivedBytes;
    private boolean ended;

    Ticker(Clock clock, NodeListener listener, long intervalNanos) {
        this.clock = clock;
        this.listener = listener;
        this.intervalNanos = intervalNanos;
        beat = new Beat(clock.nanos() + intervalNanos, intervalNanos);
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
        beat.restart(beganNanos + intervalNanos);
    }

    void add(Flow flow) {
        flows.put(flow, FlowSnapshot.EMPTY);
    }

    /** A flow has ended; its bytes stay in the sums. */
    void remove(Flow flow) {
        if (flows.remove(flow) != null) {
            FlowSnapshot last = flow.statistics().snapshot();
            endedTransmittedBytes += last.transmittedBytes();
            endedReceivedBytes += last.receivedBytes();
        }
    }

    long nextNanos() {
        return beat.nextNanos();
    }

    /** Reports, if it is time to. */
    void tick(IntSupplier measurements) {
        long nowNanos = clock.nanos();
        if (beat.take(nowNanos)) {
            report(nowNanos, measurements.getAsInt());
        }
    }

    /** Reports for the last time, of an interval that may be shorter. */
    void end(int measurements) {
        long nowNanos = clock.nanos();
        if (!ended && nowNanos - lastNanos >= NANOS_PER_MICRO) {
            report(nowNanos, measurements);
        }
        ended = true;
    }

    private void report(long nowNanos, int measurements) {
        long transmittedBytes = endedTransmittedBytes;
        long receivedBytes = endedReceivedBytes;
        List<MeasurementSample.Flow> perFlow = new ArrayList<>(flows.size());
        for (Map.Entry<Flow, FlowSnapshot> entry : flows.entrySet()) {
            Flow flow = entry.getKey();
            FlowSnapshot snapshot = flow.statistics().snapshot();
            perFlow.add(new MeasurementSample.Flow(flow.definition(), snapshot, entry.getValue()));
            entry.setValue(snapshot);
            transmittedBytes += snapshot.transmittedBytes();
            receivedBytes += snapshot.receivedBytes();
        }
        long intervalMicros = (nowNanos - lastNanos) / NANOS_PER_MICRO;
        listener.tick(new NodeTick(
                clock.toMicros(nowNanos),
                (nowNanos - beganNanos) / NANOS_PER_MICRO,
                intervalMicros,
                flows.size(),
                measurements,
                transmittedBytes,
                receivedBytes,
                bitsPerSecond(transmittedBytes - lastTransmittedBytes, intervalMicros),
                bitsPerSecond(receivedBytes - lastReceivedBytes, intervalMicros),
                cpu.sinceLast(),
                perFlow));
        lastNanos = nowNanos;
        lastTransmittedBytes = transmittedBytes;
        lastReceivedBytes = receivedBytes;
    }

    private static double bitsPerSecond(long bytes, long durationMicros) {
        return new Volume(bytes, 0, 0).over(durationMicros).bitsPerSecond();
    }
}
