// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.traffic.FlowRandom;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.FrameSchedule;
import org.netperfmeter.traffic.OnOffSchedule;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;

/** Two nodes in one JVM: the same seed, the same traffic. */
@Timeout(60)
class SeedIT {
    private static final long SEED = 0xFEDCBA9876543210L;
    private static final int FRAMES = 20;
    private static final String SIZES = "uniform100,9000";
    /** What a sender makes up for at once, after a second in which it was kept from its work, fits into a receiver's buffer. */
    private static final String DATAGRAM_SIZES = "uniform100,1300";
    /** By how much a clock is corrected in a second, and the rounding of two time stamps and a delay. */
    private static final double CLOCK_MICROS = 1000;

    @TempDir
    private Path directory;

    /** Sizes of the first frames that each node received on each flow, by the name of the vector. */
    private Map<String, List<Integer>> frameBytes(RunningPassive passive, String name, long seed) throws Exception {
        ActiveRun run = new ActiveRun(passive.basePort).seed(seed).vectors(directory.resolve(name + ".vec"));
        for (int i = 0; i < 2; i++) {
            run.flow("TCP 400:" + SIZES + ":exp500:" + SIZES + ":nodelay=on");
            run.flow("UDP gap-exp0.012:" + DATAGRAM_SIZES + ":gap-exp0.012:" + DATAGRAM_SIZES);
        }
        run.runUntil(Enough.frames(FRAMES));
        Map<String, List<Integer>> frames = new TreeMap<>();
        for (String node : List.of("active", "passive")) {
            for (int flow = 0; flow < 4; flow++) {
                String vector = node + "-0000000" + flow + "-0000.vec";
                List<Integer> bytes = new ArrayList<>();
                for (String[] row : ResultFiles.flowRows(directory.resolve(name + "-" + vector))) {
                    bytes.add(Integer.parseInt(row[7]));
                }
                assertTrue(bytes.size() >= FRAMES, vector + ": " + bytes.size());
                frames.put(vector, bytes.subList(0, FRAMES));
            }
        }
        return frames;
    }

