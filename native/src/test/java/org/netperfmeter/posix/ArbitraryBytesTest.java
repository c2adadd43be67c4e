// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.netperfmeter.posix.SctpNotification.Meaning;

/**
 * What the kernel writes is decoded within its bounds, whatever it is. Each buffer ends where the kernel's bytes end, so that
 * a read behind them fails.
 */
class ArbitraryBytesTest {
    private static final int BUFFERS = 20_000;
    private static final int MAX_BYTES = 96;

    /** Bytes that mean something at many places: types of notifications, states, levels, lengths. */
    private static final int[] TELLING = {
        0, 1, 2, 3, 4, 6, 8, 15, 16, 17, 18, 19, 20, 24, 28, 32, 44, 48, 0x80, 132, 255
    };

    /** Of the state in a notification of a change (RFC 6458 section 6.1.1). */
    private static final int STATE_OFFSET = 8;

    private final ByteOrder[] orders = {ByteOrder.nativeOrder(), ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN};

    private static ByteBuffer arbitrary(SplittableRandom random) {
        ByteBuffer buffer = ByteBuffer.allocate(random.nextInt(MAX_BYTES));
        boolean telling = random.nextInt(4) > 0;
        while (buffer.hasRemaining()) {
            buffer.put((byte) (telling ? TELLING[random.nextInt(TELLING.length)] : random.nextInt()));
        }
        return buffer.flip();
    }

    @RepeatedTest(3)
    void notificationHasOneOfFourMeanings(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        Set<Meaning> seen = EnumSet.noneOf(Meaning.class);
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer buffer = arbitrary(random);
            if (buffer.remaining() >= 2 && random.nextBoolean()) {
                buffer.order(ByteOrder.nativeOrder()).putShort(0, (short) (0x8000 + random.nextInt(8)));
                if (buffer.remaining() >= STATE_OFFSET + 2) {
                    buffer.putShort(STATE_OFFSET, (short) random.nextInt(5));
                }
            }
            Meaning meaning = SctpNotification.meaning(buffer.order(orders[i % orders.length]), 0, buffer.remaining());
            seen.add(meaning);
            if (meaning == Meaning.MESSAGE_ABORTED) {
                int streamId = SctpNotification.abortedStreamId(buffer, 0);
                assertTrue(streamId >= 0 && streamId <= 0xFFFF, () -> "stream " + streamId);
            }
        }
        assertEquals(EnumSet.allOf(Meaning.class), seen);
    }

    @RepeatedTest(3)
    void controlDataIsReadWithinItsBounds(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        int streams = 0;
        int bundles = 0;
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer buffer = controlData(random);
            int streamId = SctpControlData.streamId(buffer, 0, buffer.capacity());
            assertTrue(streamId >= 0 && streamId <= 0xFFFF, () -> "stream " + streamId);
            streams += streamId > 0 ? 1 : 0;
            bundles += UdpControlData.segmentBytes(buffer, 0, buffer.capacity()) != 0 ? 1 : 0;
        }
        assertTrue(streams > 0 && bundles > 0);
    }

    /** Often messages with headers that are nearly right. */
    private static ByteBuffer controlData(SplittableRandom random) {
        ByteBuffer buffer = arbitrary(random).order(ByteOrder.nativeOrder());
        int at = 0;
        while (random.nextInt(4) > 0 && buffer.capacity() - at >= 16) {
            buffer.putLong(at, random.nextInt(60));
            boolean sctp = random.nextBoolean();
            buffer.putInt(at + 8, sctp ? 132 : 17);
            buffer.putInt(at + 12, sctp ? random.nextInt(5) : 102 + random.nextInt(4));
            at += 8 * (1 + random.nextInt(5));
        }
        return buffer;
    }

    @RepeatedTest(3)
    void addressIsOfAKnownFamilyOrRefused(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        for (int i = 0; i < BUFFERS; i++) {
            byte[] bytes = new byte[SocketAddressCodec.MAX_BYTES];
            random.nextBytes(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            int family = random.nextInt(12);
            buffer.putShort(0, (short) family);
            boolean known = family == OsConstant.AF_INET.value() || family == OsConstant.AF_INET6.value();
            if (known) {
                assertEquals(
                        SocketAddressCodec.port(buffer, 0),
                        SocketAddressCodec.decode(buffer, 0).getPort());
            } else {
                assertThrows(IllegalArgumentException.class, () -> SocketAddressCodec.decode(buffer, 0));
            }
        }
    }
}
