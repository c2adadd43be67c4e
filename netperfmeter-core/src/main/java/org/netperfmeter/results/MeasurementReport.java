// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowDistributions;
import org.netperfmeter.measurement.FlowQuality;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.Volume;
import org.netperfmeter.traffic.FlowDefinition;

/**
 * Everything one node knows of a measurement at its end.
 *
 * @param active whether this is the active node's view
 * @param firstEventMicros first statistics event, since 1970; 0: none
 * @param endMicros when the senders here were told to stop; counters include what arrived afterwards, since 1970
 * @param durationMicros from the first statistics event to then, whatever happened to the time of day: what the rates of the
 *     total refer to; 0 if there was no event
 * @param endReason why the measurement ended, in words
 * @param partial why the results are not all that was asked for, in words; empty: they are
 * @param flows in the order of their creation
 * @param cpu from the start to the end
 * @param facts of the whole measurement that result files have no place for, by name (camelCase, with unit), in order:
 *     versions, ...
 * @param clocks how those of the nodes differ; empty: unknown, as always at a passive node
 * @param peer what the other node measured, if it was asked for and has come
 */
public record MeasurementReport(
        boolean active,
        long measurementId,
        long firstEventMicros,
        long endMicros,
        long durationMicros,
        String endReason,
        Optional<String> partial,
        List<Flow> flows,
        CpuUsage cpu,
        Map<String, Object> facts,
        Optional<ClockEstimate> clocks,
        Optional<PeerResults> peer) {
    public MeasurementReport {
        flows = List.copyOf(flows);
        facts = inOrder(facts);
    }

    /** Of a node whose time of day did not jump, without anything known of clocks, and of what the other node measured. */
    public MeasurementReport(
            boolean active,
            long measurementId,
            long firstEventMicros,
            long endMicros,
            String endReason,
            Optional<String> partial,
            List<Flow> flows,
            CpuUsage cpu,
            Map<String, Object> facts) {
        this(
                active,
                measurementId,
                firstEventMicros,
                endMicros,
                firstEventMicros == 0 ? 0 : endMicros - firstEventMicros,
                endReason,
                partial,
                flows,
                cpu,
                facts,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with the other node's results. */
    public MeasurementReport with(PeerResults results) {
        return copy(facts, Optional.of(results));
    }

    /** The same with a further fact of the whole measurement. */
    public MeasurementReport with(String name, Object fact) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, fact);
        return copy(more, peer);
    }

    private MeasurementReport copy(Map<String, Object> otherFacts, Optional<PeerResults> otherPeer) {
        return new MeasurementReport(
                active,
                measurementId,
                firstEventMicros,
                endMicros,
                durationMicros,
                endReason,
                partial,
                flows,
                cpu,
                otherFacts,
                clocks,
                otherPeer);
    }

    /**
     * One flow.
     *
     * @param quality what was kept beyond counters, if it was asked for
     * @param distributions those that the quality summarises
     * @param facts MPTCP verdict, subflows, effective buffers, batch, restarts, thinned rows, ... by name (camelCase, with
     *     unit), in order
     * @param transport what the kernel said of the connection, if it was asked to; of the connection's first flow
     */
    public record Flow(
            FlowDefinition definition,
            FlowSnapshot counters,
            Optional<FlowQuality> quality,
            Optional<FlowDistributions> distributions,
            Map<String, Object> facts,
            Optional<TransportSummary> transport) {
        public Flow {
            facts = inOrder(facts);
        }

        /** Counters and facts alone. */
        public Flow(FlowDefinition definition, FlowSnapshot counters, Map<String, Object> facts) {
            this(definition, counters, Optional.empty(), Optional.empty(), facts, Optional.empty());
        }
    }

    private static Map<String, Object> inOrder(Map<String, Object> facts) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(facts));
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

    /**
     * What the other node measured of each flow, as far as it is known, in the order of {@link #flows}. Streams may share an
     * ID: the other node tells them in the same order.
     */
    public List<Optional<PeerResults.Flow>> flowsAtPeer() {
        Map<Integer, Deque<PeerResults.Flow>> told = new HashMap<>();
        peer.map(PeerResults::flows)
                .orElse(List.of())
                .forEach(flow -> told.computeIfAbsent(flow.flowId(), id -> new ArrayDeque<>())
                        .add(flow));
        return flows.stream()
                .map(flow -> told.get(flow.definition().flowId()))
                .map(candidates -> Optional.ofNullable(candidates).map(Deque::poll))
                .toList();
    }

    private Volume sum(Function<FlowSnapshot, Volume> part) {
        return flows.stream().map(Flow::counters).map(part).reduce(Volume.NONE, Volume::plus);
    }
}
