// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ControlMessagesTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void messageHasLengthLevelTypeAndPaddedData() {
        int data = ControlMessages.put(buffer, 0, 132, 1, 6);
        assertEquals(16, data);
        buffer.put(data, HexFormat.of().parseHex("0102030405ff"));
        assertEquals(
                "1600000000000000" + "84000000" + "01000000" + "0102030405ff" + "0000",
                HexFormat.of().formatHex(buffer.array(), 0, ControlMessages.space(6)));
    }

    @Test
    void spaceIsPaddedToEightBytes() {
        assertEquals(16, ControlMessages.space(0));
        assertEquals(24, ControlMessages.space(1));
        assertEquals(24, ControlMessages.space(8));
        assertEquals(32, ControlMessages.space(9));
    }

    @Test
    void messagesFollowEachOther() {
        int second = ControlMessages.space(3);
        ControlMessages.put(buffer, 0, 1, 29, 3);
        ControlMessages.put(buffer, second, 41, 50, 8);
        int end = second + ControlMessages.space(8);

        assertTrue(ControlMessages.isPresent(buffer, 0, end));
        assertEquals(1, ControlMessages.level(buffer, 0));
        assertEquals(29, ControlMessages.type(buffer, 0));
        assertEquals(3, ControlMessages.dataBytes(buffer, 0));
        assertEquals(16, ControlMessages.dataOffset(0));

        assertEquals(second, ControlMessages.next(buffer, 0));
        assertTrue(ControlMessages.isPresent(buffer, second, end));
        assertEquals(41, ControlMessages.level(buffer, second));
        assertEquals(50, ControlMessages.type(buffer, second));
        assertEquals(8, ControlMessages.dataBytes(buffer, second));

        assertFalse(ControlMessages.isPresent(buffer, ControlMessages.next(buffer, second), end));
    }

    @Test
    void truncatedMessageIsNotPresent() {
        ControlMessages.put(buffer, 0, 1, 29, 20);
        assertFalse(ControlMessages.isPresent(buffer, 0, 35));
        assertTrue(ControlMessages.isPresent(buffer, 0, 36));
        assertFalse(ControlMessages.isPresent(buffer, 0, 15));
    }

    @Test
    void lengthBelowTheHeaderEndsTheList() {
        buffer.putLong(0, 0);
        assertFalse(ControlMessages.isPresent(buffer, 0, 64));
        buffer.putLong(0, -8);
        assertFalse(ControlMessages.isPresent(buffer, 0, 64));
    }
}
