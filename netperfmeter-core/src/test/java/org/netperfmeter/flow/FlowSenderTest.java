// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.Allocations;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FlowRandom;
import org.netperfmeter.traffic.OnOffSchedule;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.Uniform;
import org.netperfmeter.wire.DataHeader;
import org.netperfmeter.wire.DataMessage;

class FlowSenderTest {
    private static final FlowKey KEY = new FlowKey(0x0123456789ABCDEFL, 7, 0);

    private final ManualClock clock = new ManualClock();
    private final MessageBatch batch = new MessageBatch(true);

    private FlowSender sender(ScriptedChannel channel, TrafficPattern pattern, FlowOptions options) {
        FlowDefinition definition =
                new FlowDefinition(7, 0, "Test", channel.protocol(), pattern, TrafficPattern.SILENT, options);
        Flow flow = new Flow(KEY, definition, channel, true, Optional.empty(), false);
        FlowSender sender = new FlowSender(flow, clock, FlowRandom.of(1, 0, 0, true));
        sender.start(clock.nanos());
        return sender;
    }

    private FlowSender saturated(ScriptedChannel channel, int frameBytes, int maxMessageBytes) {
        return sender(
                channel,
                TrafficPattern.constant(0, frameBytes),
                FlowOptions.builder().maxMessageBytes(maxMessageBytes).build());
    }

    private static ScriptedChannel tcp() {
        return new ScriptedChannel(TransportProtocol.TCP);
    }

    private void fill(FlowSender sender) {
        batch.batch().clear();
        sender.fill(batch);
    }

    private static FlowSnapshot counters(FlowSender sender) {
        return sender.flow().statistics().snapshot();
    }

    @Test
    void batchHasAtMostTheMessagesThatWereAskedFor() throws Exception {
        FlowSender sender = sender(
                tcp(),
                TrafficPattern.constant(0, 3000),
                FlowOptions.builder().maxMessageBytes(1400).batchMessages(2).build());
        fill(sender);
        assertEquals(2, batch.batch().messages());
        assertTrue(sender.send(batch));
        fill(sender);
        assertEquals(2, batch.batch().messages(), "the rest of the first frame, and the beginning of the second");
        assertTrue(sender.send(batch));
        assertEquals(1, counters(sender).transmittedFrames());
        assertEquals(4, counters(sender).transmittedPackets());
    }

    @Test
    void stampSkewIsTheLongestTimeFromAStampToTheEndOfItsCall() throws Exception {
        ScriptedChannel channel = tcp().during(() -> clock.advanceMicros(7));
        FlowSender sender = saturated(channel, 1000, 16000);
        fill(sender);
        clock.advanceMicros(100);
        assertTrue(sender.send(batch));
        assertEquals(7, counters(sender).maxStampSkewMicros());

        channel.during(() -> clock.advanceMicros(5));
        fill(sender);
        assertTrue(sender.send(batch));
        assertEquals(7, counters(sender).maxStampSkewMicros(), "the longest");
    }

    @Test
    void frameIsCutIntoMessagesOfWhichTheLastIsTheRest() throws Exception {
        ScriptedChannel channel = tcp();
        FlowSender sender = sender(
                channel,
                TrafficPattern.constant(10, 3000),
                FlowOptions.builder().maxMessageBytes(1400).build());
        fill(sender);
        assertTrue(sender.send(batch));
        clock.advanceMicros(100_000);
        fill(sender);
        assertTrue(sender.send(batch));
        List<DataMessage> messages = SentMessages.in(channel.sent());
        assertEquals(6, messages.size());
        int[] bytes = {1400, 1400, 200, 1400, 1400, 200};
        long[] byteSequenceNumbers = {0, 1400, 2800, 3000, 4400, 5800};
        for (int i = 0; i < 6; i++) {
            DataMessage message = messages.get(i);
            assertEquals(KEY, message.key());
            assertEquals(bytes[i], DataHeader.BYTES + message.payload().length);
            assertEquals(i / 3, message.frameId());
            assertEquals(i, message.sequenceNumber());
            assertEquals(byteSequenceNumbers[i], message.byteSequenceNumber());
            assertEquals(i % 3 == 0, message.first());
            assertEquals(i % 3 == 2, message.last());
            assertEquals(i < 3 ? 1_000_000 : 1_100_000, message.timeStampMicros());
        }
        FlowSnapshot counters = counters(sender);
        assertEquals(2, counters.transmittedFrames());
        assertEquals(6, counters.transmittedPackets());
        assertEquals(6000, counters.transmittedBytes());
        assertEquals(1_000_000, counters.firstTransmissionMicros());
        assertEquals(1_100_000, counters.lastTransmissionMicros());
    }

