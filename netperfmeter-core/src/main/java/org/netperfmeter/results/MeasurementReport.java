// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowDefinition;

/**
 * Everything one node knows of a measurement at its end.
 *
 * @param active whether this is the active node's view
 * @param firstEventMicros first statistics event, since 1970; 0: none
 * @param endMicros when the senders here were told to stop; counters include what arrived afterwards, since 1970
 * @param endReason why the measurement ended, in words
 * @param partial why the results are not all that was asked for, in words; empty: they are
 * @param flows in the order of their creation
 * @param cpu from the start to the end
 * @param facts of the whole measurement that result files have no place for, by name (camelCase, with unit), in order:
 *     versions, ...
 */
public record MeasurementReport(
        boolean active,
        long measurementId,
        long firstEventMicros,
        long endMicros,
        String endReason,
        Optional<String> partial,
        List<Flow> flows,
        CpuUsage cpu,
        Map<String, Object> facts) {
    public MeasurementReport {
        flows = List.copyOf(flows);
        facts = inOrder(facts);
    }

    /**
     * One flow.
     *
     * @param facts MPTCP verdict, subflows, effective buffers, batch, restarts, thinned rows, ... by name (camelCase, with
     *     unit), in order
     */
    public record Flow(FlowDefinition definition, FlowSnapshot counters, Map<String, Object> facts) {
        public Flow {
            facts = inOrder(facts);
        }
    }

    private static Map<String, Object> inOrder(Map<String, Object> facts) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** From the first statistics event to the end: what the rates of the total refer to; 0 if there was no event. */
    public long durationMicros() {
        return firstEventMicros == 0 ? 0 : Math.max(0, endMicros - firstEventMicros);
    }

    /** Of all flows together. */
    public Volume transmitted() {
        return sum(FlowSnapshot::transmitted);
    }

    /** Of all flows together. */
    public Volume received() {
        return sum(FlowSnapshot::received);
    }

    /** Of all flows together. */
    public Volume lost() {
        return sum(FlowSnapshot::lost);
    }

    private Volume sum(Function<FlowSnapshot, Volume> part) {
        return flows.stream().map(Flow::counters).map(part).reduce(Volume.NONE, Volume::plus);
    }
}
