// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.control.Secret;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpec;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.Acknowledge;
import org.netperfmeter.wire.AddFlow;
import org.netperfmeter.wire.ClockReply;
import org.netperfmeter.wire.ClockRequest;
import org.netperfmeter.wire.Hello;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.PeerGeneration;

/** Two nodes in one JVM, whose clocks are not the same. */
@Timeout(60)
class ClockIT {
    private static final double SECOND = 1e6;
    private static final String FLOW = "UDP 100:100:100:100";

    @TempDir
    private Path directory;

    private static ActiveRun run(RunningPassive passive) {
        return new ActiveRun(passive.basePort).flow(FLOW).clock(new FalsifiedClock(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"3_723_000_123, 200e-6", "-5_000_000, -300e-6", "-1_800_000_000_000_000, 450e-6"})
    void falsifiedClockIsEstimatedWithinTheStatedBound(String offset, double drift) throws Exception {
        long offsetMicros = Long.parseLong(offset.replace("_", ""));
        try (RunningPassive passive = RunningPassive.open(new FalsifiedClock(offsetMicros, drift))) {
            ActiveRun run = run(passive).seconds(1.5);
            long beginNanos = System.nanoTime();
            run.run();
            double durationMicros = (System.nanoTime() - beginNanos) / 1000.0;
            MeasurementReport report = run.events.awaitReport();
            ClockEstimate estimate = report.clocks().orElseThrow();
            for (long micros : List.of(estimate.line().referenceMicros(), report.endMicros())) {
                double truth = offsetMicros + drift * (micros - FalsifiedClock.BEGIN_MICROS);
                double apart = Math.abs(estimate.line().offsetMicros(micros) - truth);
                assertTrue(apart <= estimate.errorMicros(), apart + " us, " + estimate);
            }
            double apart = Math.abs(estimate.line().drift() - drift);
            assertTrue(apart <= estimate.driftError(), apart + ", " + estimate);
            double leastMicros = estimate.minRoundTripMicros() / 2.0;
            assertTrue(estimate.errorMicros() >= leastMicros, estimate.toString());
            // Whatever the other round trips were: the greatest drift, and that a better answer was too old.
            assertTrue(estimate.errorMicros() <= leastMicros + 1 + 515e-6 * durationMicros, estimate.toString());
            assertTrue(estimate.exchanges() > 1, estimate.toString());
            assertEquals(0, estimate.jumps());
        }
    }

    /** By a millisecond, which no answer shows. */
    @Test
    void clockThatIsSetEndsWhatWasKnown() throws Exception {
        AtomicLong addedMicros = new AtomicLong();
        Clock right = new FalsifiedClock(0, 0);
        Clock set = new Clock() {
            @Override
            public long nanos() {
                return right.nanos();
            }

            @Override
            public long toMicros(long nanos) {
                return right.toMicros(nanos) + addedMicros.get();
            }

            @Override
            public boolean recalibrate() {
                return addedMicros.compareAndSet(0, 1000);
            }
        };
        try (RunningPassive passive = RunningPassive.open(right)) {
            ActiveRun run = run(passive).clock(set);
            run.runUntil(tick -> addedMicros.get() != 0);
            ClockEstimate estimate = run.events.awaitReport().clocks().orElseThrow();
            assertEquals(1, estimate.jumps());
            assertEquals(-1000, estimate.offsetMicros(), estimate.errorMicros());
        }
    }

    @Test
    void delaysAreCorrectedAtBothNodesAndSayByHowMuch() throws Exception {
        double offsetMillis = 5000;
        try (RunningPassive passive = RunningPassive.open(new FalsifiedClock((long) (5 * SECOND), 0))) {
            ActiveRun run = run(passive).correctClock().vectors(directory.resolve("run.vec"));
            run.runUntil(Enough.frames(6));
            double errorMillis = run.events.awaitReport().clocks().orElseThrow().errorMicros() / 1000;
            for (String node : List.of("active", "passive")) {
                // What the active node receives was stamped by the clock that is ahead.
                double correction = node.equals("active") ? offsetMillis : -offsetMillis;
                List<String[]> rows = ResultFiles.rows(
                        ResultFiles.text(directory.resolve("run-" + node + "-00000000-0000.vec")),
                        ResultFiles.FLOW_HEADER + "\tDelayCorrection");
                assertTrue(rows.size() > 5, node);
                for (String[] row : rows) {
                    double delay = Double.parseDouble(row[10]);
                    assertEquals(correction, Double.parseDouble(row[13]), errorMillis + 1, node);
                    assertTrue(delay > -errorMillis - 1 && delay < offsetMillis / 2, node + ": " + delay);
                }
            }
        }
    }

    @Test
    void delaysAreRawUnlessAskedFor() throws Exception {
        try (RunningPassive passive = RunningPassive.open(new FalsifiedClock((long) (5 * SECOND), 0))) {
            run(passive).vectors(directory.resolve("run.vec")).runUntil(Enough.frames(1));
        }
        for (String node : List.of("active", "passive")) {
            List<String[]> rows = ResultFiles.rows(
                    ResultFiles.text(directory.resolve("run-" + node + "-00000000-0000.vec")), ResultFiles.FLOW_HEADER);
            double delay = Double.parseDouble(rows.get(0)[10]);
            assertEquals(node.equals("active") ? -5000 : 5000, delay, 2500);
        }
    }

    @Test
    void estimateIsAmongTheExtendedScalars() throws Exception {
        try (RunningPassive passive = RunningPassive.open(new FalsifiedClock((long) (5 * SECOND), 0))) {
            run(passive).extendedScalars().scalars(directory.resolve("run.sca")).run();
        }
        String scalars = Files.readString(directory.resolve("run-active.sca"));
        assertTrue(
                scalars.lines().anyMatch(line -> line.startsWith("scalar \"netPerfMeter.active.clock\" \"Offset\" ")),
                scalars);
        assertTrue(ResultFiles.scalars(scalars).get("clock Exchanges") > 1);
    }

    @Test
    void authenticatedNodesCompareTheirClocks() throws Exception {
        Secret secret = new Secret("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        try (RunningPassive passive = RunningPassive.open(secret)) {
            ActiveRun run = new ActiveRun(passive.basePort).flow(FLOW).secret(secret);
            run.run();
            assertTrue(run.events.awaitReport().clocks().isPresent());
        }
    }

    @Test
    void clockOfTheOriginalIsUnknown() throws Exception {
        try (OriginalPassive passive = new OriginalPassive()) {
            ActiveRun run = new ActiveRun(passive.basePort).flow("TCP 25:100");
            run.run();
            assertEquals(Optional.empty(), run.events.awaitReport().clocks());
        }
    }

    @Test
    void delaysAreNotCorrectedByAClockThatIsUnknown() throws Exception {
        try (OriginalPassive passive = new OriginalPassive()) {
            ActiveRun run = new ActiveRun(passive.basePort).flow("TCP 25:100").correctClock();
            MeasurementFailedException refused = assertThrows(MeasurementFailedException.class, run::run);
            assertEquals(
                    "the passive node does not compare its clock with ours, which --correct-clock needs; leave that out",
                    refused.getMessage());
        }
    }

    /** One of our nodes to whom the passive node has answered its mark. */
    private static RawActive stranger(RunningPassive passive) throws Exception {
        RawActive active = new RawActive(passive, 7);
        FlowSpec flow = FlowSpecParser.parse(TransportProtocol.TCP, "25:100");
        active.say(AddFlow.of(FlowList.number(List.of(List.of(flow)), 1).get(0), 7, PeerGeneration.CURRENT, true));
        assertEquals(
                new Acknowledge(active.key(0), Acknowledge.OKAY, true),
                MessageCodec.decode(ByteBuffer.wrap(active.control.message())));
        return active;
    }

    @Test
    void whoAsksForTheTimeWithoutEndGetsFewAnswers() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                RawActive active = stranger(passive)) {
            int questions = 1000;
            for (int number = 0; number < questions; number++) {
                active.say(new ClockRequest(7, number, false, Optional.empty()));
            }
            active.say(new Hello(7, 0, "", "", "", 1));
            int answers = 0;
            while (MessageCodec.decode(ByteBuffer.wrap(active.control.message())) instanceof ClockReply) {
                answers++;
            }
            assertTrue(answers >= TimeAllowance.AT_ONCE && answers < questions, "answers: " + answers);
        }
    }

    @Test
    void badQuestionEndsItsConnectionAndNoOther() throws Exception {
        try (RunningPassive passive = RunningPassive.open();
                RawActive active = stranger(passive)) {
            // The drift is no number.
            active.control.send(
                    "46000028 0000000000000007", "0003 0018 0000000000000000 0000000000000000 7ff8000000000000");
            active.control.expectEnd();
            ActiveRun other = new ActiveRun(passive.basePort).flow(FLOW);
            other.run();
            assertTrue(other.events.awaitReport().clocks().isPresent());
        }
    }
}