    /** The first message is stamped before the step, and taken whole after it. */
    @Test
    void transmissionTakesTheTimeThatHasPassed() throws Exception {
        ScriptedChannel channel = tcp().takes(1000);
        FlowSender sender = sender(channel, TrafficPattern.constant(10, 1400), FlowOptions.DEFAULTS);
        fill(sender);
        assertFalse(sender.send(batch));
        clock.advanceMicros(100_000);
        clock.step(-3_600_000_000L);
        assertTrue(sender.send(batch));
        fill(sender);
        assertTrue(sender.send(batch));
        assertEquals(1_000_000, counters(sender).firstTransmissionMicros());
        assertEquals(1_100_000 - 3_600_000_000L, counters(sender).lastTransmissionMicros());
        assertEquals(100_000, counters(sender).transmissionMicros());
    }

    @Test
    void smallFrameIsSentAsABareHeader() throws Exception {
        ScriptedChannel channel = tcp();
        FlowSender sender = sender(channel, TrafficPattern.constant(10, 5), FlowOptions.DEFAULTS);
        fill(sender);
        assertTrue(sender.send(batch));
        DataMessage message = SentMessages.in(channel.sent()).get(0);
        assertEquals(0, message.payload().length);
        assertTrue(message.first() && message.last());
        assertEquals(48, counters(sender).transmittedBytes());
    }

    @Test
    void restOfAFrameThatIsSmallerThanAHeaderIsSentAsABareHeader() throws Exception {
        ScriptedChannel channel = tcp();
        FlowSender sender = sender(
                channel,
                TrafficPattern.constant(10, 1401),
                FlowOptions.builder().maxMessageBytes(1400).build());
        fill(sender);
        assertTrue(sender.send(batch));
        assertEquals(1448, counters(sender).transmittedBytes());
        assertEquals(1, counters(sender).transmittedFrames());
        assertEquals(1400, SentMessages.in(channel.sent()).get(1).byteSequenceNumber());
    }

    @Test
    void saturatedBatchHoldsAsManyMessagesAsFitIntoItsLimit() {
        FlowSender sender = saturated(tcp(), 1460, 16000);
        fill(sender);
        assertEquals(44, batch.batch().messages());
        FlowSender large = saturated(tcp(), 65000, 65000);
        fill(large);
        assertEquals(1, batch.batch().messages());
    }

    @Test
    void onlyMessagesThatTheKernelTookWholeAreCounted() throws Exception {
        ScriptedChannel channel = tcp().takes(1000, 1919, 1, 0);
        FlowSender sender = saturated(channel, 1460, 16000);
        fill(sender);
        assertFalse(sender.send(batch));
        assertEquals(0, counters(sender).transmittedPackets());
        assertFalse(sender.send(batch));
        assertEquals(1, counters(sender).transmittedPackets());
        assertEquals(1460, counters(sender).transmittedBytes());
        assertFalse(sender.send(batch));
        assertEquals(2, counters(sender).transmittedPackets());
        assertFalse(sender.send(batch));
        assertEquals(2, counters(sender).transmittedFrames());
        assertEquals(2920, channel.sent().length);
    }

    @Test
    void whatTheKernelDidNotTouchIsStampedAnewBeforeTheNextCall() throws Exception {
        ScriptedChannel channel = tcp().takes(1461);
        FlowSender sender = saturated(channel, 1460, 16000);
        fill(sender);
        assertFalse(sender.send(batch));
        clock.advanceMicros(500);
        assertTrue(sender.send(batch));
        List<DataMessage> messages = SentMessages.in(channel.sent());
        assertEquals(1_000_000, messages.get(0).timeStampMicros());
        assertEquals(1_000_000, messages.get(1).timeStampMicros(), "its first byte was handed over then");
        for (int i = 2; i < messages.size(); i++) {
            assertEquals(1_000_500, messages.get(i).timeStampMicros());
        }
    }

