// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.measurement.FlowQuality;
import org.netperfmeter.results.MeasurementReport;

/** Two nodes in one JVM: what both write of each flow, if they are asked for more than the original's files have. */
@Timeout(60)
class ExtendedScalarsIT {
    private static final Pattern SCALAR =
            Pattern.compile("scalar \"netPerfMeter\\.\\w+\\.flow\\[0\\]\" \"(.+)\" +(\\S+)");
    private static final List<String> OF_TIMES = List.of(
            "Minimum",
            "Mean",
            "Standard Deviation",
            "50th Percentile",
            "90th Percentile",
            "99th Percentile",
            "99.9th Percentile",
            "Maximum");
    private static final int ORIGINAL_SCALARS = 18;

    @TempDir
    private Path directory;

    private ActiveRun run(int basePort, String flow) {
        return new ActiveRun(basePort).flow(flow).extendedScalars().scalars(directory.resolve("run.sca"));
    }

    /** Of flow 0, in the order of the file. */
    private Map<String, Double> scalars(String node) throws IOException {
        Map<String, Double> scalars = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("run-" + node + ".sca"))) {
            Matcher scalar = SCALAR.matcher(line);
            if (scalar.matches()) {
                scalars.put(scalar.group(1), Double.valueOf(scalar.group(2)));
            }
        }
        return scalars;
    }

    private static void assertInOrder(Map<String, Double> scalars, String name) {
        List<Double> times =
                OF_TIMES.stream().map(kind -> scalars.get(name + " " + kind)).toList();
        List<Double> ranks =
                List.of(times.get(0), times.get(3), times.get(4), times.get(5), times.get(6), times.get(7));
        assertEquals(ranks.stream().sorted().toList(), ranks, name);
        assertTrue(times.get(0) <= times.get(1) && times.get(1) <= times.get(7), name + ": " + times);
    }

    @Test
    void bothNodesWriteThem() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = run(passive.basePort, "TCP 100:100:50:200");
            run.runUntil(Enough.frames(10));
            for (String node : List.of("active", "passive")) {
                Map<String, Double> scalars = scalars(node);
                List<String> names = List.copyOf(scalars.keySet());
                assertEquals("Delay Minimum", names.get(ORIGINAL_SCALARS), node);
                for (String name : List.of("Delay", "Absolute IPDV", "Send Lateness")) {
                    assertInOrder(scalars, name);
                }
                assertTrue(scalars.get("Send Lateness Minimum") >= 0, node);
                assertTrue(scalars.get("Longest Gap") > 0, node);
                for (String name :
                        List.of("Lost Packets", "Incomplete Frames", "Duplicated Packets", "Reordered Packets")) {
                    assertEquals(0, scalars.get(name), node + ": " + name);
                }
            }
            MeasurementReport report = run.events.awaitReport();
            assertEquals(true, report.facts().get("peerExtendedScalars"));
            FlowQuality quality = report.flows().get(0).quality().orElseThrow();
            Map<String, Double> active = scalars("active");
            assertEquals(
                    active.get("Received Packets"), (double) quality.delay().count());
            assertEquals(active.get("Transmitted Frames"), (double)
                    quality.sendLateness().count());
            assertEquals(active.get("Received Packets") - 1, (double)
                    quality.absoluteIpdv().count());
        }
    }

    @Test
    void directionWithoutMessagesHasNoTimes() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            run(passive.basePort, "TCP 100:100").runUntil(Enough.frames(10));
        }
        assertEquals(
                List.of(),
                scalars("active").keySet().stream()
                        .filter(name -> name.matches("Delay.*|Absolute.*|Jitter|Longest.*|Reordering.*"))
                        .toList());
        assertFalse(scalars("passive").containsKey("Send Lateness Mean"));
        assertInOrder(scalars("active"), "Send Lateness");
        assertInOrder(scalars("passive"), "Delay");
    }

    @Test
    void withoutTheOptionFilesAreThoseOfTheOriginal() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run =
                    new ActiveRun(passive.basePort).flow("TCP 100:100:100:100").scalars(directory.resolve("run.sca"));
            run.run();
            assertEquals(ORIGINAL_SCALARS, scalars("active").size());
            assertEquals(ORIGINAL_SCALARS, scalars("passive").size());
            MeasurementReport report = run.events.awaitReport();
            assertFalse(report.facts().containsKey("peerExtendedScalars"));
            assertTrue(report.flows().get(0).quality().isEmpty());
        }
    }

    /** What this node measures is there all the same. */
    @Test
    void originalIsNotAsked() throws Exception {
        try (OriginalPassive original = new OriginalPassive()) {
            ActiveRun run = new ActiveRun(original.basePort)
                    .flow("TCP 100:100")
                    .extendedScalars()
                    .seconds(0.1);
            run.run();
            MeasurementReport report = run.events.awaitReport();
            assertEquals(false, report.facts().get("peerExtendedScalars"));
            FlowQuality quality = report.flows().get(0).quality().orElseThrow();
            assertEquals(
                    report.flows().get(0).counters().transmittedFrames(),
                    quality.sendLateness().count());
        }
    }

    /** What is lost, doubled and late on the way is found at both ends, to the message. */
    @Test
    void disorderOfTheNetworkIsFoundExactly() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                UdpRelay relay = UdpRelay.to(passive.basePort)) {
            run(relay.basePort, "UDP 250:100:200:120").runUntil(Enough.frames(100));
            assertDisorder(relay.toPassive, scalars("passive"));
            assertDisorder(relay.toActive, scalars("active"));
        }
    }

    private static void assertDisorder(List<Long> handedOn, Map<String, Double> scalars) {
        long next = 0;
        long expectedPairs = 0;
        double reordered = 0;
        double duplicated = 0;
        double extentSum = 0;
        double maxExtent = 0;
        Set<Long> seen = new HashSet<>();
        List<Long> firsts = new ArrayList<>();
        for (long s : handedOn) {
            if (!seen.add(s)) {
                duplicated++;
                continue;
            }
            firsts.add(s);
            if (s >= next) {
                expectedPairs += s == next && s > 0 ? 1 : 0;
                next = s + 1;
            } else {
                int beyond = 0;
                while (firsts.get(beyond) <= s) {
                    beyond++;
                }
                double extent = firsts.size() - 1 - beyond;
                reordered++;
                extentSum += extent;
                maxExtent = Math.max(maxExtent, extent);
            }
        }
        assertTrue(
                reordered > 2 && duplicated > 4 && next > seen.size() && expectedPairs > 50, "the relay did nothing");
        assertEquals(handedOn.size(), scalars.get("Received Packets"));
        assertEquals(duplicated, scalars.get("Duplicated Packets"));
        assertEquals(reordered, scalars.get("Reordered Packets"));
        assertEquals(extentSum / reordered, scalars.get("Reordering Extent Mean"), 1e-6);
        assertEquals(maxExtent, scalars.get("Reordering Extent Maximum"));
        double lost = (double) (next - seen.size());
        assertEquals(lost, scalars.get("Lost Packets"));
        assertEquals(lost, scalars.get("Lost Frames"));
        assertEquals(0, scalars.get("Incomplete Frames"));
    }
}
