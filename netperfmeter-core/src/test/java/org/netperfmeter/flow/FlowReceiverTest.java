// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.Allocations;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.measurement.FlowStatistics;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.DataMessage;
import org.netperfmeter.wire.FileFormat;
import org.netperfmeter.wire.IdentifyFlow;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.MessageCodec;
import org.netperfmeter.wire.ProtocolException;
import org.netperfmeter.wire.Stop;

class FlowReceiverTest {
    private static final FlowKey KEY = new FlowKey(1, 2, 0);

    private static final Arrival AT_1500 = Arrivals.at(1500);

    private final FlowStatistics statistics = new FlowStatistics(5000);
    private final FlowReceiver receiver =
            new FlowReceiver(new ScriptedChannel(TransportProtocol.TCP), statistics, null);

    private static byte[] data(int number, int payloadBytes) {
        return MessageCodec.encode(new DataMessage(KEY, true, true, number, number, 0, 1000, new byte[payloadBytes]));
    }

    private void stream(byte[] bytes, int offset, int length) throws ProtocolException {
        receiver.stream(ByteBuffer.wrap(bytes), offset, length, AT_1500);
    }

    private void stream(Message message) throws ProtocolException {
        byte[] bytes = MessageCodec.encode(message);
        stream(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void messagesAreTheSameHoweverTheStreamIsCut(long seed) throws ProtocolException {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        int messages = 300;
        for (int i = 0; i < messages; i++) {
            sent.writeBytes(data(i, random.nextInt(4) == 0 ? random.nextInt(20000) : random.nextInt(100)));
            if (random.nextInt(10) == 0) {
                sent.writeBytes(MessageCodec.encode(new IdentifyFlow(KEY, FileFormat.PLAIN)));
            }
        }
        byte[] bytes = sent.toByteArray();
        for (int offset = 0; offset < bytes.length; ) {
            int piece = Math.min(bytes.length - offset, 1 + random.nextInt(random.nextBoolean() ? 60 : 30000));
            stream(bytes, offset, piece);
            offset += piece;
        }
        FlowSnapshot counters = statistics.snapshot();
        assertEquals(messages, counters.receivedPackets());
        assertEquals(messages, counters.receivedFrames());
        assertEquals(0, counters.lostPackets());
        assertEquals(500, counters.maxDelayMicros());
    }

    @Test
    void messageCountsWhenItsLastByteHasArrived() throws ProtocolException {
        byte[] bytes = data(0, 1000);
        stream(bytes, 0, bytes.length - 1);
        assertEquals(0, statistics.snapshot().receivedPackets());
        stream(bytes, bytes.length - 1, 1);
        assertEquals(1, statistics.snapshot().receivedPackets());
        assertEquals(1048, statistics.snapshot().receivedBytes());
    }

    @Test
    void repeatedIdentifyIsIgnored() throws ProtocolException {
        stream(new IdentifyFlow(KEY, FileFormat.NONE));
        assertEquals(0, statistics.snapshot().receivedPackets());
    }

    @Test
    void anythingElseEndsReception() {
        assertThrows(ProtocolException.class, () -> stream(new Stop(1)));
        assertThrows(ProtocolException.class, () -> stream(new byte[] {5, 0, 0, 3}, 0, 4));
        assertThrows(ProtocolException.class, () -> stream(new byte[] {5, 3, 0, 47}, 0, 4), "shorter than a header");
    }

    @Test
    void datagramCountsItsLengthField() {
        byte[] bytes = data(0, 100);
        receiver.datagram(ByteBuffer.wrap(bytes), 0, bytes.length, AT_1500);
        assertEquals(148, statistics.snapshot().receivedBytes());
    }

    @Test
    void datagramsThatAreNoDataAreIgnored() {
        byte[] bytes = data(0, 100);
        receiver.datagram(ByteBuffer.wrap(bytes), 0, bytes.length - 1, AT_1500);
        receiver.datagram(ByteBuffer.wrap(bytes), 0, 10, AT_1500);
        receiver.datagram(ByteBuffer.allocate(0), 0, 0, AT_1500);
        byte[] stop = MessageCodec.encode(new Stop(1));
        receiver.datagram(ByteBuffer.wrap(stop), 0, stop.length, AT_1500);
        assertEquals(0, statistics.snapshot().receivedPackets());
    }

    @Test
    void receivingAllocatesNothing() {
        byte[] bytes = data(0, 1412);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length * 40 + 700);
        for (int i = 0; i < 40; i++) {
            buffer.put(bytes);
        }
        buffer.put(bytes, 0, 700);
        assertEquals(0, Allocations.fewestBytesOf(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    receiver.stream(buffer, 0, bytes.length * 40 + 700, AT_1500);
                    receiver.stream(buffer, 700, bytes.length - 700, AT_1500);
                }
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }));
    }
}
