// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.transport.PathSample;

/**
 * What the other node measured: its scalar file (results.md 5), with our further scalars and comments if it
 * is one of ours. What is no line of such a file is passed over.
 *
 * @param flows in the order of the file
 * @param total of all flows, by the names of the scalars
 * @param cpu if the file has it
 * @param facts of the whole measurement, by name
 */
public record PeerResults(
        List<Flow> flows, Map<String, BigDecimal> total, Optional<CpuUsage> cpu, Map<String, String> facts) {
    /** A number has few digits, so that nobody can make us calculate with gigantic ones. */
    private static final Pattern SCALAR = Pattern.compile(
            "scalar\\s+\"netPerfMeter\\.(?:active|passive)\\.([^\"]+)\"\\s+\"([^\"]+)\"\\s+(-?\\d{1,20}(?:\\.\\d{1,12})?)");

    /** Of a flow: flows that share an ID follow in the same order everywhere, so that the stream says nothing new. */
    private static final String NAME = "flow\\[(\\d{1,10})](?:\\.stream\\[\\d{1,5}])?";

    private static final Pattern COMMENT = Pattern.compile("# (?:" + NAME + "\\.)?([A-Za-z0-9]+): (.*)");
    private static final Pattern FLOW = Pattern.compile(NAME);
    private static final Pattern PART = Pattern.compile(NAME + "\\.(subflow|path)\\[(\\d{1,10})]");
    private static final Pattern CPU = Pattern.compile("CPU\\[\\d+]");
    private static final long MAX_ID = 0xFFFF_FFFFL;
    private static final String FIRST_OF_FLOW = "First Transmission";

    public PeerResults {
        flows = List.copyOf(flows);
        total = inOrder(total);
        facts = inOrder(facts);
    }

    /**
     * One flow. Flows of several streams may have the same ID (results.md 5.1).
     *
     * @param scalars by name
     * @param facts by name
     * @param transport what its kernel said of the connection and its paths, without addresses; empty if it is not told
     */
    public record Flow(
            int flowId,
            Map<String, BigDecimal> scalars,
            Map<String, String> facts,
            List<TransportSummary.Part> transport) {
        public Flow {
            scalars = inOrder(scalars);
            facts = inOrder(facts);
            transport = List.copyOf(transport);
        }
    }

    private static <V> Map<String, V> inOrder(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Understands a scalar file. */
    public static PeerResults parse(String scalarFile) {
        return parse(scalarFile.lines());
    }

    /** Understands the lines of a scalar file. */
    public static PeerResults parse(Stream<String> scalarFile) {
        Parser parser = new Parser();
        scalarFile.forEachOrdered(parser::line);
        return parser.results();
    }

    private static final class Parser {
        private final List<OpenFlow> flows = new ArrayList<>();
        private final Map<Integer, List<OpenFlow>> flowsById = new HashMap<>();
        /** How many flows with an ID a fact has been told of. */
        private final Map<FlowFact, Integer> tellings = new HashMap<>();

        private final Map<String, Map<String, BigDecimal>> objects = new LinkedHashMap<>();
        private final Map<String, String> facts = new LinkedHashMap<>();

        private record OpenFlow(
                int flowId,
                Map<String, BigDecimal> scalars,
                Map<String, String> facts,
                Map<PathKey, Map<String, BigDecimal>> paths) {
            Flow flow() {
                List<TransportSummary.Part> transport = new ArrayList<>();
                transport.add(TransportSummary.Part.of(PathSample.Part.CONNECTION, 0, scalars));
                paths.forEach(
                        (path, values) -> transport.add(TransportSummary.Part.of(path.kind(), path.id(), values)));
                transport.removeIf(part -> part.values().isEmpty());
                return new Flow(flowId, scalars, facts, transport);
            }
        }

        private record PathKey(PathSample.Part kind, long id) {}

        private record FlowFact(int flowId, String name) {}

        void line(String line) {
            Matcher scalar = SCALAR.matcher(line);
            Matcher comment = COMMENT.matcher(line);
            if (scalar.matches()) {
                scalar(scalar.group(1), scalar.group(2), new BigDecimal(scalar.group(3)));
            } else if (comment.matches() && comment.group(1) == null) {
                facts.put(comment.group(2), comment.group(3));
            } else if (comment.matches() && isId(comment.group(1))) {
                fact(Integer.parseUnsignedInt(comment.group(1)), comment.group(2), comment.group(3));
            }
        }

        private void scalar(String object, String name, BigDecimal value) {
            Matcher part = PART.matcher(object);
            if (part.matches()) {
                PathSample.Part kind = part.group(2).equals("path") ? PathSample.Part.PATH : PathSample.Part.SUBFLOW;
                path(part.group(1), new PathKey(kind, Long.parseLong(part.group(3))), name, value);
                return;
            }
            Matcher flow = FLOW.matcher(object);
            if (!flow.matches()) {
                objects.computeIfAbsent(object, any -> new LinkedHashMap<>()).put(name, value);
            } else if (isId(flow.group(1))) {
                scalar(Integer.parseUnsignedInt(flow.group(1)), name, value);
            }
        }

        /** The scalars of a flow follow its first. */
        private void scalar(int flowId, String name, BigDecimal value) {
            if (name.equals(FIRST_OF_FLOW)) {
                OpenFlow next =
                        new OpenFlow(flowId, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
                flows.add(next);
                flowsById.computeIfAbsent(flowId, any -> new ArrayList<>()).add(next);
            }
            OpenFlow last = flows.isEmpty() ? null : flows.get(flows.size() - 1);
            if (last != null && last.flowId() == flowId) {
                last.scalars().put(name, value);
            }
        }

        /** Those of its paths, too. */
        private void path(String flowId, PathKey path, String name, BigDecimal value) {
            OpenFlow last = flows.isEmpty() ? null : flows.get(flows.size() - 1);
            if (last != null && Integer.toUnsignedString(last.flowId()).equals(flowId)) {
                last.paths().computeIfAbsent(path, any -> new HashMap<>()).put(name, value);
            }
        }

        /** Of flows with the same ID, the facts follow in the order of the flows. */
        private void fact(int flowId, String name, String value) {
            List<OpenFlow> candidates = flowsById.getOrDefault(flowId, List.of());
            FlowFact fact = new FlowFact(flowId, name);
            int before = tellings.getOrDefault(fact, 0);
            if (before < candidates.size()) {
                candidates.get(before).facts().put(name, value);
                tellings.put(fact, before + 1);
            }
        }

        private static boolean isId(String digits) {
            return Long.parseLong(digits) <= MAX_ID;
        }

        PeerResults results() {
            return new PeerResults(
                    flows.stream().map(OpenFlow::flow).toList(), objects.getOrDefault("total", Map.of()), cpu(), facts);
        }

        private Optional<CpuUsage> cpu() {
            List<List<Double>> cpus = objects.entrySet().stream()
                    .filter(object -> CPU.matcher(object.getKey()).matches())
                    .map(object -> shares(object.getValue()))
                    .toList();
            List<Double> total = shares(objects.getOrDefault("totalCPU", Map.of()));
            return Stream.concat(Stream.of(total), cpus.stream())
                            .allMatch(shares -> shares.size() == CpuUsage.STATES.size())
                    ? Optional.of(new CpuUsage(total, cpus))
                    : Optional.empty();
        }

        private static List<Double> shares(Map<String, BigDecimal> scalars) {
            return CpuUsage.STATES.stream()
                    .filter(scalars::containsKey)
                    .map(state -> scalars.get(state).doubleValue())
                    .toList();
        }
    }
}
