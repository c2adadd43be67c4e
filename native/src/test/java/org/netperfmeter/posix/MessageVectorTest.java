// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageVectorTest {
    @Test
    void headerPointsAtItsPieceItsNameAndItsControlData() {
        MessageVector vector = new MessageVector(2, 64);
        ByteBuffer bytes = vector.bytes();
        long base = vector.address(0);
        assertEquals(base + 64, vector.address(1));

        vector.setPayload(1, 0x7000, 1400);
        vector.prepareToReceive(1);
        assertEquals(base + vector.nameOffset(1), bytes.getLong(64));
        assertEquals(32, bytes.getInt(64 + 8));
        long piece = bytes.getLong(64 + 16);
        assertEquals(base + 2 * 64 + 16, piece);
        assertEquals(1, bytes.getLong(64 + 24));
        assertEquals(base + vector.controlOffset(1), bytes.getLong(64 + 32));
        assertEquals(64, bytes.getLong(64 + 40));
        assertEquals(0x7000, bytes.getLong((int) (piece - base)));
        assertEquals(1400, bytes.getLong((int) (piece - base) + 8));
    }

    @Test
    void slotsDoNotOverlap() {
        MessageVector vector = new MessageVector(3, 8);
        assertEquals(3 * (64 + 16), vector.nameOffset(0));
        assertEquals(vector.nameOffset(0) + 32, vector.nameOffset(1));
        assertEquals(vector.nameOffset(0) + 3 * 32, vector.controlOffset(0));
        assertEquals(vector.controlOffset(0) + 8, vector.controlOffset(1));
    }

    @Test
    void destinationOfAConnectedSocketIsNull() {
        MessageVector vector = new MessageVector(1, 0);
        vector.setName(0, 0x1234, 16);
        assertEquals(0x1234, vector.bytes().getLong(0));
        assertEquals(16, vector.nameLength(0));
        vector.setName(0, 0, 0);
        assertEquals(0, vector.bytes().getLong(0));
        assertEquals(0, vector.nameLength(0));
    }

    @Test
    void nothingIsOfferedForControlDataWithoutRoom() {
        MessageVector vector = new MessageVector(1, 0);
        vector.prepareToReceive(0);
        assertEquals(0, vector.bytes().getLong(32));
        assertEquals(0, vector.controlLength(0));
    }

    @Test
    void capacityIsThatOfTheKernel() {
        assertThrows(IllegalArgumentException.class, () -> new MessageVector(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new MessageVector(1025, 0));
        assertEquals(1024, new MessageVector(1024, 0).capacity());
        assertThrows(IllegalArgumentException.class, () -> new MessageVector(1, 12));
    }
}
