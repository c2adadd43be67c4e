// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScheduleTest {
    private static final long START = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    // --- Pacing ------------------------------------------------------------------------------------------------------

    @Test
    void firstFrameIsDueAtOnceAndTheNextOnesAGapLater() {
        FrameSchedule schedule = started(TrafficPattern.constant(4, 100), OnOffSchedule.ALWAYS_ON);

        assertEquals(List.of(0L, 250L, 500L, 750L, 1000L), millisOfFrames(schedule, 1000));
    }

    @Test
    void nothingIsDueBeforeItsTime() {
        FrameSchedule schedule = started(TrafficPattern.constant(4, 100), OnOffSchedule.ALWAYS_ON);
        send(schedule, START);

        assertEquals(START + 250 * MILLI, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START + 250 * MILLI - 1));
        assertTrue(schedule.isFrameDue(START + 250 * MILLI));
    }

    @Test
    void latenessOfOneFrameDoesNotDelayTheNext() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), OnOffSchedule.ALWAYS_ON);
        send(schedule, START);

        send(schedule, START + 130 * MILLI);

        assertEquals(START + 200 * MILLI, schedule.nextEventNanos());
    }

    @Test
    void framesUpToASecondLateAreCaughtUp() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), OnOffSchedule.ALWAYS_ON);

        int frames = 0;
        while (schedule.isFrameDue(START + SECOND)) {
            schedule.frameSent(START + SECOND);
            frames++;
        }

        assertEquals(11, frames);
        assertEquals(0, schedule.restarts());
        assertEquals(START + 1100 * MILLI, schedule.nextEventNanos());
    }

    @Test
    void scheduleMoreThanASecondLateStartsAnewAndCountsThat() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), OnOffSchedule.ALWAYS_ON);
        long now = START + SECOND + 1;

        assertTrue(schedule.isFrameDue(now));
        assertEquals(now, schedule.dueNanos(now));
        assertEquals(1, schedule.restarts());

        schedule.frameSent(now);
        assertFalse(schedule.isFrameDue(now));
        assertEquals(now + 100 * MILLI, schedule.nextEventNanos());
        assertEquals(1, schedule.restarts());
    }

    @Test
    void dueTimeIsThatOfThePlanNotOfTheClock() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), OnOffSchedule.ALWAYS_ON);
        send(schedule, START);

        assertTrue(schedule.isFrameDue(START + 107 * MILLI));

        assertEquals(START + 100 * MILLI, schedule.dueNanos(START + 107 * MILLI));
    }

    @Test
    void millionFramesAtThreeASecondDoNotDrift() {
        FrameSchedule schedule = started(TrafficPattern.constant(3, 100), OnOffSchedule.ALWAYS_ON);
        for (long frame = 0; frame <= 1_000_000; frame++) {
            long exact = START + Math.round(frame * 1e9 / 3);
            long due = schedule.nextEventNanos();
            assertEquals(exact, due);
            send(schedule, due);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {7, 0.3, 999.9, 1e6, 123456.789, 3e9})
    void framesOfAnyRateStayWithinANanosecond(double framesPerSecond) {
        FrameSchedule schedule = started(TrafficPattern.constant(framesPerSecond, 100), OnOffSchedule.ALWAYS_ON);
        for (long frame = 0; frame <= 300_000; frame++) {
            long due = schedule.nextEventNanos();
            assertEquals(START + frame * 1e9 / framesPerSecond, (double) due, 1.0);
            send(schedule, due);
        }
    }

    @Test
    void rateIsDrawnOncePerFrame() {
        ScriptedRandom random = new ScriptedRandom(0.5, 0.0, 0.75);
        TrafficPattern pattern = new TrafficPattern(new Uniform(10, 30), new Constant(100));
        FrameSchedule schedule = new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(random));
        schedule.start(START);
        for (int i = 0; i < 10; i++) {
            assertTrue(schedule.isFrameDue(START));
        }

        send(schedule, START);
        assertEquals(START + 50 * MILLI, schedule.nextEventNanos());
        for (int i = 0; i < 10; i++) {
            assertFalse(schedule.isFrameDue(START + i * MILLI));
        }
        send(schedule, START + 50 * MILLI);
        assertEquals(START + 150 * MILLI, schedule.nextEventNanos());
        send(schedule, START + 150 * MILLI);
        assertEquals(START + 190 * MILLI, schedule.nextEventNanos());
        assertTrue(random.isUsedUp());
    }

    @Test
    void drawnRateThatIsNotPositiveMakesTheNextFrameDueNow() {
        ScriptedRandom random = new ScriptedRandom(0.5, 0.25, 0.75);
        TrafficPattern pattern = new TrafficPattern(new Uniform(-10, 10), new Constant(100));
        FrameSchedule schedule = new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(random));
        schedule.start(START);

        send(schedule, START + 3); // draws 0
        assertEquals(START + 3, schedule.nextEventNanos());
        send(schedule, START + 5); // draws -5
        assertEquals(START + 5, schedule.nextEventNanos());
        send(schedule, START + 5); // draws 5
        assertEquals(START + 5 + 200 * MILLI, schedule.nextEventNanos());
    }

    @Test
    void gapIsDrawnOncePerFrame() {
        ScriptedRandom random = new ScriptedRandom(0.5, 0, 0.75);
        TrafficPattern pattern = new TrafficPattern(new FrameGap(new Uniform(0.01, 0.03)), new Constant(100));
        FrameSchedule schedule = new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(random));
        schedule.start(START);

        send(schedule, START);
        assertEquals(START + 20 * MILLI, schedule.nextEventNanos());
        send(schedule, START + 20 * MILLI);
        assertEquals(START + 30 * MILLI, schedule.nextEventNanos());
        send(schedule, START + 30 * MILLI);
        assertEquals(START + 55 * MILLI, schedule.nextEventNanos());
        assertTrue(random.isUsedUp());
    }

    @Test
    void drawnGapThatIsNegativeTakesNoTime() {
        TrafficPattern pattern = new TrafficPattern(new FrameGap(new Uniform(-1, 1)), new Constant(100));
        FrameSchedule schedule =
                new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom(0.25, 0.5, 0.75)));
        schedule.start(START);

        send(schedule, START + 3); // draws -0.5 s
        assertEquals(START, schedule.nextEventNanos());
        send(schedule, START + 5); // draws 0 s
        assertEquals(START, schedule.nextEventNanos());
        send(schedule, START + 7); // draws 0.5 s: lateness does not add up
        assertEquals(START + 500 * MILLI, schedule.nextEventNanos());
    }

    @Test
    void infiniteGapMeansNever() {
        TrafficPattern pattern = new TrafficPattern(new FrameGap(new Pareto(1, 0.001)), new Constant(100));
        FrameSchedule schedule =
                new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom(0.1)));
        schedule.start(START);

        send(schedule, START);

        assertEquals(FrameSchedule.NEVER, schedule.nextEventNanos());
    }

    /** So that the times of a saturated flow do not depend on how much the network takes. */
    @Test
    void whatIsDrawnForOnePurposeDoesNotDependOnAnother() {
        TrafficPattern pattern = new TrafficPattern(new FrameGap(new Uniform(0.01, 0.03)), new Uniform(0, 1000));
        FrameSchedule schedule = new FrameSchedule(
                pattern,
                new OnOffSchedule(List.of(new Uniform(0, 2), new Uniform(2, 4)), false),
                new FlowRandom(
                        new ScriptedRandom(0.25, 0.5), new ScriptedRandom(0, 0.5), new ScriptedRandom(0.5, 0.25)));
        schedule.start(START);

        assertEquals(START + SECOND, schedule.nextEventNanos());
        assertTrue(schedule.isFrameDue(START + SECOND));
        assertEquals(250, schedule.drawFrameBytes());
        schedule.frameSent(START + SECOND);
        assertEquals(START + SECOND + 10 * MILLI, schedule.nextEventNanos());
        assertEquals(500, schedule.drawFrameBytes());
        send(schedule, START + SECOND + 10 * MILLI);
        assertEquals(START + SECOND + 30 * MILLI, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START + 3500 * MILLI));
    }

    @Test
    void rateBeyondTheClockDoesNotTrap() {
        FrameSchedule schedule = started(TrafficPattern.constant(1e15, 100), OnOffSchedule.ALWAYS_ON);
        for (int frame = 0; frame < 1000; frame++) {
            assertTrue(schedule.isFrameDue(START));
            schedule.frameSent(START);
        }
        assertTrue(schedule.isFrameDue(START));
        assertEquals(START, schedule.nextEventNanos());
        for (int frame = 1000; frame <= 500_000; frame++) {
            schedule.frameSent(START);
        }
        assertEquals(START + 1, schedule.nextEventNanos()); // 0.500001 ns, rounded
    }

    @Test
    void infiniteRateIsDueAtOnce() {
        TrafficPattern pattern = new TrafficPattern(new Pareto(1, 0.001), new Constant(100));
        FrameSchedule schedule =
                new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom(0.1)));
        schedule.start(START);

        send(schedule, START);

        assertTrue(schedule.isFrameDue(START));
    }

    @Test
    void gapBeyondTheEndOfTimeMeansNever() {
        TrafficPattern pattern = new TrafficPattern(new Uniform(0, 1), new Constant(100));
        FrameSchedule schedule =
                new FrameSchedule(pattern, OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom(Double.MIN_VALUE)));
        schedule.start(START);

        send(schedule, START);

        assertEquals(FrameSchedule.NEVER, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START + 1_000_000 * SECOND));
    }

    @Test
    void clockMayBeNegative() {
        FrameSchedule schedule = new FrameSchedule(
                TrafficPattern.constant(4, 100), OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom()));
        schedule.start(-300 * MILLI);

        send(schedule, -300 * MILLI);
        send(schedule, -50 * MILLI);

        assertEquals(200 * MILLI, schedule.nextEventNanos());
    }

    // --- Other kinds of flows ----------------------------------------------------------------------------------------

    @Test
    void saturatedFlowIsAlwaysDue() {
        FrameSchedule schedule = started(TrafficPattern.constant(0, 1000), OnOffSchedule.ALWAYS_ON);

        for (long now = START; now < START + 100; now++) {
            assertTrue(schedule.nextEventNanos() <= now);
            assertTrue(schedule.isFrameDue(now));
            assertEquals(now, schedule.dueNanos(now));
            schedule.frameSent(now);
        }
        assertTrue(schedule.isFrameDue(START + 3600 * SECOND));
        assertEquals(0, schedule.restarts());
    }

    @Test
    void silentFlowIsNeverDue() {
        FrameSchedule schedule = started(TrafficPattern.SILENT, onOff(true, 1, 1));

        assertEquals(FrameSchedule.NEVER, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START + 1500 * MILLI));
    }

    @Test
    void nothingHappensBeforeTheStart() {
        FrameSchedule schedule = new FrameSchedule(
                TrafficPattern.constant(4, 100), OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom()));

        assertEquals(FrameSchedule.NEVER, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START));
    }

    @Test
    void frameSizesAreRoundedHalfToEven() {
        TrafficPattern pattern = new TrafficPattern(new Constant(1), new Uniform(0, 8));
        FrameSchedule schedule = new FrameSchedule(
                pattern,
                OnOffSchedule.ALWAYS_ON,
                onlyRandom(new ScriptedRandom(0.5 / 8, 1.5 / 8, 2.5 / 8, 2.51 / 8, 3.49 / 8, 3.5 / 8)));

        assertEquals(0, schedule.drawFrameBytes());
        assertEquals(2, schedule.drawFrameBytes());
        assertEquals(2, schedule.drawFrameBytes());
        assertEquals(3, schedule.drawFrameBytes());
        assertEquals(3, schedule.drawFrameBytes());
        assertEquals(4, schedule.drawFrameBytes());
    }

    @Test
    void frameSizesEndAtTheRangeOfAnInt() {
        TrafficPattern huge = new TrafficPattern(new Constant(1), new Pareto(1, 0.001));
        TrafficPattern negative = new TrafficPattern(new Constant(1), new Uniform(-4, 4));

        assertEquals(
                Integer.MAX_VALUE,
                new FrameSchedule(huge, OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom(0.1))).drawFrameBytes());
        assertEquals(
                -3,
                new FrameSchedule(negative, OnOffSchedule.ALWAYS_ON, onlyRandom(new ScriptedRandom(0.125)))
                        .drawFrameBytes());
    }

    // --- On and off --------------------------------------------------------------------------------------------------

    /** The example of lifecycle.md 5.4. */
    @Test
    void repeatedListGoesOnFromItsEnd() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), onOff(true, 0.3, 0.4, 0.5, 0.2));

        assertEquals(
                List.of(
                        300L, 400L, 500L, 600L, // on 0.3-0.7
                        1200L, 1300L, // on 1.2-1.4
                        1700L, 1800L, 1900L, 2000L, // on 1.7-2.1
                        2600L, 2700L), // on 2.6-2.8
                millisOfFrames(schedule, 2900));
    }

    @Test
    void flowWithEventsStartsOffAndWakesForTheFirst() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), onOff(false, 2));

        assertEquals(START + 2 * SECOND, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START + 2 * SECOND - 1));
        assertTrue(schedule.isFrameDue(START + 2 * SECOND));
        assertEquals(START + 2 * SECOND, schedule.dueNanos(START + 2 * SECOND));
    }

    @Test
    void listThatStartsWithZeroIsOnAtOnce() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), onOff(false, 0, 1));

        assertTrue(schedule.isFrameDue(START));
    }

    @Test
    void statusAfterTheLastEventRemains() {
        FrameSchedule offInTheEnd = started(TrafficPattern.constant(2, 100), onOff(false, 1, 1));
        FrameSchedule onInTheEnd = started(TrafficPattern.constant(2, 100), onOff(false, 1, 0.5, 1));

        assertEquals(List.of(1000L, 1500L), millisOfFrames(offInTheEnd, 20_000));
        assertEquals(FrameSchedule.NEVER, offInTheEnd.nextEventNanos());
        assertEquals(List.of(1000L, 2500L, 3000L, 3500L), millisOfFrames(onInTheEnd, 3500));
    }

    @Test
    void longOffPeriodIsFollowedByOneFrameAndThenThePace() {
        FrameSchedule schedule = started(TrafficPattern.constant(10, 100), onOff(false, 0, 0.15, 5, 1));

        assertEquals(
                List.of(0L, 100L, 5150L, 5250L, 5350L, 5450L, 5550L, 5650L, 5750L, 5850L, 5950L, 6050L),
                millisOfFrames(schedule, 10_000));
        assertEquals(0, schedule.restarts());
    }

    @Test
    void offPeriodWithinAGapDoesNotShortenTheGap() {
        FrameSchedule schedule = started(TrafficPattern.constant(1, 100), onOff(true, 0.1, 0.1));

        // On at 100-200, 300-400, ...; the frame of 1100 ms falls on a switch to on.
        assertEquals(List.of(100L, 1100L, 2100L), millisOfFrames(schedule, 3000));
    }

    @Test
    void overdueEventsAreExecutedInOrderWithoutDelay() {
        FrameSchedule endsOff = started(TrafficPattern.constant(0, 100), onOff(false, 1, 1, 1, 1));
        FrameSchedule endsOn = started(TrafficPattern.constant(0, 100), onOff(false, 1, 1, 1));

        assertFalse(endsOff.isFrameDue(START + 100 * SECOND));
        assertTrue(endsOn.isFrameDue(START + 100 * SECOND));
    }

    @Test
    void eventsRunOnWhileASaturatedFlowSends() {
        FrameSchedule schedule = started(TrafficPattern.constant(0, 100), onOff(true, 0.001, 0.001));

        assertFalse(schedule.isFrameDue(START));
        assertEquals(START + MILLI, schedule.nextEventNanos());
        assertTrue(schedule.isFrameDue(START + MILLI));
        assertTrue(schedule.isFrameDue(START + 2 * MILLI - 1));
        assertFalse(schedule.isFrameDue(START + 2 * MILLI));
        assertEquals(START + 3 * MILLI, schedule.nextEventNanos());
    }

    @Test
    void eachTimeIsDrawnWhenTheEventBeforeHasFired() {
        ScriptedRandom random = new ScriptedRandom(0.5, 0.25);
        OnOffSchedule onOff = new OnOffSchedule(List.of(new Uniform(0, 2), new Uniform(0, 4)), false);
        FrameSchedule schedule = new FrameSchedule(TrafficPattern.constant(0, 100), onOff, onlyRandom(random));
        schedule.start(START);

        assertTrue(schedule.isFrameDue(START + SECOND));
        assertFalse(schedule.isFrameDue(START + 2 * SECOND));
        assertTrue(random.isUsedUp());
    }

    @Test
    void negativeTimesCountAsZero() {
        OnOffSchedule onOff = new OnOffSchedule(List.of(new Uniform(-3, -1), new Constant(1)), false);
        FrameSchedule schedule =
                new FrameSchedule(TrafficPattern.constant(0, 100), onOff, onlyRandom(new ScriptedRandom(0.5)));
        schedule.start(START);

        assertTrue(schedule.isFrameDue(START));
        assertFalse(schedule.isFrameDue(START + SECOND));
    }

    @Test
    void endlessEventsAtOneMomentDoNotTrap() {
        OnOffSchedule onOff =
                new OnOffSchedule(List.of(new TruncatedNormal(-1e18, 1), new TruncatedNormal(-1e18, 1)), true);
        FrameSchedule schedule =
                new FrameSchedule(TrafficPattern.constant(0, 100), onOff, onlyRandom(new SplittableRandom(1)));
        schedule.start(START);

        for (int pass = 0; pass < 100; pass++) {
            schedule.isFrameDue(START + SECOND);
        }
        assertEquals(START, schedule.nextEventNanos());
    }

    @Test
    void eventBeyondTheEndOfTimeNeverHappens() {
        OnOffSchedule onOff = new OnOffSchedule(List.of(new Constant(1e300)), false);
        FrameSchedule schedule = started(TrafficPattern.constant(0, 100), onOff);

        assertEquals(FrameSchedule.NEVER, schedule.nextEventNanos());
        assertFalse(schedule.isFrameDue(START + 3600 * SECOND));
    }

    @Test
    void nothingIsAllocatedPerFrame() {
        assertNothingIsAllocated(new FrameRate(new Normal(1000, 100)));
        assertNothingIsAllocated(new FrameGap(new Exponential(0.001)));
    }

    private static void assertNothingIsAllocated(Pace pace) {
        TrafficPattern pattern = new TrafficPattern(pace, new TruncatedNormal(1000, 400));
        FrameSchedule schedule =
                new FrameSchedule(pattern, onOff(true, 0.01, 0.01), onlyRandom(new SplittableRandom(1)));
        schedule.start(START);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = run(schedule, START, 200_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        sum += run(schedule, START + 200_000 * MILLI / 10, 200_000);

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 20_000, allocated + " bytes for 20 s, checksum " + sum);
    }

    // --- Tools -------------------------------------------------------------------------------------------------------

    private static long run(FrameSchedule schedule, long from, int steps) {
        long bytes = 0;
        for (int i = 0; i < steps; i++) {
            long now = from + i * MILLI / 10;
            if (schedule.isFrameDue(now)) {
                bytes += schedule.drawFrameBytes();
                schedule.frameSent(now);
            }
        }
        return bytes;
    }

    private static FrameSchedule started(TrafficPattern pattern, OnOffSchedule onOff) {
        FrameSchedule schedule = new FrameSchedule(pattern, onOff, onlyRandom(new ScriptedRandom()));
        schedule.start(START);
        return schedule;
    }

    /** For tests in which a single purpose needs chance. */
    private static FlowRandom onlyRandom(RandomGenerator random) {
        return new FlowRandom(random, random, random);
    }

    private static OnOffSchedule onOff(boolean repeat, double... gapSeconds) {
        List<Distribution> gaps = new ArrayList<>();
        DoubleStream.of(gapSeconds).forEach(seconds -> gaps.add(new Constant(seconds)));
        return new OnOffSchedule(gaps, repeat);
    }

    private static void send(FrameSchedule schedule, long nowNanos) {
        assertTrue(schedule.isFrameDue(nowNanos));
        schedule.frameSent(nowNanos);
    }

    /** Runs the schedule as a timer loop does, with a perfect clock: when frames were sent, since the start. */
    private static List<Long> millisOfFrames(FrameSchedule schedule, long untilMillis) {
        List<Long> frames = new ArrayList<>();
        long now = START;
        while (now <= START + untilMillis * MILLI) {
            while (schedule.isFrameDue(now)) {
                frames.add((now - START) / MILLI);
                schedule.frameSent(now);
            }
            now = schedule.nextEventNanos();
        }
        return frames;
    }
}
