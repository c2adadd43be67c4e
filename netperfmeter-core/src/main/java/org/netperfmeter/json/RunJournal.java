// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.node.ActiveConfig;
import org.netperfmeter.node.LocalHost;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.NodeTick;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementSample;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.HarmlessText;
import org.netperfmeter.transport.ConnectionFacts;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MeasurementSettings;

/**
 * Keeps what happens in a run of an active node, tells it as events, and makes a document of it at the end, whatever the
 * end. Names and definitions are those of the schema, netperfmeter-run-1.schema.json. The node's threads may call at once.
 */
public final class RunJournal implements NodeListener {
    static final String SCHEMA_VERSION = "1.0";
    private static final String EVENT = "event";
    private static final String INTERVAL = "interval";

    /** A network that fails again and again fills no document. */
    private static final int MAX_WARNINGS = 1000;

    private final List<String> commandLine;
    private final ActiveConfig config;
    private final Clock clock;
    private final Optional<Consumer<ObjectNode>> events;
    private final long beganMicros;

    private final List<String> warnings = new ArrayList<>();
    private int omittedWarnings;
    private final List<Path> files = new ArrayList<>();
    private final Map<FlowDefinition, ConnectionFacts> connections = new HashMap<>();

    private Optional<MeasurementSettings> settings = Optional.empty();
    private Optional<Hello> peer = Optional.empty();
    private Optional<MeasurementReport> report = Optional.empty();

    /**
     * A run begins.
     *
     * @param commandLine the words of it, the program's name first; empty: none
     * @param events takes each event when it happens, if they are wanted; must not block
     */
    public RunJournal(
            List<String> commandLine, ActiveConfig config, Clock clock, Optional<Consumer<ObjectNode>> events) {
        this.commandLine = List.copyOf(commandLine);
        this.config = config;
        this.clock = clock;
        this.events = events;
        beganMicros = clock.micros();
    }

    // ------ What happens