    @Test
    void framesThatWereNotBegunCanBeGivenUpAndTheirNumbersAreUsedAgain() throws Exception {
        ScriptedChannel channel = tcp().takes(1461);
        FlowSender sender = saturated(channel, 1460, 16000);
        fill(sender);
        assertFalse(sender.send(batch));
        sender.dropUntouchedFrames(batch);
        assertEquals(2, batch.batch().messages());
        assertTrue(sender.send(batch));
        fill(sender);
        assertTrue(sender.send(batch));
        List<DataMessage> messages = SentMessages.in(channel.sent());
        for (int i = 0; i < messages.size(); i++) {
            assertEquals(i, messages.get(i).sequenceNumber());
            assertEquals(i, messages.get(i).frameId());
            assertEquals(1460L * i, messages.get(i).byteSequenceNumber());
        }
    }

    @Test
    void frameThatWasBegunIsEndedEvenIfItFillsSeveralBatches() throws Exception {
        ScriptedChannel channel = tcp().takes(20_000);
        FlowSender sender = saturated(channel, 100_000, 10_000);
        fill(sender);
        assertEquals(6, batch.batch().messages());
        assertFalse(sender.send(batch));
        sender.end();
        sender.dropUntouchedFrames(batch);
        assertTrue(sender.send(batch));
        while (sender.hasWork()) {
            fill(sender);
            assertTrue(sender.send(batch));
        }
        assertEquals(100_000, channel.sent().length);
        assertEquals(1, counters(sender).transmittedFrames());
        assertEquals(10, counters(sender).transmittedPackets());
    }

    @Test
    void frameOfWhichNothingWasTakenIsNotBegunWhenTheFlowEnds() throws Exception {
        ScriptedChannel channel = tcp().takes(0);
        FlowSender sender = saturated(channel, 3000, 1400);
        fill(sender);
        assertFalse(sender.send(batch));
        sender.end();
        sender.dropUntouchedFrames(batch);
        assertTrue(batch.batch().isSent());
        assertFalse(sender.hasWork());
    }

    @Test
    void latenessIsHandOverMinusDueTime() throws Exception {
        FlowSender sender = sender(tcp(), TrafficPattern.constant(1000, 100), FlowOptions.DEFAULTS);
        fill(sender);
        assertTrue(sender.send(batch));
        clock.advanceMicros(1007);
        fill(sender);
        clock.advanceMicros(3);
        assertTrue(sender.send(batch));
        assertEquals(10_000, counters(sender).maxLatenessNanos());
    }

    @Test
    void pacedFlowSendsOneFrameAtATimeAndCatchesUpWithoutMerging() throws Exception {
        FlowSender sender = sender(tcp(), TrafficPattern.constant(1000, 100), FlowOptions.DEFAULTS);
        clock.advanceMicros(2500);
        for (int i = 0; i < 3; i++) {
            assertTrue(sender.hasWork());
            fill(sender);
            assertEquals(1, batch.batch().messages());
            assertTrue(sender.send(batch));
        }
        assertFalse(sender.hasWork());
        assertEquals(3_000_000, sender.nextEventNanos());
    }

    @Test
    void flowThatIsMoreThanASecondBehindStartsAnewAndSaysSo() throws Exception {
        FlowSender sender = sender(tcp(), TrafficPattern.constant(1000, 100), FlowOptions.DEFAULTS);
        clock.advanceMicros(1_500_000);
        fill(sender);
        assertTrue(sender.send(batch));
        assertFalse(sender.hasWork());
        assertEquals(1, counters(sender).scheduleRestarts());
    }

