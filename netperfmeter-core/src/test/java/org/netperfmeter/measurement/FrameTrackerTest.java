// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.NumberedFlow.ByteNumbering;
import org.netperfmeter.measurement.NumberedFlow.Sent;

class FrameTrackerTest {
    private static final long TIMEOUT = 5_000_000;

    private final FrameTracker tracker = new FrameTracker(TIMEOUT);

    private void receive(long nowMicros, Sent... messages) {
        for (Sent m : messages) {
            tracker.received(
                    nowMicros, m.first(), m.last(), m.frameId(), m.sequenceNumber(), m.byteSequenceNumber(), m.bytes());
        }
    }

    private void receiveAllBut(List<Sent> messages, Integer... lostSequenceNumbers) {
        Set<Integer> lost = Set.of(lostSequenceNumbers);
        for (Sent m : messages) {
            if (!lost.contains((int) m.sequenceNumber())) {
                receive(0, m);
            }
        }
    }

    private void assertFrames(long complete, long incomplete, long lost) {
        assertEquals(
                List.of(complete, incomplete, lost),
                List.of(tracker.completeFrames(), tracker.incompleteFrames(), tracker.lostFrames()),
                "complete, incomplete, lost frames");
    }

    private void assertLost(long packets, long bytes) {
        assertEquals(
                List.of(packets, bytes), List.of(tracker.lostPackets(), tracker.lostBytes()), "lost packets, bytes");
    }

