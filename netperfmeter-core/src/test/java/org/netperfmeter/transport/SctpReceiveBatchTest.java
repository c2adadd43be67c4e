// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.SctpControlData;

/** What the kernel leaves in a batch, message by message, without a kernel. */
class SctpReceiveBatchTest {
    private static final int NOTIFICATION = 0x8000;
    private static final int END_OF_MESSAGE = 0x80;
    private static final int ASSOCIATION_CHANGE = 0x8001;
    private static final int PARTIAL_DELIVERY = 0x8006;

    /** struct mmsghdr: the fields that the kernel writes. */
    private static final int HEADER_BYTES = 64;

    private static final int CONTROL_LENGTH_OFFSET = 40;
    private static final int FLAGS_OFFSET = 48;
    private static final int LENGTH_OFFSET = 56;

    private final MessageVector vector = new MessageVector(SctpReceiveBatch.SLOTS, SctpControlData.RECEIVE_BYTES);
    private final SctpReceiveBatch batch = new SctpReceiveBatch(vector);

    private void received(int slot, int flags, int length, int controlLength) {
        ByteBuffer headers = vector.bytes();
        headers.putLong(slot * HEADER_BYTES + CONTROL_LENGTH_OFFSET, controlLength);
        headers.putInt(slot * HEADER_BYTES + FLAGS_OFFSET, flags);
        headers.putInt(slot * HEADER_BYTES + LENGTH_OFFSET, length);
    }

    private ByteBuffer payload(int slot) {
        return batch.bytes()
                .slice(slot * SctpReceiveBatch.SLOT_BYTES, SctpReceiveBatch.SLOT_BYTES)
                .order(ByteOrder.nativeOrder());
    }

    @Test
    void notificationsBetweenMessagesAreNoPieces() {
        received(0, END_OF_MESSAGE, 100, 0);
        payload(1).putShort(0, (short) PARTIAL_DELIVERY).putInt(16, 5);
        received(1, NOTIFICATION | END_OF_MESSAGE, 24, 0);
        payload(2).putShort(0, (short) ASSOCIATION_CHANGE).putShort(8, (short) 0);
        received(2, NOTIFICATION | END_OF_MESSAGE, 20, 0);
        received(3, 0, 7, 0);
        batch.take(4);
        assertEquals(3, batch.count());
        assertEquals(100, batch.length(0));
        assertEquals(0, batch.length(1), "the rest of this message will not come");
        assertEquals(5, batch.streamId(1));
        assertTrue(batch.endsMessage(1));
        assertFalse(batch.endsMessage(2));
        assertFalse(batch.hasEnded() || batch.isLost());
    }

    @Test
    void nothingCountsBehindTheEndOfTheAssociation() {
        payload(0).putShort(0, (short) ASSOCIATION_CHANGE).putShort(8, (short) 3);
        received(0, NOTIFICATION | END_OF_MESSAGE, 20, 0);
        received(1, END_OF_MESSAGE, 100, 0);
        batch.take(2);
        assertEquals(0, batch.count());
        assertTrue(batch.hasEnded());
    }

    /** Flags, lengths, control data and contents of any kind: each piece lies within its slot, its stream is one. */
    @RepeatedTest(3)
    void anythingIsTakenWithinItsBounds(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        byte[] noise = new byte[64];
        int pieces = 0;
        for (int i = 0; i < 2_000; i++) {
            int filled = random.nextInt(SctpReceiveBatch.SLOTS + 1);
            for (int slot = 0; slot < filled; slot++) {
                random.nextBytes(noise);
                payload(slot).put(0, noise).putShort(0, (short) (0x8000 + random.nextInt(8)));
                vector.bytes().put(vector.controlOffset(slot), noise, 0, SctpControlData.RECEIVE_BYTES);
                int length = random.nextInt(8) == 0 ? SctpReceiveBatch.SLOT_BYTES : random.nextInt(64);
                received(slot, flags(random), length, random.nextInt(SctpControlData.RECEIVE_BYTES + 1));
            }
            batch.take(filled);
            pieces += batch.count();
            for (int piece = 0; piece < batch.count(); piece++) {
                int offset = batch.offset(piece);
                int streamId = batch.streamId(piece);
                assertTrue(batch.length(piece) <= SctpReceiveBatch.SLOT_BYTES);
                assertTrue(offset % SctpReceiveBatch.SLOT_BYTES == 0 && offset < filled * SctpReceiveBatch.SLOT_BYTES);
                assertTrue(streamId >= 0 && streamId <= 0xFFFF, () -> "stream " + streamId);
            }
        }
        assertTrue(pieces > 0);
    }

    private static int flags(SplittableRandom random) {
        int known = (random.nextInt(4) == 0 ? NOTIFICATION : 0) | (random.nextBoolean() ? END_OF_MESSAGE : 0);
        return random.nextInt(4) == 0 ? random.nextInt() : known;
    }
}
