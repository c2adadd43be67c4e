// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.traffic.TransportProtocol;

class RunRecordTest {
    @TempDir
    private Path directory;

    private JsonNode written(FlowSnapshot counters) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subflows", 2);
        facts.put("mptcp", true);
        facts.put("ratio", 0.5);
        facts.put("nonsense", Double.NaN);
        facts.put("path", Path.of("a/b"));
        facts.put("list", List.of(1, "two"));
        facts.put("unknown", null);
        MeasurementReport report = new MeasurementReport(
                true,
                -1,
                2_000_000,
                4_000_000,
                "run time is over",
                Optional.empty(),
                List.of(new MeasurementReport.Flow(
                        Flows.flow(-1, "Flow \u00e9", TransportProtocol.UDP, Flows.constant(20, 1460), Flows.SILENCE),
                        counters,
                        facts)),
                new CpuUsage(
                        List.of(1.0, 2.0, 3.0, 80.0, 4.0, 5.0, 2.5, 2.5),
                        List.of(List.of(0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0))),
                Map.of("version", "0.1.0"));
        Path path = directory.resolve("run.json");
        try (OutputFile output = OutputFile.create(path, false)) {
            RunRecord.write(report, output);
        }
        return new ObjectMapper().readTree(Files.readAllBytes(path));
    }

    @Test
    void recordHasEverythingOfTheReport() throws IOException {
        FlowStatistics statistics = new FlowStatistics(0);
        statistics.transmitted(1_000_000, 3_000_000, 4, 6000, 2);
        statistics.lateness(2500);
        statistics.received(3_000_000, true, true, 0, 0, 0, 2_998_500, 1000);
        statistics.received(3_100_000, false, true, 2, 5, 5000, 3_099_000, 1000);
        JsonNode json = written(statistics.snapshot());
        JsonNode expected = new ObjectMapper().readTree("""
            {
              "formatVersion": 1,
              "node": "active",
              "measurementId": "ffffffffffffffff",
              "firstEventMicros": 2000000,
              "endMicros": 4000000,
              "endReason": "run time is over",
              "partial": null,
              "facts": {"version": "0.1.0"},
              "cpu": {
                "totalPercent": {"user": 1.0, "nice": 2.0, "system": 3.0, "idle": 80.0, "ioWait": 4.0,
                  "hardwareInterrupts": 5.0, "softwareInterrupts": 2.5, "hypervisor": 2.5},
                "cpusPercent": [{"user": 0.0, "nice": 0.0, "system": 0.0, "idle": 100.0, "ioWait": 0.0,
                  "hardwareInterrupts": 0.0, "softwareInterrupts": 0.0, "hypervisor": 0.0}]
              },
              "total": {
                "transmitted": {"bytes": 6000, "packets": 4, "frames": 2, "bitsPerSecond": 24000.0,
                  "bytesPerSecond": 3000.0, "packetsPerSecond": 2.0, "framesPerSecond": 1.0},
                "received": {"bytes": 2000, "packets": 2, "frames": 1, "bitsPerSecond": 8000.0,
                  "bytesPerSecond": 1000.0, "packetsPerSecond": 1.0, "framesPerSecond": 0.5},
                "lost": {"bytes": 4000, "packets": 4, "frames": 1, "bitsPerSecond": 16000.0,
                  "bytesPerSecond": 2000.0, "packetsPerSecond": 2.0, "framesPerSecond": 0.5}
              },
              "flows": [{
                "flowId": 4294967295, "streamId": 0, "description": "Flow \u00e9", "protocol": "UDP",
                "outbound": {
                  "frameRate": {"law": "constant", "parameters": [20.0, 0.0, 0.0, 0.0]},
                  "frameBytes": {"law": "constant", "parameters": [1460.0, 0.0, 0.0, 0.0]}},
                "inbound": {
                  "frameRate": {"law": "constant", "parameters": [0.0, 0.0, 0.0, 0.0]},
                  "frameBytes": {"law": "constant", "parameters": [0.0, 0.0, 0.0, 0.0]}},
                "options": {
                  "maxMessageBytes": 16000, "defragmentTimeoutMillis": 5000, "orderedFraction": 1.0,
                  "reliableFraction": 1.0, "retransmissionLimit": {"kind": "UNLIMITED", "value": 0},
                  "receiveBuffer": {"bytes": 233016, "required": false},
                  "sendBuffer": {"bytes": 233016, "required": false},
                  "cmt": 0, "ccid": 0, "errorOnAbort": true, "noDelay": false, "debug": false, "v6Only": false,
                  "batchMessages": 0, "gso": false,
                  "congestionControl": "default", "onOffGapsSeconds": [], "onOffRepeat": false},
                "transmitted": {"firstMicros": 1000000, "lastMicros": 3000000, "bytes": 6000, "packets": 4,
                  "frames": 2, "bitsPerSecond": 24000.0, "bytesPerSecond": 3000.0, "packetsPerSecond": 2.0,
                  "framesPerSecond": 1.0, "pacedFrames": 1, "meanSendLatenessMicros": 2.5,
                  "maxSendLatenessMicros": 2.5, "maxStampSkewMicros": 0, "scheduleRestarts": 0},
                "received": {"firstMicros": 3000000, "lastMicros": 3100000, "bytes": 2000, "packets": 2,
                  "frames": 1, "bitsPerSecond": 160000.0, "bytesPerSecond": 20000.0, "packetsPerSecond": 20.0,
                  "framesPerSecond": 10.0, "incompleteFrames": 1, "lateOrDuplicatePackets": 0,
                  "meanDelayMillis": 1.25, "minDelayMillis": 1.0, "maxDelayMillis": 1.5, "jitterMillis": 0.03125},
                "lost": {"bytes": 4000, "packets": 4, "frames": 1},
                "facts": {"subflows": 2, "mptcp": true, "ratio": 0.5, "nonsense": null, "path": "a/b",
                  "list": [1, "two"], "unknown": null}
              }]
            }
            """);
        assertEquals(expected.toPrettyString(), json.toPrettyString());
    }

    @Test
    void numbersThatDoNotExistAreNull() throws IOException {
        JsonNode flow = written(FlowSnapshot.EMPTY).at("/flows/0");
        assertTrue(flow.at("/received/meanDelayMillis").isNull());
        assertTrue(flow.at("/received/jitterMillis").isNull());
        assertTrue(flow.at("/transmitted/meanSendLatenessMicros").isNull());
        assertEquals(0, flow.at("/received/firstMicros").asLong(-1));
    }
}