    @Test
    void flowThatIsOffHasNothingToSend() {
        FlowSender sender = sender(
                tcp(),
                TrafficPattern.constant(0, 1000),
                FlowOptions.builder()
                        .onOff(new OnOffSchedule(List.of(new Constant(1), new Constant(1)), false))
                        .build());
        fill(sender);
        assertEquals(0, batch.batch().messages());
        assertEquals(1_000_000_000L, sender.nextEventNanos());
        clock.advanceMicros(1_000_000);
        fill(sender);
        assertEquals(65, batch.batch().messages());
        clock.advanceMicros(1_000_000);
        assertFalse(sender.hasWork());
    }

    @Test
    void datagramsThatNobodyTookAreLostButThePacedFlowGoesOn() throws Exception {
        NativeIoException refused = new NativeIoException("send to", "[::1]:9", Errno.ECONNREFUSED.number());
        ScriptedChannel channel =
                new ScriptedChannel(TransportProtocol.UDP).fails(refused).fails(refused);
        FlowSender sender = sender(channel, TrafficPattern.constant(1000, 100), FlowOptions.DEFAULTS);
        fill(sender);
        assertTrue(sender.sendPersistently(batch));
        assertEquals(0, counters(sender).transmittedPackets());
        clock.advanceMicros(1000);
        fill(sender);
        assertTrue(sender.sendPersistently(batch));
        assertEquals(1, SentMessages.in(channel.sent()).get(0).sequenceNumber(), "number 0 is used up");
    }

    @Test
    void errorOfAnEarlierDatagramCostsNothing() throws Exception {
        ScriptedChannel channel = new ScriptedChannel(TransportProtocol.UDP)
                .fails(new NativeIoException("send to", "[::1]:9", Errno.ECONNREFUSED.number()));
        FlowSender sender = sender(channel, TrafficPattern.constant(1000, 100), FlowOptions.DEFAULTS);
        fill(sender);
        assertTrue(sender.sendPersistently(batch));
        assertEquals(1, counters(sender).transmittedPackets());
    }

    @Test
    void datagramThatIsTooLargeEndsTheFlow() {
        ScriptedChannel channel = new ScriptedChannel(TransportProtocol.UDP)
                .fails(new NativeIoException("send to", "[::1]:9", Errno.EMSGSIZE.number()));
        FlowSender sender = sender(channel, TrafficPattern.constant(1000, 100), FlowOptions.DEFAULTS);
        fill(sender);
        assertThrows(NativeIoException.class, () -> sender.sendPersistently(batch));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void payloadIsThePatternWhateverTheSizesOfTheFramesBefore(long seed) throws Exception {
        ScriptedChannel channel = tcp();
        SplittableRandom random = new SplittableRandom(seed);
        FlowSender sender = sender(
                channel,
                new TrafficPattern(new Constant(0), new Uniform(1, 5000)),
                FlowOptions.builder().maxMessageBytes(1400).build());
        for (int i = 0; i < 50; i++) {
            channel.takes(random.nextInt(1, 20000));
            fill(sender);
            while (!sender.send(batch)) {
                channel.takes(random.nextInt(0, 20000));
                if (random.nextInt(3) == 0) {
                    sender.dropUntouchedFrames(batch);
                }
            }
        }
        List<DataMessage> messages = SentMessages.in(channel.sent());
        byte[] expected = new byte[1400];
        DataHeader.fillPayload(ByteBuffer.wrap(expected), 0, expected.length, true);
        long byteSequenceNumber = 0;
        for (int i = 0; i < messages.size(); i++) {
            DataMessage message = messages.get(i);
            assertEquals(i, message.sequenceNumber());
            assertEquals(byteSequenceNumber, message.byteSequenceNumber());
            byteSequenceNumber += DataHeader.BYTES + message.payload().length;
            assertArrayEquals(java.util.Arrays.copyOf(expected, message.payload().length), message.payload());
        }
        assertEquals(messages.size(), counters(sender).transmittedPackets());
        assertEquals(channel.sent().length, counters(sender).transmittedBytes());
    }

    @Test
    void sendingAllocatesNothing() {
        FlowSender sender = saturated(tcp().forgetting(), 1460, 16000);
        assertEquals(0, Allocations.fewestBytesOf(() -> {
            for (int i = 0; i < 20_000; i++) {
                fill(sender);
                try {
                    sender.send(batch);
                } catch (NativeIoException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }));
    }
}