    @Test
    void sameSeedGivesTheSameFramesAtBothNodes() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            Map<String, List<Integer>> first = frameBytes(passive, "first", SEED);
            Map<String, List<Integer>> second = frameBytes(passive, "second", SEED);
            Map<String, List<Integer>> other = frameBytes(passive, "other", SEED + 1);
            assertEquals(first, second);
            assertEquals(8, new HashSet<>(first.values()).size(), "each flow and direction has its own");
            first.forEach((vector, bytes) -> assertNotEquals(bytes, other.get(vector)));
            // Received by the passive node: sent by the active.
            first.forEach((vector, bytes) -> assertEquals(
                    drawn(vector.charAt(vector.indexOf("-0000.vec") - 1) - '0', vector.startsWith("passive")), bytes));
        }
    }

    /** By exponential gaps; their law is checked where time is simulated. */
    @Test
    void framesLeaveWhenTheSeedSays() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            new ActiveRun(passive.basePort)
                    .seed(SEED)
                    .flow("UDP gap-exp0.004:100:gap-exp0.008:100")
                    .vectors(directory.resolve("run.vec"))
                    .scalars(directory.resolve("run.sca"))
                    .runUntil(Enough.frames(5 * FRAMES));
        }
        assertLeaveWhenDue("active", "gap-exp0.004");
        assertLeaveWhenDue("passive", "gap-exp0.008");
    }

    /**
     * No frame leaves before it is due, nor later than the sender admits. Whenever it has fallen behind by more than a second
     * all further frames are due so much later.
     */
    private void assertLeaveWhenDue(String sender, String gap) throws Exception {
        String receiver = sender.equals("active") ? "passive" : "active";
        String senderScalars = Files.readString(directory.resolve("run-" + sender + ".sca"));
        double maxLatenessMicros = Double.parseDouble(ResultFiles.fact(senderScalars, "flow[0].maxSendLatenessMicros"));
        double[] sentMicros = ResultFiles.flowRows(directory.resolve("run-" + receiver + "-00000000-0000.vec")).stream()
                .mapToDouble(row -> Long.parseLong(row[1]) - 1000 * Double.parseDouble(row[10]))
                .sorted()
                .toArray();
        assertTrue(sentMicros.length >= FRAMES, "frames: " + sentMicros.length);
        assertEquals(
                sentMicros.length,
                ResultFiles.scalars(senderScalars).get("flow[0] Transmitted Frames"),
                "lost frames would shift the others");

        FrameSchedule schedule = schedule(gap + ":100", 0, sender.equals("active"));
        schedule.start(0);
        // The lateness of the first frame is not known, only that of all relative to it.
        DoubleSummaryStatistics latenessMicros = new DoubleSummaryStatistics();
        int restarts = 0;
        for (double micros : sentMicros) {
            long dueNanos = schedule.dueNanos(0);
            double late = micros - sentMicros[0] - dueNanos / 1e3;
            latenessMicros.accept(late);
            if (latenessMicros.getMax() - latenessMicros.getMin() > maxLatenessMicros + CLOCK_MICROS) {
                restarts++;
                latenessMicros = new DoubleSummaryStatistics();
                latenessMicros.accept(late);
            }
            schedule.frameSent(dueNanos);
        }
        int admitted = Integer.parseInt(ResultFiles.fact(senderScalars, "flow[0].scheduleRestarts"));
        assertTrue(restarts <= admitted, sender + ": " + restarts + " restarts, by " + latenessMicros);
    }

    private static List<Integer> drawn(int flowId, boolean fromActive) {
        FrameSchedule schedule = schedule("1:" + (flowId % 2 == 0 ? SIZES : DATAGRAM_SIZES), flowId, fromActive);
        List<Integer> bytes = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            bytes.add(schedule.drawFrameBytes());
        }
        return bytes;
    }

    private static FrameSchedule schedule(String direction, int flowId, boolean fromActive) {
        TrafficPattern pattern =
                FlowSpecParser.parse(TransportProtocol.TCP, direction).outbound();
        return new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, FlowRandom.of(SEED, flowId, 0, fromActive));
    }

    @Test
    void seedIsRecordedByBothNodes() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            new ActiveRun(passive.basePort)
                    .seed(SEED)
                    .flow("TCP 1:100")
                    .seconds(0.05)
                    .scalars(directory.resolve("run.sca"))
                    .run();
        }
        String number = Long.toUnsignedString(SEED);
        String active = Files.readString(directory.resolve("run-active.sca"));
        assertTrue(active.contains("\n# seed: " + number + "\n# peerSeed: " + number + "\n"), active);
        String received = Files.readString(directory.resolve("run-passive.sca"));
        assertTrue(received.contains("\n# seed: " + number + "\n"), received);
    }

    @Test
    void seedIsDrawnIfNoneIsGiven() throws Exception {
        try (RunningPassive passive = RunningPassive.open()) {
            assertNotEquals(seedOfARun(passive.basePort), seedOfARun(passive.basePort));
        }
    }

    private Object seedOfARun(int basePort) throws Exception {
        ActiveRun run = new ActiveRun(basePort).flow("TCP 1:100").seconds(0.05);
        run.run();
        Map<String, Object> facts = run.events.awaitReport().facts();
        assertEquals(facts.get("seed"), facts.get("peerSeed"));
        return facts.get("seed");
    }

    @Test
    void seedOfTheOriginalIsUnknown() throws Exception {
        try (OriginalPassive original = new OriginalPassive()) {
            ActiveRun run =
                    new ActiveRun(original.basePort).seed(5).flow("TCP 1:100").seconds(0.05);
            run.run();
            Map<String, Object> facts = run.events.awaitReport().facts();
            assertEquals("5", facts.get("seed"));
            assertEquals("unknown", facts.get("peerSeed"));
        }
    }
}
