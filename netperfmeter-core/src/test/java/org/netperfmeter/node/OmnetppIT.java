// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.results.OmnetppFile;

/** Two nodes in one JVM: what both write for OMNeT++, read as strictly as it may read. */
@Timeout(60)
class OmnetppIT {
    @TempDir
    private Path directory;

    private OmnetppFile file(String name) throws IOException {
        return OmnetppFile.read(ResultFiles.text(directory.resolve(name)));
    }

    private static double count(OmnetppFile file, String module, String name) {
        return file.scalars().get(module).get(name);
    }

    @Test
    void bothNodesWriteAllFiles() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            new ActiveRun(passive.basePort)
                    .flow("TCP 200:exp500:100:300:description=a b\\c 'd'")
                    .flow("UDP 100:200")
                    .seed(4711)
                    .intervalMicros(100_000)
                    .omnetpp()
                    .extendedScalars()
                    .scalars(directory.resolve("run.sca"))
                    .vectors(directory.resolve("run.vec.bz2"))
                    .transport(directory.resolve("run.vec"))
                    .runUntil(Enough.intervals(5).and(Enough.frames(11)));
        }
        assertEquals(
                Set.of(
                        "run-active.sca",
                        "run-passive.sca",
                        "run-active-transport.vec",
                        "run-passive-transport.vec",
                        "run-active.vec.bz2",
                        "run-active-00000000-0000.vec.bz2",
                        "run-active-00000001-0000.vec.bz2",
                        "run-passive.vec.bz2",
                        "run-passive-00000000-0000.vec.bz2",
                        "run-passive-00000001-0000.vec.bz2"),
                ResultFiles.names(directory));
        assertOneRun("active");
        assertOneRun("passive");
        OmnetppFile active = file("run-active.sca");
        OmnetppFile passive = file("run-passive.sca");
        assertNotEquals(active.run(), passive.run());
        for (String attribute : List.of("measurement", "seedset", "experiment")) {
            assertEquals(
                    active.attributes().get(attribute), passive.attributes().get(attribute), attribute);
        }
        assertEquals("4711", active.attributes().get("seedset"));
        assertEquals("true", active.attributes().get("peerOmnetpp"));
        assertEquals("interrupted", active.attributes().get("endReason"));
        assertEquals("a b\\c 'd'", active.parameters().get("netPerfMeter.active.flow[0].description"));
        assertEquals("exponential(500.0)", active.parameters().get("netPerfMeter.active.flow[0].outboundFrameBytes"));

        assertEquals(
                count(active, "netPerfMeter.active.flow[0]", "Transmitted Bytes"),
                count(passive, "netPerfMeter.passive.flow[0]", "Received Bytes"));
        assertVectorsMatchScalars("active", active, 0);
        assertVectorsMatchScalars("passive", passive, 0);
        assertVectorsMatchScalars("passive", passive, 1);
        assertEquals(
                List.of(),
                file("run-active-00000001-0000.vec.bz2").vectors().stream()
                        .flatMap(vector -> vector.values().stream())
                        .toList());
        for (String node : List.of("active", "passive")) {
            OmnetppFile transport = file("run-" + node + "-transport.vec");
            OmnetppFile.Vector roundTrips = transport.vector("netPerfMeter." + node + ".flow[0]", "Transport RTT");
            assertTrue(roundTrips.values().size() > 1, node);
        }
    }

    /** Files of one node are of the same run, and do not contradict each other. */
    private void assertOneRun(String node) throws IOException {
        OmnetppFile scalars = file("run-" + node + ".sca");
        for (String name : ResultFiles.names(directory)) {
            if (name.contains(node)) {
                OmnetppFile other = file(name);
                assertEquals(scalars.run(), other.run(), name);
                other.attributes()
                        .forEach((key, value) ->
                                assertEquals(scalars.attributes().get(key), value, name + ": " + key));
            }
        }
    }

    /** What messages say one by one is what the counters, the histograms and the statistics events say. */
    private void assertVectorsMatchScalars(String node, OmnetppFile scalars, int flowId) throws IOException {
        String module = "netPerfMeter." + node + ".flow[" + flowId + "]";
        OmnetppFile messages = file("run-%s-%08x-0000.vec.bz2".formatted(node, flowId));
        double packets = count(scalars, module, "Received Packets");
        assertTrue(packets > 10, module + ": " + packets);
        OmnetppFile.Vector delays = messages.vector(module, "Delay");
        assertEquals(packets, delays.values().size());
        assertEquals(
                (long) packets, delays.values().get(delays.values().size() - 1).event());
        assertEquals(
                count(scalars, module, "Received Bytes"),
                messages.vector(module, "Message Bytes").values().stream()
                        .mapToDouble(OmnetppFile.Value::value)
                        .sum());
        OmnetppFile.Histogram histogram = scalars.histograms().get(module).get("Delay");
        assertEquals(packets, histogram.fields().get("count"));
        assertEquals(
                delays.values().stream().mapToDouble(OmnetppFile.Value::value).sum(),
                histogram.fields().get("sum"),
                1e-6);
        assertEquals(count(scalars, module, "Delay Maximum"), histogram.fields().get("max"));
        OmnetppFile.Vector bytes = file("run-" + node + ".vec.bz2").vector(module, "Received Bytes");
        assertTrue(bytes.values().size() >= 4, "events: " + bytes.values().size());
        assertTrue(bytes.values().get(bytes.values().size() - 1).value() > 0);
    }

    @Test
    void measurementThatIsStoppedIsMarked() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 200:500")
                    .seconds(50)
                    .omnetpp()
                    .scalars(directory.resolve("run.sca"))
                    .vectors(directory.resolve("run.vec"));
            ActiveNode node = run.node();
            CompletableFuture<?> running = CompletableFuture.supplyAsync(() -> assertDoesNotThrow(node::run));
            run.events.awaitTick();
            node.stop();
            running.get(30, TimeUnit.SECONDS);
        }
        String reason = "interrupted before the run time was over";
        OmnetppFile scalars = file("run-active.sca");
        assertEquals(reason, scalars.attributes().get("partial"));
        assertEquals(Map.of(), scalars.histograms());
        for (String name : List.of("run-active.vec", "run-active-00000000-0000.vec")) {
            assertEquals(List.of("partial: " + reason), file(name).comments(), name);
        }
        for (String name : List.of("run-passive.vec", "run-passive-00000000-0000.vec")) {
            assertEquals(List.of(), file(name).comments(), name);
        }
        assertTrue(file("run-passive.sca").scalars().containsKey("netPerfMeter.passive.flow[0]"));
    }
}