    @Override
    public synchronized void note(Level level, String text) {
        if (level.compareTo(Level.WARNING) < 0) {
            return;
        }
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(HarmlessText.of(text));
        } else {
            omittedWarnings++;
        }
    }

    @Override
    public synchronized void settled(MeasurementSettings known) {
        settings = Optional.of(known);
    }

    @Override
    public synchronized void peerIdentified(Hello hello) {
        peer = Optional.of(hello);
    }

    @Override
    public synchronized void flowConnected(FlowDefinition flow, ConnectionFacts connection) {
        connections.put(flow, connection);
    }

    @Override
    public synchronized void measurementStarting(long measurementId, List<FlowDefinition> flows) {
        ObjectNode json = event("start");
        json.put("timeMicros", clock.micros());
        beginning(json);
        json.set("flows", FlowJson.started(flows, connections));
        tell(json);
    }

    @Override
    public synchronized void tick(NodeTick tick) {
        if (events.isEmpty()) {
            return;
        }
        ObjectNode json = event(INTERVAL);
        json.put("timeMicros", tick.absMicros());
        json.put("elapsedMicros", tick.elapsedMicros());
        json.put("intervalMicros", tick.intervalMicros());
        json.put("transmittedBytes", tick.transmittedBytes());
        json.put("receivedBytes", tick.receivedBytes());
        json.put("transmittedBitsPerSecond", tick.transmittedBitsPerSecond());
        json.put("receivedBitsPerSecond", tick.receivedBitsPerSecond());
        json.put("cpuPercent", tick.cpu().utilizationPercent());
        ArrayNode flows = json.putArray("flows");
        for (MeasurementSample.Flow flow : tick.perFlow()) {
            ObjectNode sample = flows.addObject();
            DefinitionJson.identity(sample, flow.definition());
            sample.set("transmitted", increase(flow.sent(), tick));
            sample.set("received", increase(flow.received(), tick));
            sample.set("lost", ResultJson.volume(flow.lost().increase()));
            boolean any = flow.now().receivedPackets() > 1;
            sample.set("jitterMicros", Json.number(any ? flow.now().jitterMillis() * 1000 : Double.NaN));
        }
        tell(json);
    }

    private static ObjectNode increase(MeasurementSample.Progress progress, NodeTick tick) {
        return ResultJson.volume(progress.increase(), tick.intervalMicros());
    }

    @Override
    public synchronized void fileWritten(Path path) {
        files.add(path);
    }

    @Override
    public synchronized void measurementEnded(MeasurementReport ended) {
        report = Optional.of(ended);
    }

    // ------ The end

    /** The run is over: tells the last event, which has the document. */
    public synchronized void ended(ObjectNode document) {
        ObjectNode json = event("end");
        json.put("timeMicros", clock.micros());
        json.set("run", document);
        tell(json);
    }

    private void tell(ObjectNode event) {
        events.ifPresent(taker -> taker.accept(event));
    }

    /** Whether an event is one of many, and the run can be understood without it. */
    public static boolean isInterval(ObjectNode event) {
        return INTERVAL.equals(event.path(EVENT).asText());
    }

    private static ObjectNode event(String name) {
        ObjectNode json = Json.object();
        json.put(EVENT, name);
        return json;
    }

    /** What is known of the run, if it ends so. */
    public synchronized ObjectNode document(RunEnd end) {
        ObjectNode json = Json.object();
        beginning(json);
        report.ifPresent(known -> {
            results((ObjectNode) json.get("active"), known);
            known.peer().ifPresent(results -> results((ObjectNode) json.get("passive"), results));
        });
        json.set("end", ending(end));
        json.set("warnings", Json.texts(warnings));
        json.put("omittedWarnings", omittedWarnings);
        json.set("unknown", unknown());
        json.set(
                "clock",
                report.flatMap(MeasurementReport::clocks).map(ResultJson::clock).orElse(null));
        json.set(
                "flows",
                report.map(known -> FlowJson.measured(known, peer.isPresent()))
                        .orElseGet(() -> FlowJson.planned(config.flows())));
        json.set("files", Json.texts(files));
        json.set("missingFiles", Json.value(facts().getOrDefault("missingFiles", List.of())));
        return json;
    }

    /** What is known before anything is measured. */
    private void beginning(ObjectNode json) {
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("software", LocalHost.software());
        json.set("commandLine", commandLine.isEmpty() ? null : Json.texts(commandLine));
        json.set(
                "measurementId",
                Json.value(settings.map(known -> String.format("%016x", known.measurementId()))
                        .orElse(null)));
        json.put("beganMicros", beganMicros);
        json.set("parameters", ParametersJson.given(config));
        json.set(
                "inEffect",
                settings.map(known -> ParametersJson.inEffect(known, facts())).orElse(null));
        json.set("active", host(LocalHost.hello(0), LocalHost.cpuModel()));
        json.set("passive", peer.map(hello -> host(hello, Optional.empty())).orElseGet(RunJournal::unknownHost));
    }

    private Map<String, Object> facts() {
        return report.map(MeasurementReport::facts).orElse(Map.of());
    }

    private static ObjectNode host(Hello hello, Optional<String> cpuModel) {
        ObjectNode json = Json.object();
        json.set("software", known(hello.softwareVersion()));
        json.set("systemName", known(hello.systemName()));
        json.set("kernel", known(hello.kernel()));
        json.set("cpuCount", Json.value(hello.cpuCount() > 0 ? (Integer) hello.cpuCount() : null));
        json.set("cpuModel", Json.value(cpuModel.orElse(null)));
        return json;
    }

    private static JsonNode known(String text) {
        return Json.value(text.isEmpty() ? null : text);
    }

    private static ObjectNode unknownHost() {
        return host(new Hello(0, 0, "", "", "", 0), Optional.empty());
    }

    private static void results(ObjectNode node, MeasurementReport report) {
        node.set("firstEventMicros", ResultJson.moment(report.firstEventMicros()));
        node.set("lastEventMicros", ResultJson.moment(report.endMicros()));
        long durationMicros = report.durationMicros();
        node.set("transmitted", ResultJson.volume(report.transmitted(), durationMicros));
        node.set("received", ResultJson.volume(report.received(), durationMicros));
        node.set("lost", ResultJson.volume(report.lost(), durationMicros));
        node.set("cpu", ResultJson.cpu(report.cpu()));
    }

    private void results(ObjectNode node, PeerResults results) {
        FlowFigures.Scalars total = new FlowFigures.Scalars(results.total());
        long firstMicros = total.count("First Statistics Event").orElse(0);
        long lastMicros = total.count("Last Statistics Event").orElse(0);
        long durationMicros = firstMicros == 0 ? 0 : lastMicros - firstMicros;
        node.set("firstEventMicros", ResultJson.moment(firstMicros));
        node.set("lastEventMicros", ResultJson.moment(lastMicros));
        for (String kind : List.of("Transmitted", "Received", "Lost")) {
            node.set(
                    kind.toLowerCase(Locale.ROOT),
                    total.volume(kind)
                            .map(volume -> ResultJson.volume(volume, durationMicros))
                            .orElse(null));
        }
        if (peer.isEmpty() && node.get("received") instanceof ObjectNode received) {
            ResultJson.withoutFrames(received);
        }
        node.set("cpu", results.cpu().map(ResultJson::cpu).orElse(null));
    }

    private ObjectNode ending(RunEnd end) {
        Optional<String> partial = report.isPresent()
                ? report.flatMap(MeasurementReport::partial).or(end::failure)
                : Optional.of(end.failure().orElse("nothing was measured"));
        Optional<String> reason = end.failure().or(() -> report.map(MeasurementReport::endReason));
        ObjectNode json = Json.object();
        json.put("outcome", end.outcome().json());
        json.set("reason", Json.value(reason.orElse("nothing was measured")));
        json.set("partial", Json.value(partial.orElse(null)));
        json.put("exitCode", end.exitCode());
        json.put("endedMicros", clock.micros());
        return json;
    }

    /** What the document would have if it could be known. */
    private ArrayNode unknown() {
        ArrayNode json = Json.object().arrayNode();
        if (report.isEmpty()) {
            unknown(json, "results", "nothing was measured");
            return json;
        }
        String stranger = "the passive node does not tell";
        if (report.get().clocks().isEmpty()) {
            unknown(json, "clock", peer.isPresent() ? "it could not be estimated" : stranger);
        } else if (report.get().clocks().get().jumps() > 0) {
            unknown(json, "corrected delays", "a clock was set during the measurement");
        }
        if (peer.isEmpty()) {
            unknown(json, "passive host", stranger);
            unknown(json, "seed and interval of the passive node", stranger);
        }
        if (report.get().peer().isEmpty()) {
            unknown(json, "results of the passive node", "they have not come, or cannot be read");
            return json;
        }
        if (peer.isEmpty()) {
            unknown(json, "received frames at the passive node", "it does not count those of the last seconds");
        }
        if (!Boolean.TRUE.equals(facts().get("peerExtendedScalars"))) {
            unknown(json, "delay, loss, order and connections at the passive node", stranger);
        }
        return json;
    }

    private static void unknown(ArrayNode json, String what, String why) {
        ObjectNode entry = json.addObject();
        entry.put("what", what);
        entry.put("why", why);
    }
}
