// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SendBatchTest {
    private final SendBatch batch = new SendBatch(100, 3);

    @Test
    void emptyBatchIsSent() {
        assertTrue(batch.isSent());
        assertEquals(0, batch.remainingBytes());
    }

    @Test
    void messagesLieBackToBack() {
        assertEquals(0, batch.add(48));
        assertEquals(1, batch.add(10));
        assertEquals(0, batch.start(0));
        assertEquals(48, batch.end(0));
        assertEquals(48, batch.start(1));
        assertEquals(58, batch.end(1));
        assertEquals(2, batch.messages());
        assertEquals(58, batch.remainingBytes());
        assertFalse(batch.isSent());
    }

    @Test
    void memoryIsBigEndian() {
        assertEquals(ByteOrder.BIG_ENDIAN, batch.bytes().order());
    }

    @Test
    void messageIsSentWithItsLastByte() {
        batch.add(48);
        batch.add(10);
        batch.advanceBytes(47);
        assertEquals(0, batch.sentMessages());
        batch.advanceBytes(1);
        assertEquals(1, batch.sentMessages());
        batch.advanceBytes(9);
        assertEquals(1, batch.sentMessages());
        assertEquals(57, batch.sentBytes());
        assertEquals(1, batch.remainingBytes());
        batch.advanceBytes(1);
        assertEquals(2, batch.sentMessages());
        assertTrue(batch.isSent());
    }

    @Test
    void datagramsAdvanceTheBytes() {
        batch.add(48);
        batch.add(0);
        batch.add(10);
        assertEquals(48, batch.advanceMessages(2));
        assertEquals(2, batch.sentMessages());
        assertEquals(48, batch.sentBytes());
        assertEquals(10, batch.advanceMessages(1));
        assertTrue(batch.isSent());
    }

    @Test
    void remainingAddressMovesWithTheBytes() {
        batch.add(48);
        long start = batch.remainingAddress();
        batch.advanceBytes(5);
        assertEquals(start + 5, batch.remainingAddress());
    }

    @Test
    void clearedBatchStartsAtTheBeginning() {
        batch.add(48);
        batch.advanceBytes(48);
        batch.clear();
        assertEquals(0, batch.messages());
        assertEquals(0, batch.sentMessages());
        assertEquals(0, batch.sentBytes());
        assertEquals(0, batch.start(batch.add(1)));
    }

    @Test
    void messagesCanFollowThoseThatWereSent() {
        batch.add(48);
        batch.advanceBytes(48);
        assertEquals(1, batch.add(10));
        assertEquals(10, batch.remainingBytes());
        assertFalse(batch.isSent());
    }

    @Test
    void fullBatchTakesNoMore() {
        batch.add(60);
        assertThrows(IllegalStateException.class, () -> batch.add(41));
        batch.add(40);
        batch.add(0);
        assertThrows(IllegalStateException.class, () -> batch.add(0));
        assertEquals(3, batch.messages());
    }

    @Test
    void abandonedMessagesAreGone() {
        batch.add(48);
        batch.add(10);
        batch.advanceBytes(50);
        batch.abandon();
        assertTrue(batch.isSent());
        assertEquals(1, batch.messages());
        assertEquals(1, batch.sentMessages());
        assertEquals(50, batch.sentBytes());
        assertEquals(0, batch.remainingBytes());
    }

    @Test
    void nothingFollowsHalfAMessage() {
        batch.add(48);
        batch.advanceBytes(50 - 3);
        batch.abandon();
        assertThrows(IllegalStateException.class, () -> batch.add(1));
        batch.clear();
        assertEquals(0, batch.add(1));
    }

    @Test
    void capacityIsPositive() {
        assertThrows(IllegalArgumentException.class, () -> new SendBatch(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new SendBatch(1, 0));
    }
}
