// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.FlowKey;

class MessageAssemblerTest {
    private final MessageAssembler assembler = new MessageAssembler(1404);

    @Test
    void severalMessagesInOneReadComeOneByOne() throws ProtocolException {
        append("07000010 00000000 0000000000000001 07000010 00000000 0000000000000002");

        assertEquals(new Stop(1), assembler.next());
        assertEquals(new Stop(2), assembler.next());
        assertNull(assembler.next());
        assertFalse(assembler.isIncomplete());
    }

    @Test
    void messageIsThereWithItsLastByte() throws ProtocolException {
        byte[] bytes = Hex.bytes("07000010 00000000 0000000000000001");
        for (int i = 0; i < 15; i++) {
            assembler.append(ByteBuffer.wrap(bytes, i, 1));
            assertNull(assembler.next());
            assertTrue(assembler.isIncomplete());
        }

        assembler.append(ByteBuffer.wrap(bytes, 15, 1));

        assertEquals(new Stop(1), assembler.next());
        assertFalse(assembler.isIncomplete());
    }

    @Test
    void appendedBytesAreConsumed() {
        ByteBuffer bytes = ByteBuffer.wrap(Hex.bytes("ffff 07000010 ffff"));
        bytes.position(2).limit(6);

        assembler.append(bytes);

        assertEquals(6, bytes.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"07000000", "07000003", "0800057d", "0800ffff"})
    void impossibleLengthIsRefusedWithTheHeader(String header) {
        append(header);

        ProtocolException refused = assertThrows(ProtocolException.class, assembler::next);

        int length = Integer.parseInt(header.substring(4), 16);
        assertEquals("message length " + length + " is not in 4..1404", refused.getMessage());
    }

    @Test
    void longestMessageIsAccepted() throws ProtocolException {
        append("0801057c" + Hex.zeros(1400));

        assertEquals(new Results(new byte[1400], true), assembler.next());
    }

    @Test
    void streamIsOfNoUseAfterAnError() {
        append("09000004 07000010 00000000 0000000000000001");

        assertThrows(ProtocolException.class, assembler::next);
        assertThrows(ProtocolException.class, assembler::next);
    }

    @Test
    void messagesHaveToBeTakenBeforeMoreIsAppended() {
        append(Hex.zeros(1405));

        assertThrows(IllegalStateException.class, () -> append("00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 65536})
    void greatestMessageIsInTheRangeOfTheLengthField(int maxBytes) {
        assertThrows(IllegalArgumentException.class, () -> new MessageAssembler(maxBytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySplitOfAStreamGivesTheSameMessages(long seed) throws ProtocolException {
        Random random = new Random(seed);
        List<Message> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            Message message = randomMessage(random);
            sent.add(message);
            stream.writeBytes(MessageCodec.encode(message));
        }

        List<Message> received = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(stream.toByteArray());
        int longestRead = 1 << (1 + random.nextInt(12));
        while (bytes.hasRemaining()) {
            int read = Math.min(bytes.remaining(), 1 + random.nextInt(longestRead));
            assembler.append(bytes.slice(bytes.position(), read));
            bytes.position(bytes.position() + read);
            for (Message message = assembler.next(); message != null; message = assembler.next()) {
                received.add(message);
            }
        }

        assertEquals(sent, received);
        assertFalse(assembler.isIncomplete());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomBytesEndInAProtocolException(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            MessageAssembler victim = new MessageAssembler(200);
            byte[] bytes = new byte[400]; // longer than any message, and hardly ever a row of valid ones
            random.nextBytes(bytes);
            victim.append(ByteBuffer.wrap(bytes));
            assertThrows(ProtocolException.class, () -> takeAll(victim));
        }
    }

    private static void takeAll(MessageAssembler assembler) throws ProtocolException {
        Message message;
        do {
            message = assembler.next();
        } while (message != null);
    }

    private static Message randomMessage(Random random) {
        FlowKey key = new FlowKey(random.nextLong(), random.nextInt(), random.nextInt(65536));
        byte[] bytes = new byte[random.nextInt(1300)];
        random.nextBytes(bytes);
        return switch (random.nextInt(6)) {
            case 0 -> new Acknowledge(key, random.nextInt(), random.nextBoolean());
            case 1 -> new RemoveFlow(key);
            case 2 -> new Start(random.nextLong(), FileFormat.BZIP2, FileFormat.NONE);
            case 3 -> new Results(bytes, random.nextBoolean());
            case 4 -> new UnknownExtension(0x51, 0, bytes);
            default -> new DataMessage(key, true, false, random.nextInt(), 1, 2, 3, bytes);
        };
    }

    private void append(String hex) {
        assembler.append(ByteBuffer.wrap(Hex.bytes(hex)));
    }
}
