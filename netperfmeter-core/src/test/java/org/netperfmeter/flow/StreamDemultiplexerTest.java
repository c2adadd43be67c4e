// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.DataMessage;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.MessageCodec;

class StreamDemultiplexerTest {
    private static final int ECONNRESET = 104;

    private final ManualClock clock = new ManualClock();
    private final ScriptedAssociation association = new ScriptedAssociation();
    private final ScriptedAssociation.Pieces batch = new ScriptedAssociation.Pieces();
    private final List<String> events = new ArrayList<>();
    private final StreamDemultiplexer demultiplexer =
            new StreamDemultiplexer(association, new StreamDemultiplexer.Events() {
                @Override
                public void identify(byte[] message) {
                    events.add("identify " + message.length);
                }

                @Override
                public void ended(String reason) {
                    events.add(reason);
                }
            });

    /** A flow on a stream of the association. */
    private final class Stream {
        private final FlowStatistics statistics = new FlowStatistics(5000);
        private final FlowReceiver receiver =
                new FlowReceiver(new ScriptedChannel(TransportProtocol.SCTP), statistics, null);

        private Stream(int streamId) {
            demultiplexer.add(streamId, receiver);
        }

        private FlowSnapshot counters() {
            return statistics.snapshot();
        }
    }

    private static byte[] data(int number, int payloadBytes) {
        return MessageCodec.encode(
                new DataMessage(new FlowKey(1, 0, 0), true, true, number, number, 0, 1000, new byte[payloadBytes]));
    }

    private static byte[] identify() {
        return MessageCodec.encode(new IdentifyFlow(new FlowKey(1, 0, 0), FileFormat.NONE));
    }

    private boolean read() {
        return demultiplexer.read(batch, clock);
    }

    /** However long it takes after that until they are looked at. */
    @Test
    void stampedPiecesCameBeforeTheirBatchWasRead() {
        Stream stream = new Stream(0);
        association.piece(0, data(0, 100), true);
        batch.stamped(3_000, 500_000);
        clock.advanceMicros(10_000);
        read();
        assertEquals(1_000_497, stream.counters().firstReceptionMicros());
        assertEquals(3, stream.receiver.hostDelay().meanMicros());
    }

    @Test
    void durationsDoNotJumpWithTheTimeOfDay() {
        Stream stream = new Stream(0);
        association.piece(0, data(0, 100), true);
        read();
        clock.advanceMicros(1000);
        clock.step(3_600_000_000L);
        association.piece(0, data(1, 100), true);
        read();
        assertEquals(1_000_000, stream.counters().firstReceptionMicros());
        assertEquals(3_601_001_000L, stream.counters().lastReceptionMicros());
        assertEquals(1000, stream.counters().receptionMicros());
    }

    @Test
    void everyStreamHasItsFlow() {
        Stream zero = new Stream(0);
        Stream last = new Stream(65534);
        association
                .piece(0, data(0, 100), true)
                .piece(65534, data(0, 200), true)
                .piece(0, data(1, 100), true);
        assertTrue(read());
        assertEquals(2, zero.counters().receivedPackets());
        assertEquals(296, zero.counters().receivedBytes());
        assertEquals(1, last.counters().receivedPackets());
        assertEquals(248, last.counters().receivedBytes());
        assertEquals(List.of(), events);
    }

    @Test
    void messageInPiecesCountsOnce() {
        Stream stream = new Stream(3);
        byte[] message = data(0, 1000);
        association
                .piece(3, Arrays.copyOfRange(message, 0, 30), false)
                .piece(3, Arrays.copyOfRange(message, 30, 500), false);
        read();
        assertEquals(0, stream.counters().receivedPackets());
        association.piece(3, Arrays.copyOfRange(message, 500, 1048), true);
        read();
        assertEquals(1, stream.counters().receivedPackets());
        assertEquals(1048, stream.counters().receivedBytes());
    }

    /** The rest of a message in parts has been given up by its sender, or the message is shorter than it says. */
    @Test
    void messageThatIsCutOffIsLostAndTheNextOneCounts() {
        Stream stream = new Stream(0);
        for (int length : new int[] {2, 30, 500}) {
            association
                    .piece(0, data(0, 10), true)
                    .piece(0, Arrays.copyOfRange(data(1, 1000), 0, length), false)
                    .piece(0, new byte[0], true)
                    .piece(0, data(2, 10), true);
            read();
        }
        assertEquals(6, stream.counters().receivedPackets());
        assertEquals(6 * 58, stream.counters().receivedBytes());
        assertFalse(stream.receiver.hasEnded());
    }

    @Test
    void garbageEndsItsStreamOnly() {
        Stream bad = new Stream(0);
        Stream good = new Stream(1);
        association
                .piece(0, new byte[] {1, 2, 3, 4, 5}, true)
                .piece(1, data(0, 10), true)
                .piece(0, data(0, 10), true);
        assertTrue(read());
        assertTrue(read());
        assertTrue(bad.receiver.failure().isPresent());
        assertEquals(0, bad.counters().receivedPackets());
        assertEquals(1, good.counters().receivedPackets());
        assertFalse(good.receiver.hasEnded());
    }

    @Test
    void identifyOfAnotherStreamIsTold() {
        new Stream(0);
        association.piece(1, identify(), true).piece(0, identify(), true);
        read();
        assertEquals(List.of("identify 26"), events);
    }

    @Test
    void dataOfARemovedFlowIsIgnored() {
        Stream stream = new Stream(0);
        demultiplexer.remove(stream.receiver);
        assertTrue(demultiplexer.isEmpty());
        association.piece(0, data(0, 10), true).piece(7, data(0, 10), true);
        assertTrue(read());
        assertEquals(0, stream.counters().receivedPackets());
        assertEquals(List.of(), events);
    }

    @Test
    void whoDoesNotIdentifyHimselfIsNotListenedTo() {
        association.piece(0, data(0, 10), true);
        assertFalse(read());
        assertEquals(List.of("no Identify, but 58 bytes on stream 0"), events);
    }

    @Test
    void endOfTheAssociationEndsAllItsFlows() {
        Stream zero = new Stream(0);
        Stream first = new Stream(1);
        association.end();
        assertFalse(read());
        assertTrue(zero.receiver.hasEnded());
        assertTrue(first.receiver.hasEnded());
        assertTrue(zero.receiver.failure().isEmpty());
        assertEquals(List.of("ended by the peer"), events);
        assertTrue(new Stream(2).receiver.hasEnded(), "too late");
    }

    @Test
    void lostAssociationFailsAllItsFlows() {
        Stream zero = new Stream(0);
        Stream first = new Stream(1);
        association.fail(new NativeIoException("recv from", "peer", ECONNRESET));
        assertFalse(read());
        assertEquals(
                "recv from peer: Connection reset by peer (ECONNRESET)",
                zero.receiver.failure().orElse(""));
        assertTrue(first.receiver.failure().isPresent());
    }
}
