// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.FlowKey;

class DataHeaderTest {
    private static final FlowKey KEY = new FlowKey(0x8877665544332211L, 0xFFFFFFFE, 65534);

    @Test
    void headerIsThatOfTheCodec() {
        DataMessage message = new DataMessage(KEY, true, false, -2, 3L << 40, 5L << 41, 7L << 42, new byte[52]);
        ByteBuffer buffer = ByteBuffer.allocateDirect(200);

        DataHeader.write(buffer, 11, KEY, DataHeader.FIRST, 100, -2, 3L << 40, 5L << 41, 7L << 42);

        byte[] written = new byte[100];
        buffer.get(11, written);
        assertArrayEquals(MessageCodec.encode(message), written);
    }

    @Test
    void headerOverwritesTheOneBefore() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[48]);
        Arrays.fill(buffer.array(), (byte) 0xFF);

        DataHeader.write(buffer, 0, new FlowKey(0, 0, 0), 0, 48, 0, 0, 0, 0);

        assertEquals("05000030" + Hex.zeros(44), Hex.of(buffer.array()));
    }

    @Test
    void fieldsAreReadAtTheirOffsets() {
        ByteBuffer buffer = ByteBuffer.allocate(7 + 65535);

        DataHeader.write(
                buffer, 7, KEY, DataHeader.LAST, 65535, 0x89ABCDEF, Long.MIN_VALUE, -3, 1_700_000_000_000_000L);

        assertEquals(MessageHeader.DATA, MessageHeader.type(buffer, 7));
        assertEquals(65535, MessageHeader.messageBytes(buffer, 7));
        assertFalse(DataHeader.isFirst(buffer, 7));
        assertTrue(DataHeader.isLast(buffer, 7));
        assertEquals(0xFFFFFFFE, DataHeader.flowId(buffer, 7));
        assertEquals(0x8877665544332211L, DataHeader.measurementId(buffer, 7));
        assertEquals(65534, DataHeader.streamId(buffer, 7));
        assertEquals(0x89ABCDEF, DataHeader.frameId(buffer, 7));
        assertEquals(Long.MIN_VALUE, DataHeader.sequenceNumber(buffer, 7));
        assertEquals(-3, DataHeader.byteSequenceNumber(buffer, 7));
        assertEquals(1_700_000_000_000_000L, DataHeader.timeStampMicros(buffer, 7));
        assertEquals(0, buffer.position());
    }

    @Test
    void stampChangesTheTimeStampOnly() {
        ByteBuffer buffer = ByteBuffer.allocate(48);
        DataHeader.write(buffer, 0, KEY, 3, 48, 1, 2, 3, 4);
        byte[] expected = buffer.array().clone();
        expected[47] = 9;

        DataHeader.stamp(buffer, 0, 9);

        assertArrayEquals(expected, buffer.array());
    }

    @Test
    void onlyMessagesOfTheTypeAndLengthAreData() {
        assertTrue(DataHeader.isData(5, 48));
        assertTrue(DataHeader.isData(5, 65535));
        assertFalse(DataHeader.isData(5, 47));
        assertFalse(DataHeader.isData(4, 48));
    }

    @Test
    void payloadFromTheActiveAscendsFrom30To127() {
        byte[] payload = payload(200, true);

        assertEquals(30, payload[0]);
        assertEquals(127, payload[97]);
        assertEquals(30, payload[98]);
        assertEquals(127, payload[195]);
        assertEquals(33, payload[199]);
    }

    @Test
    void payloadFromThePassiveDescendsFrom127To30() {
        byte[] payload = payload(200, false);

        assertEquals(127, payload[0]);
        assertEquals(30, payload[97]);
        assertEquals(127, payload[98]);
        assertEquals(124, payload[199]);
    }

    @Test
    void nothingButThePayloadIsFilled() {
        ByteBuffer buffer = ByteBuffer.allocate(300);

        DataHeader.fillPayload(buffer, 48, 101, true);
        DataHeader.fillPayload(buffer, 200, 0, true);

        assertEquals(0, buffer.get(47));
        assertEquals(30, buffer.get(48));
        assertEquals(32, buffer.get(148));
        assertEquals(0, buffer.get(149));
        assertEquals(0, buffer.get(200));
    }

    @Test
    void nothingIsAllocated() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1500);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = writeAndRead(buffer, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        sum += writeAndRead(buffer, 20_000);

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 20_000, allocated + " bytes for 20000 messages, checksum " + sum);
    }

    private static long writeAndRead(ByteBuffer buffer, int messages) {
        long sum = 0;
        for (int i = 0; i < messages; i++) {
            DataHeader.write(buffer, 4, KEY, 3, 1400, i, i, i, i);
            DataHeader.stamp(buffer, 4, i + 1);
            DataHeader.fillPayload(buffer, 52, 1352, false);
            sum += DataHeader.frameId(buffer, 4)
                    + DataHeader.sequenceNumber(buffer, 4)
                    + DataHeader.byteSequenceNumber(buffer, 4)
                    + DataHeader.timeStampMicros(buffer, 4)
                    + MessageHeader.messageBytes(buffer, 4);
        }
        return sum;
    }

    private static byte[] payload(int bytes, boolean activeToPassive) {
        ByteBuffer payload = ByteBuffer.allocate(bytes);
        DataHeader.fillPayload(payload, 0, bytes, activeToPassive);
        return payload.array();
    }
}
