// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.node.NodeListener;
import org.netperfmeter.node.NodeTick;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.MeasurementSample;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.wire.MeasurementSettings;

class RunJournalTest {
    private static final RunSchema EVENT = RunSchema.ofEvent();

    private final SampleRun run = new SampleRun();
    private final RunJournal journal = run.journal;
    private final List<String> events = run.events;

    private static void assertJson(String expected, JsonNode actual) throws IOException {
        assertEquals(new ObjectMapper().readTree(expected).toPrettyString(), actual.toPrettyString());
    }

    // ------ The document

    @Test
    void documentHasWhatBothNodesMeasured() throws IOException {
        run.measure();
        journal.note(NodeListener.Level.INFO, "nothing to worry about");
        journal.note(NodeListener.Level.WARNING, "a warning");
        journal.fileWritten(Path.of("run-active.sca"));
        journal.measurementEnded(SampleRun.report().with(SampleRun.peerResults()));
        JsonNode json = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0));

        assertEquals("a \"quoted\"\n\u001b[0m word", json.at("/commandLine/3").asText());
        assertEquals("ffffffffffffffff", json.get("measurementId").asText());
        assertEquals(9_000_000, json.get("beganMicros").asLong());
        assertJson("""
                {"outcome": "completed", "reason": "run time over", "partial": null, "exitCode": 0, "endedMicros": 9000000}
                """, json.get("end"));
        assertJson("[\"a warning\"]", json.get("warnings"));
        assertJson("[\"run-active.sca\"]", json.get("files"));
        assertJson("[\"run-passive.vec\"]", json.get("missingFiles"));
        assertJson("[]", json.get("unknown"));
        assertJson("""
                {"referenceMicros": 1000000, "offsetMicros": 100.0, "errorMicros": 60.0, "driftPpm": 250000.0, "driftErrorPpm": 125000.0,
                 "minRoundTripMicros": 80, "exchanges": 7, "jumps": 0}
                """, json.get("clock"));
        assertJson("""
                {"host": "host", "port": 9000, "control": "TCP", "localDataAddresses": ["127.0.0.1"],
                 "localControlAddresses": [], "v6Only": false, "runtimeSeconds": 10.0, "seed": null,
                 "intervalMicros": 500000, "timeStamping": "app", "correctClock": false, "omnetpp": false, "realTime": false, "vectorOverflow": "thin",
                 "peerGeneration": null, "secret": false, "secretOptional": false, "activeName": "Client",
                 "passiveName": "Server", "scalarFiles": "run.sca", "vectorFiles": null, "transportVectorFiles": null,
                 "configFile": "run.config"}
                """, json.get("parameters"));
        assertJson("""
                {"seed": "18446744073709551615", "intervalMicros": 500000, "control": "TCP",
                 "passiveSeed": "18446744073709551615", "passiveIntervalMicros": 500000, "passiveExtendsResults": true, "passiveWritesOmnetpp": null, "passiveWritesTransportVector": null,
                 "drained": true, "realTime": null, "authenticated": null, "clockSteps": 0}
                """, json.get("inEffect"));
        assertJson("""
                {"software": "NetPerfMeter/Java 0.1.0", "systemName": "Linux amd64", "kernel": "6.1", "cpuCount": 2,
                 "cpuModel": null, "firstEventMicros": 1000000, "lastEventMicros": 3000000, "transmitted": null,
                 "received": {"bytes": 6000, "packets": 4, "frames": 2, "bitsPerSecond": 24000.0,
                   "bytesPerSecond": 3000.0, "packetsPerSecond": 2.0, "framesPerSecond": 1.0},
                 "lost": null, "cpu": null}
                """, json.get("passive"));
        assertJson("""
                {"bytes": 2000, "packets": 2, "frames": 1, "bitsPerSecond": 8000.0, "bytesPerSecond": 1000.0,
                 "packetsPerSecond": 1.0, "framesPerSecond": 0.5}
                """, json.at("/active/received"));
        assertTrue(json.at("/active/cpu/cpusPercent/0/hypervisor").isNull());
        assertEquals(80, json.at("/active/cpu/totalPercent/idle").asDouble());
    }

    @Test
    void flowHasBothEndsOfEachDirection() throws IOException {
        run.measure();
        journal.measurementEnded(SampleRun.report().with(SampleRun.peerResults()));
        JsonNode flow = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0)).at("/flows/0");
        assertEquals("Gr\u00f6\u00dfe", flow.get("description").asText());
        assertEquals("TCP", flow.get("protocol").asText());
        assertEquals(233_016, flow.at("/options/sendBuffer/bytes").asInt());
        assertJson("""
                {"framesPerSecond": {"law": "constant", "parameters": [20.0, 0.0, 0.0, 0.0]}, "frameGapSeconds": null,
                 "frameBytes": {"law": "constant", "parameters": [1460.0, 0.0, 0.0, 0.0]},
                 "sent": {"firstMicros": 1000000, "lastMicros": 3000000, "bytes": 6000, "packets": 4, "frames": 2,
                   "bitsPerSecond": 24000.0, "bytesPerSecond": 3000.0, "packetsPerSecond": 2.0, "framesPerSecond": 1.0,
                   "sendLateness": {"minMicros": 2.5, "meanMicros": 2.5, "standardDeviationMicros": 0.0,
                     "p50Micros": 2.5, "p90Micros": 2.5, "p99Micros": 2.5, "p999Micros": 2.5, "maxMicros": 2.5},
                   "scheduleRestarts": 0},
                 "received": {"firstMicros": 1000100, "lastMicros": 3000100, "bytes": 6000, "packets": 4, "frames": 2,
                   "bitsPerSecond": 24000.0, "bytesPerSecond": 3000.0, "packetsPerSecond": 2.0, "framesPerSecond": 1.0,
                   "lost": {"bytes": 1, "packets": 2, "frames": 3}, "incompleteFrames": null,
                   "duplicatedPackets": null, "reorderedPackets": null, "reorderingExtentMeanPackets": null,
                   "reorderingExtentMaxPackets": null, "longestGapMicros": 1250.0, "jitterMicros": null,
                   "delay": {"minMicros": -30.0, "meanMicros": 1.5, "standardDeviationMicros": 2.0, "p50Micros": 3.0,
                     "p90Micros": 4.0, "p99Micros": 5.0, "p999Micros": 6.0, "maxMicros": 7.0},
                   "correctedDelay": {"minMicros": -200130.0, "meanMicros": -200098.5, "standardDeviationMicros": 2.0,
                     "p50Micros": -200097.0, "p90Micros": -200096.0, "p99Micros": -200095.0,
                     "p999Micros": -200094.0, "maxMicros": -200093.0},
                   "absoluteIpdv": null, "hostDelayMeanMicros": null}}
                """, flow.get("outbound"));
        assertJson("""
                {"framesPerSecond": {"law": "exponential", "parameters": [0.5, 0.0, 0.0, 0.0]}, "frameGapSeconds": null,
                 "frameBytes": {"law": "uniform", "parameters": [100.0, 200.0, 0.0, 0.0]},
                 "sent": {"firstMicros": 5000000, "lastMicros": 5500000, "bytes": 2000, "packets": 2, "frames": 2,
                   "bitsPerSecond": 32000.0, "bytesPerSecond": 4000.0, "packetsPerSecond": 4.0, "framesPerSecond": 4.0,
                   "sendLateness": null, "scheduleRestarts": 1},
                 "received": {"firstMicros": 3000000, "lastMicros": 3100000, "bytes": 2000, "packets": 2, "frames": 1,
                   "bitsPerSecond": 160000.0, "bytesPerSecond": 20000.0, "packetsPerSecond": 20.0,
                   "framesPerSecond": 10.0, "lost": {"bytes": 4000, "packets": 4, "frames": 1}, "incompleteFrames": 1,
                   "duplicatedPackets": 0, "reorderedPackets": 0, "reorderingExtentMeanPackets": null,
                   "reorderingExtentMaxPackets": null, "longestGapMicros": 100000.0, "jitterMicros": 31.25,
                   "delay": {"minMicros": 1000.0, "meanMicros": 1250.0, "standardDeviationMicros": 250.0,
                     "p50Micros": 1000.0, "p90Micros": 1500.0, "p99Micros": 1500.0, "p999Micros": 1500.0,
                     "maxMicros": 1500.0},
                   "correctedDelay": {"minMicros": 513600.0, "meanMicros": 513850.0, "standardDeviationMicros": 250.0,
                     "p50Micros": 513600.0, "p90Micros": 514100.0, "p99Micros": 514100.0, "p999Micros": 514100.0,
                     "maxMicros": 514100.0},
                   "absoluteIpdv": null, "hostDelayMeanMicros": 12.5}}
                """, flow.get("inbound"));
        assertJson("""
                {"partial": null, "localAddress": "192.0.2.1:1000", "remoteAddress": "192.0.2.2:9000",
                 "congestionControl": "cubic", "sendBufferBytes": 1000, "receiveBufferBytes": 2000, "multipath": null,
                 "fellBack": null, "subflowsMaximum": null, "subflowsAtEnd": null, "timeStamping": null,
                 "socketDrops": null,
                 "transport": [{"part": "connection", "id": 0, "localAddress": "192.0.2.1:1000",
                   "remoteAddress": "192.0.2.2:9000", "state": "ESTABLISHED",
                   "rttMicros": {"min": 1000, "mean": 1500.5, "max": 2001}, "retransmissions": 7}],
                 "facts": {"batchBytes": 65536}}
                """, flow.get("active"));
        assertJson("""
                {"partial": null, "localAddress": null, "remoteAddress": null, "congestionControl": "bbr",
                 "sendBufferBytes": 4096, "receiveBufferBytes": null, "multipath": null, "fellBack": null,
                 "subflowsMaximum": null, "subflowsAtEnd": null, "timeStamping": null, "socketDrops": null,
                 "transport": [{"part": "connection", "id": 0, "localAddress": null, "remoteAddress": null,
                   "state": null, "rttMicros": {"min": 1000, "mean": 1500.0, "max": 2001}},
                  {"part": "subflow", "id": 1, "localAddress": null, "remoteAddress": null, "state": null,
                   "retransmissions": 7}],
                 "facts": {"lateOrDuplicatePackets": "0", "vectorThinning": "1"}}
                """, flow.get("passive"));
    }

    @Test
    void delaysAreNotCorrectedAcrossAJumpOfTheClocks() throws IOException {
        run.measure();
        journal.measurementEnded(SampleRun.report(1).with(SampleRun.peerResults()));
        JsonNode json = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0));
        for (String direction : List.of("outbound", "inbound")) {
            JsonNode received = json.at("/flows/0/" + direction + "/received");
            assertTrue(received.get("delay").isObject(), direction);
            assertTrue(received.get("correctedDelay").isNull(), direction);
        }
        assertJson("""
                [{"what": "corrected delays", "why": "a clock was set during the measurement"}]
                """, json.get("unknown"));
    }

    @Test
    void numbersThatDoNotExistAreNull() {
        run.measure();
        journal.measurementEnded(new MeasurementReport(
                true,
                -1,
                2_000_000,
                2_000_000,
                "run time over",
                Optional.empty(),
                List.of(new MeasurementReport.Flow(SampleRun.FLOW, FlowSnapshot.EMPTY, Map.of())),
                CpuUsage.IDLE,
                Map.of()));
        JsonNode json = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0));
        JsonNode flow = json.at("/flows/0");
        assertTrue(flow.at("/inbound/received/delay").isNull());
        assertTrue(flow.at("/inbound/received/jitterMicros").isNull());
        assertTrue(flow.at("/outbound/sent/firstMicros").isNull());
        assertEquals(0, flow.at("/outbound/sent/bitsPerSecond").asDouble(-1));
        assertTrue(flow.at("/outbound/received").isNull());
        assertTrue(flow.get("passive").isNull());
        assertEquals("results of the passive node", json.at("/unknown/1/what").asText());
    }

    @Test
    void whatNoCounterCanBeIsNotKnown() {
        String flow = "scalar \"netPerfMeter.passive.flow[0]\" ";
        PeerResults nonsense = PeerResults.parse(flow + "\"First Transmission\"  -5\n"
                + flow + "\"Transmitted Bytes\"  9223372036854775807\n"
                + flow + "\"Transmitted Packets\"  1\n"
                + flow + "\"Transmitted Frames\"  1\n"
                + flow + "\"Received Bytes\"  0\n"
                + flow + "\"Received Packets\"  0\n"
                + flow + "\"Received Frames\"  0\n"
                + flow + "\"Lost Bytes\"  9223372036854775808\n"
                + flow + "\"Lost Packets\"  1\n"
                + flow + "\"Lost Frames\"  1\n"
                + flow + "\"Duplicated Packets\"  -7\n"
                + flow + "\"Reordered Packets\"  18446744073709551615\n"
                + "# flow[0].sendBufferBytes: -7\n"
                + "# flow[0].receiveBufferBytes: 18446744073709551615\n"
                + "# flow[0].socketDrops: 9007199254740993\n");
        run.measure();
        journal.measurementEnded(SampleRun.report().with(nonsense));
        JsonNode json = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0)).at("/flows/0");
        assertTrue(json.at("/inbound/sent/firstMicros").isNull());
        assertEquals(Long.MAX_VALUE, json.at("/inbound/sent/bytes").asLong());
        assertTrue(json.at("/outbound/received/lost").isNull());
        assertTrue(json.at("/outbound/received/duplicatedPackets").isNull());
        assertTrue(json.at("/outbound/received/reorderedPackets").isNull());
        assertTrue(json.at("/passive/sendBufferBytes").isNull());
        assertTrue(json.at("/passive/receiveBufferBytes").isNull());
        assertEquals(9_007_199_254_740_993L, json.at("/passive/socketDrops").asLong());
    }

    /** The original does not tell who it is, what seed and interval it has, and counts the frames of the last seconds never. */
    @Test
    void framesThatAStrangerReceivedAreNotKnown() {
        journal.settled(new MeasurementSettings(-1, -1, 500_000));
        journal.measurementEnded(SampleRun.report().with(SampleRun.peerResults()));
        JsonNode json = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0));
        for (String received : List.of("/flows/0/outbound/received", "/passive/received")) {
            assertEquals(4, json.at(received + "/packets").asInt());
            assertEquals(24_000, json.at(received + "/bitsPerSecond").asDouble());
            assertTrue(json.at(received + "/frames").isNull());
            assertTrue(json.at(received + "/framesPerSecond").isNull());
        }
        assertEquals(2, json.at("/flows/0/inbound/sent/frames").asInt());
        assertEquals(
                List.of("passive host", "seed and interval of the passive node", "received frames at the passive node"),
                json.findValuesAsText("what"));
    }

    @Test
    void failureBeforeTheStartIsADocumentToo() throws IOException {
        journal.note(NodeListener.Level.ERROR, "two\nlines");
        JsonNode json = run.document(RunEnd.failed("cannot reach the passive node", 1));
        assertJson("""
                {"outcome": "failed", "reason": "cannot reach the passive node",
                 "partial": "cannot reach the passive node", "exitCode": 1, "endedMicros": 9000000}
                """, json.get("end"));
        assertJson("[\"two lines\"]", json.get("warnings"));
        assertTrue(json.get("measurementId").isNull());
        assertTrue(json.get("inEffect").isNull());
        assertTrue(json.at("/passive/kernel").isNull());
        assertEquals("Gr\u00f6\u00dfe", json.at("/flows/0/description").asText());
        assertTrue(json.at("/flows/0/outbound/sent").isNull());
        assertTrue(json.at("/flows/0/active").isNull());
        assertEquals("results", json.at("/unknown/0/what").asText());
        assertEquals(1, events.size());
        assertEquals("end", EVENT.read(events.get(0)).get("event").asText());
    }

    @Test
    void warningsAreLimited() {
        for (int i = 0; i < 1003; i++) {
            journal.note(NodeListener.Level.WARNING, "warning " + i);
        }
        JsonNode json = run.document(RunEnd.failed("failed", 1));
        assertEquals(1000, json.get("warnings").size());
        assertEquals("warning 999", json.at("/warnings/999").asText());
        assertEquals(3, json.get("omittedWarnings").asInt());
    }

    @Test
    void everyNameIsDescribed() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(RunSchema.FILE.toFile());
        assertEquals(List.of(), withoutDescription("", schema));
    }

    private static List<String> withoutDescription(String path, JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().path("description").asText().isEmpty()) {
                names.add(path + "/" + property.getKey());
            }
        });
        schema.properties()
                .forEach(member -> names.addAll(withoutDescription(path + "/" + member.getKey(), member.getValue())));
        return names;
    }

    // ------ Events

    @Test
    void eventsAreALineEach() throws IOException {
        run.measure();
        FlowStatistics statistics = new FlowStatistics(0);
        statistics.transmitted(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1, 1000, 1);
        FlowSnapshot before = statistics.snapshot();
        statistics.transmitted(1_400_000, 1_400_000, 1_400_000, 1_400_000, 2, 3000, 1);
        journal.tick(new NodeTick(
                1_500_000,
                1_000_000,
                500_000,
                1,
                1,
                4000,
                0,
                48_000,
                0,
                SampleRun.CPU,
                List.of(new MeasurementSample.Flow(SampleRun.FLOW, statistics.snapshot(), before))));
        journal.measurementEnded(SampleRun.report());
        JsonNode document = run.document(RunEnd.of(RunEnd.Outcome.COMPLETED, 0));

        assertEquals(3, events.size());
        assertFalse(events.stream().anyMatch(line -> line.contains("\n")));
        JsonNode start = EVENT.read(events.get(0));
        assertEquals("start", start.get("event").asText());
        assertJson("""
                {"localAddress": "192.0.2.1:1000", "remoteAddress": "192.0.2.2:9000", "congestionControl": "cubic",
                 "sendBufferBytes": 1000, "receiveBufferBytes": 2000}
                """, start.at("/flows/0/connection"));
        assertEquals("18446744073709551615", start.at("/inEffect/seed").asText());
        assertJson("""
                {"event": "interval", "timeMicros": 1500000, "elapsedMicros": 1000000, "intervalMicros": 500000,
                 "transmittedBytes": 4000, "receivedBytes": 0, "transmittedBitsPerSecond": 48000.0,
                 "receivedBitsPerSecond": 0.0, "cpuPercent": 20.0,
                 "flows": [{"flowId": 0, "streamId": 0,
                   "transmitted": {"bytes": 3000, "packets": 2, "frames": 1, "bitsPerSecond": 48000.0,
                     "bytesPerSecond": 6000.0, "packetsPerSecond": 4.0, "framesPerSecond": 2.0},
                   "received": {"bytes": 0, "packets": 0, "frames": 0, "bitsPerSecond": 0.0, "bytesPerSecond": 0.0,
                     "packetsPerSecond": 0.0, "framesPerSecond": 0.0},
                   "lost": {"bytes": 0, "packets": 0, "frames": 0}, "jitterMicros": null}]}
                """, EVENT.read(events.get(1)));
        assertEquals(document, EVENT.read(events.get(2)).get("run"));
    }
}