    @Test
    void frameIsCompleteWithItsLastMessage() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 3, 1);
        receive(0, sent.get(0), sent.get(1));
        assertFrames(0, 0, 0);
        receive(0, sent.get(2));
        assertFrames(1, 0, 0);
        receive(0, sent.get(3));
        assertFrames(2, 0, 0);
        assertLost(0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void lossOfTheFirstMessageOfAFrame(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 3, 3, 3), 3);
        tracker.finish();
        assertFrames(2, 1, 0);
        assertLost(1, 100);
    }

    @ParameterizedTest
    @EnumSource
    void lossOfAnInnerMessageOfAFrame(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 3, 3, 3), 4);
        tracker.finish();
        assertFrames(2, 1, 0);
        assertLost(1, 100);
    }

    @ParameterizedTest
    @EnumSource
    void lossOfTheLastMessageOfAFrame(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 3, 3, 3), 5);
        tracker.finish();
        assertFrames(2, 1, 0);
        assertLost(1, 100);
    }

    @ParameterizedTest
    @EnumSource
    void lossOfWholeFrames(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 2, 2, 2, 2), 2, 3, 4, 5);
        tracker.finish();
        assertFrames(2, 0, 2);
        assertLost(4, 400);
    }

    @ParameterizedTest
    @EnumSource
    void lossFromTheMiddleOfAFrameToTheMiddleOfAnother(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 3, 2, 3, 1), 2, 3, 4, 5);
        tracker.finish();
        assertFrames(1, 2, 1);
        assertLost(4, 400);
    }

    @ParameterizedTest
    @EnumSource
    void lossBeforeTheFirstMessageReceived(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 2, 2, 2), 0, 1, 2);
        tracker.finish();
        assertFrames(1, 1, 1);
        assertLost(3, 300);
    }

    @ParameterizedTest
    @EnumSource
    void lossAtTheEndIsInvisibleButForTheFrameThatWasBegun(ByteNumbering numbering) {
        receiveAllBut(NumberedFlow.of(numbering, 100, 2, 3, 1), 4, 5);
        tracker.finish();
        assertFrames(1, 1, 0);
        assertLost(0, 0);
    }

    @Test
    void originalsFrameNumberingShowsNoPhantomLoss() {
        receiveAllBut(NumberedFlow.of(ByteNumbering.FRAME, 1000, 3, 3, 3, 3));
        assertLost(0, 0);
    }

    @Test
    void reorderedMessagesAreNotLost() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 2, 2);
        receive(0, sent.get(3), sent.get(1), sent.get(2));
        assertFrames(0, 0, 0);
        receive(0, sent.get(0));
        assertFrames(2, 0, 0);
        assertLost(0, 0);
        assertEquals(0, tracker.lateOrDuplicatePackets());
    }

    @Test
    void gapIsGivenUpWhenTheFrameBehindItIsAsOldAsTheTimeout() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 1, 1, 1, 1);
        receive(0, sent.get(0));
        receive(10, sent.get(2));
        receive(9 + TIMEOUT, sent.get(3));
        assertFrames(1, 0, 0);
        assertLost(0, 0);
        receive(10 + TIMEOUT, sent.get(3));
        assertFrames(3, 0, 1);
        assertLost(1, 100);
        assertEquals(1, tracker.lateOrDuplicatePackets());
    }

    @Test
    void messageThatComesAfterItsGapWasGivenUpIsLate() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 1, 1, 1, 1);
        receive(0, sent.get(0), sent.get(2));
        receive(TIMEOUT, sent.get(3), sent.get(1));
        tracker.finish();
        assertFrames(3, 0, 1);
        assertLost(1, 100);
        assertEquals(1, tracker.lateOrDuplicatePackets());
    }

    @Test
    void timeoutCountsFromTheFirstMessageOfTheFrameInWhateverOrderTheyArrive() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 1, 1, 4, 1);
        receive(0, sent.get(0));
        receive(10, sent.get(5)); // the last but one of its frame
        receive(20, sent.get(2)); // its first
        receive(30, sent.get(4));
        receive(10 + TIMEOUT, sent.get(6));
        // All gaps up to that frame are given up: that before it, and that within it.
        assertFrames(2, 1, 1);
        assertLost(2, 200);
    }

    @Test
    void timeoutOfAFrameThatIsOpenAlreadyCountsFromItsFirstMessage() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 4, 1);
        receive(0, sent.get(0));
        receive(1000, sent.get(2));
        receive(TIMEOUT - 1, sent.get(3));
        assertLost(0, 0);
        receive(TIMEOUT, sent.get(4));
        assertLost(1, 100);
        assertFrames(1, 1, 0);
    }

    @Test
    void laterGapsWaitForTheirOwnFrames() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 1, 1, 1, 1, 1, 1);
        receive(0, sent.get(0), sent.get(2));
        receive(1000, sent.get(4));
        receive(TIMEOUT, sent.get(5));
        assertFrames(2, 0, 1);
        receive(TIMEOUT, sent.get(3));
        assertFrames(5, 0, 1);
        assertLost(1, 100);
    }

    @Test
    void zeroTimeoutGivesUpGapsAtOnce() {
        FrameTracker impatient = new FrameTracker(0);
        impatient.received(7, true, true, 0, 0, 0, 100);
        impatient.received(7, true, true, 2, 2, 200, 100);
        assertEquals(1, impatient.lostFrames());
        assertEquals(2, impatient.completeFrames());
    }

    @Test
    void duplicatesCountOnlyAsSuch() {
        List<Sent> sent = NumberedFlow.of(ByteNumbering.MESSAGE, 100, 2, 2);
        receive(0, sent.get(0), sent.get(0), sent.get(2), sent.get(2), sent.get(1), sent.get(1), sent.get(3));
        tracker.finish();
        assertEquals(3, tracker.lateOrDuplicatePackets());
        assertFrames(2, 0, 0);
        assertLost(0, 0);
    }

    @Test
    void frameWithoutFirstFlagIsIncomplete() {
        tracker.received(0, false, true, 0, 0, 0, 100);
        assertFrames(0, 1, 0);
    }

    @Test
    void messageOfAFrameThatIsOverChangesNoFrame() {
        tracker.received(0, true, true, 5, 0, 0, 100);
        tracker.received(0, true, true, 3, 1, 100, 100);
        tracker.received(0, false, true, 5, 2, 200, 100);
        tracker.finish();
        assertFrames(1, 0, 5);
        assertLost(0, 0);
    }

    @Test
    void frameIdsWrapAt32Bits() {
        // The first two jumps bring the frame ID near its limit in the steps that serial numbers allow.
        int[] frameIds = {0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0, 2};
        for (int i = 0; i < frameIds.length; i++) {
            tracker.received(0, true, true, frameIds[i], i, 100L * i, 100);
        }
        assertFrames(5, 0, (1L << 32) + 3 - 5);
    }

    @Test
    void sequenceNumbersAreUnsigned() {
        long edge = Long.MAX_VALUE;
        tracker.received(0, true, true, 0, edge, 0, 100);
        tracker.finish();
        for (int i = 1; i < 4; i++) {
            tracker.received(0, true, true, i, edge + i, 100L * i, 100);
        }
        assertFrames(4, 0, 0);
        assertEquals(edge, tracker.lostPackets());
        assertEquals(0, tracker.lateOrDuplicatePackets());
    }

    @ParameterizedTest
    @CsvSource({"262144", "262145", "1000000", "4611686018427387904", "9223372036854775807"})
    void jumpFarAheadCostsBoundedMemory(long jump) {
        tracker.received(0, true, true, 0, 0, 0, 100);
        tracker.received(0, true, true, 1, jump, 100, 100);
        assertTrue(tracker.window() <= FrameTracker.MAX_WINDOW);
        assertEquals(jump - FrameTracker.MAX_WINDOW, tracker.lostPackets());
        tracker.finish();
        assertEquals(jump - 1, tracker.lostPackets());
        assertFrames(2, 0, 0);
    }

    @Test
    void messageBeyondTheWindowHasTheOldestGapGivenUp() {
        int window = FrameTracker.MAX_WINDOW;
        receive(0, single(0), single(2), single(4));
        receive(0, single(1 + window)); // its window begins at 2
        assertFrames(2, 0, 1);
        receive(0, single(1), single(3));
        assertEquals(1, tracker.lateOrDuplicatePackets());
        tracker.finish();
        assertFrames(5, 0, window + 2 - 5);
        assertLost(window + 2 - 5, 100L * (window + 2 - 5));
    }

    @Test
    void inOrderFlowNeedsNoMemory() {
        for (int i = 0; i < 100_000; i++) {
            receive(i, single(i));
        }
        assertEquals(64, tracker.window());
        assertFrames(100_000, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverNumbersAPeerSendsAreTakenWithoutHarm(long seed) {
        Random random = new Random(seed);
        long sequenceNumber = 0;
        for (int i = 0; i < 20_000; i++) {
            // Mostly nearby numbers, now and then any number at all.
            sequenceNumber = random.nextInt(100) == 0
                    ? random.nextLong()
                    : sequenceNumber + random.nextInt(1 << random.nextInt(20)) - 10;
            tracker.received(
                    random.nextInt(1 << 30),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(),
                    sequenceNumber,
                    random.nextLong(),
                    48 + random.nextInt(65488));
        }
        tracker.finish();
        assertTrue(tracker.window() <= FrameTracker.MAX_WINDOW);
        assertTrue(tracker.completeFrames() + tracker.incompleteFrames() + tracker.lateOrDuplicatePackets() <= 20_000);
    }

    private static Sent single(int number) {
        return new Sent(number, number, 100L * number, 100, true, true);
    }

    @ParameterizedTest
    @CsvSource({"MESSAGE, 1", "MESSAGE, 2", "MESSAGE, 3", "FRAME, 1", "FRAME, 2", "FRAME, 3"})
    void anyLossReorderingAndDuplicationGivesWhatTheSetOfMessagesSays(ByteNumbering numbering, long seed) {
        Random random = new Random(seed);
        int[] messagesOfFrame = random.ints(2000, 1, 6).toArray();
        List<Sent> sent = NumberedFlow.of(numbering, 100, messagesOfFrame);
        List<Sent> arriving = new ArrayList<>();
        for (Sent m : sent) {
            int copies = random.nextInt(10) == 0 ? 0 : random.nextInt(10) == 0 ? 2 : 1;
            arriving.addAll(Collections.nCopies(copies, m));
        }
        for (int i = 0; i + 300 < arriving.size(); i += 200) {
            Collections.shuffle(arriving.subList(i, i + 300), random);
        }
        arriving.forEach(m -> receive(0, m));
        tracker.finish();

        Set<Long> received = arriving.stream().map(Sent::sequenceNumber).collect(Collectors.toCollection(TreeSet::new));
        long highest = Collections.max(received);
        int highestFrame = sent.get((int) highest).frameId();
        long complete = 0;
        long lost = 0;
        long lostBytes = 0;
        for (int frame = 0; frame <= highestFrame; frame++) {
            int id = frame;
            List<Sent> messages = sent.stream().filter(m -> m.frameId() == id).toList();
            List<Sent> missing = messages.stream()
                    .filter(m -> !received.contains(m.sequenceNumber()))
                    .toList();
            complete += missing.isEmpty() ? 1 : 0;
            lost += missing.size() == messages.size() ? 1 : 0;
            lostBytes += missing.stream()
                    .filter(m -> numbering == ByteNumbering.FRAME ? id < highestFrame : m.sequenceNumber() < highest)
                    .mapToLong(Sent::bytes)
                    .sum();
        }
        assertFrames(complete, highestFrame + 1 - complete - lost, lost);
        assertLost(highest + 1 - received.size(), lostBytes);
        assertEquals(arriving.size() - received.size(), tracker.lateOrDuplicatePackets());
    }
}
