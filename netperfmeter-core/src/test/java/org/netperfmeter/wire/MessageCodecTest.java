// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.FlowKey;

class MessageCodecTest {
    private static final FlowKey KEY = new FlowKey(0x8877665544332211L, 0xFFFFFFFE, 65534);
    private static final String KEY_HEX = "fffffffe 8877665544332211 fffe";

    @Test
    void acknowledgeOfAMarkedFlowBearsTheAnswer() throws ProtocolException {
        Acknowledge marked = new Acknowledge(KEY, Acknowledge.OKAY, true);

        assertEquals(Hex.of(Hex.bytes("01000018" + KEY_HEX + "4e01 00000000")), Hex.of(marked));
        assertEquals(marked, Hex.decode("01000018" + KEY_HEX + "4e01 00000000"));
        assertEquals(marked, Hex.decode("01000018" + KEY_HEX + "4e07 00000000"));
    }

    @Test
    void anyStatusButZeroIsAFailure() throws ProtocolException {
        assertTrue(((Acknowledge) Hex.decode("01000018" + KEY_HEX + "0000 00000000")).isOkay());
        assertFalse(((Acknowledge) Hex.decode("01000018" + KEY_HEX + "0000 00000001")).isOkay());
        assertFalse(((Acknowledge) Hex.decode("01000018" + KEY_HEX + "0000 80000000")).isOkay());
    }

    @Test
    void paddingIsIgnored() throws ProtocolException {
        assertEquals(
                new Acknowledge(KEY, Acknowledge.ERROR, false), Hex.decode("01000018" + KEY_HEX + "abcd 00000001"));
        assertEquals(new Stop(1), Hex.decode("07000010 abcdef01 0000000000000001"));
        assertEquals(
                new Start(1, FileFormat.PLAIN, FileFormat.PLAIN), Hex.decode("06000010 abcdef01 0000000000000001"));
    }

    @ParameterizedTest
    @CsvSource({"NONE,02", "PLAIN,00", "BZIP2,01"})
    void identifyFlowTellsTheVectorByItsFlags(FileFormat vector, String flags) throws ProtocolException {
        String hex = "04" + flags + "001a fffffffe 4bcdf3aa303c6774 8877665544332211 fffe";

        assertEquals(Hex.of(Hex.bytes(hex)), Hex.of(new IdentifyFlow(KEY, vector)));
        assertEquals(new IdentifyFlow(KEY, vector), Hex.decode(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,NONE,0c",
        "NONE,PLAIN,04",
        "NONE,BZIP2,06",
        "PLAIN,NONE,08",
        "PLAIN,PLAIN,00",
        "PLAIN,BZIP2,02",
        "BZIP2,NONE,09",
        "BZIP2,PLAIN,01",
        "BZIP2,BZIP2,03"
    })
    void startTellsTheFilesByItsFlags(FileFormat vector, FileFormat scalar, String flags) throws ProtocolException {
        String hex = "06" + flags + "0010 00000000 00000000000000ab";

        assertEquals(Hex.of(Hex.bytes(hex)), Hex.of(new Start(0xAB, vector, scalar)));
        assertEquals(new Start(0xAB, vector, scalar), Hex.decode(hex));
    }

    @Test
    void noFileWinsOverBzip2() throws ProtocolException {
        assertEquals(new Start(1, FileFormat.NONE, FileFormat.NONE), Hex.decode("060f0010 00000000 0000000000000001"));
        assertEquals(
                new IdentifyFlow(KEY, FileFormat.NONE),
                Hex.decode("0403001a fffffffe 4bcdf3aa303c6774 8877665544332211 fffe"));
    }

    @Test
    void unknownFlagsAreIgnored() throws ProtocolException {
        assertEquals(new Stop(1), Hex.decode("07ff0010 00000000 0000000000000001"));
        assertEquals(new RemoveFlow(KEY), Hex.decode("03ff0012" + KEY_HEX));
        assertEquals(new Results(new byte[0], false), Hex.decode("08fe0004"));
        assertEquals(
                new Start(1, FileFormat.PLAIN, FileFormat.PLAIN), Hex.decode("06f00010 00000000 0000000000000001"));
        assertEquals(
                new IdentifyFlow(KEY, FileFormat.PLAIN),
                Hex.decode("04fc001a fffffffe 4bcdf3aa303c6774 8877665544332211 fffe"));
        AddFlow addFlow = (AddFlow) Hex.decode("02f800c2" + Hex.zeros(190));
        assertEquals(0, addFlow.flags());
        DataMessage data = (DataMessage) Hex.decode("05fc0030" + Hex.zeros(44));
        assertEquals(0, data.flags());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01000018" + KEY_HEX + "0000 00000000",
                "03000012" + KEY_HEX,
                "0400001a fffffffe 4bcdf3aa303c6774 8877665544332211 fffe",
                "06000010 00000000 0000000000000001",
                "07000010 00000000 0000000000000001"
            })
    void longerMessageIsAcceptedAndItsRestIgnored(String hex) throws ProtocolException {
        byte[] bytes = Hex.bytes(hex);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
        longer[3] = (byte) longer.length;
        longer[longer.length - 1] = 77;

        Message message = MessageCodec.decode(ByteBuffer.wrap(longer));

        assertArrayEquals(bytes, MessageCodec.encode(message));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 24, Acknowledge",
        "2, 194, Add Flow",
        "3, 18, Remove Flow",
        "4, 26, Identify Flow",
        "5, 48, Data",
        "6, 16, Start",
        "7, 16, Stop",
        "64, 12, Hello",
        "68, 12, Flow Settings",
        "69, 12, Measurement Settings"
    })
    void shorterMessageIsNone(int type, int leastBytes, String name) {
        ByteBuffer bytes =
                ByteBuffer.allocate(leastBytes - 1).put(0, (byte) type).putShort(2, (short) (leastBytes - 1));

        ProtocolException refused = assertThrows(ProtocolException.class, () -> MessageCodec.decode(bytes));

        assertEquals(name + " of " + (leastBytes - 1) + " bytes is shorter than " + leastBytes, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000004", "09000004", "3f000004"})
    void unknownTypeIsNoMessage(String hex) {
        ProtocolException refused = assertThrows(ProtocolException.class, () -> Hex.decode(hex));

        assertEquals("unknown message type 0x" + Integer.toHexString(Hex.bytes(hex)[0]), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "07", "070000"})
    void bytesWithoutAHeaderAreNoMessage(String hex) {
        assertThrows(ProtocolException.class, () -> Hex.decode(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0003", "000f", "0011", "ffff"})
    void lengthMustBeThatOfTheBuffer(String length) {
        assertThrows(ProtocolException.class, () -> Hex.decode("0700" + length + "00000000 0000000000000001"));
    }

    @Test
    void identifyFlowNeedsTheMagicNumber() {
        ProtocolException refused = assertThrows(
                ProtocolException.class, () -> Hex.decode("0400001a fffffffe 4bcdf3aa303c6775 8877665544332211 fffe"));

        assertEquals("Identify Flow with wrong magic number 0x4bcdf3aa303c6775", refused.getMessage());
    }

    @Test
    void decodingTakesTheBufferFromPositionToLimitInWhateverOrderItIs() throws ProtocolException {
        ByteBuffer buffer = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(7, Hex.bytes("07000010 00000000 0000000000000001"));
        buffer.position(7).limit(23);

        assertEquals(new Stop(1), MessageCodec.decode(buffer));
        assertEquals(23, buffer.position());
        assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
    }

    @Test
    void resultsWithMoreThanAPeerTakesAreReceivedButNotSent() throws ProtocolException {
        byte[] bytes = new byte[4 + 1401];
        ByteBuffer.wrap(bytes).put((byte) 8).put((byte) 1).putShort((short) bytes.length);

        Results results = (Results) MessageCodec.decode(ByteBuffer.wrap(bytes));

        assertEquals(1401, results.data().length);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> MessageCodec.encode(results));
        assertEquals("Results with 1401 bytes, more than 1400", refused.getMessage());
    }

    @Test
    void messageLongerThanItsLengthFieldCanSayIsNotSent() {
        DataMessage longest = new DataMessage(KEY, true, true, 0, 0, 0, 0, new byte[65535 - 48]);
        DataMessage tooLong = new DataMessage(KEY, true, true, 0, 0, 0, 0, new byte[65535 - 47]);

        assertEquals(65535, MessageCodec.encode(longest).length);
        assertThrows(IllegalArgumentException.class, () -> MessageCodec.encode(tooLong));
    }

    @Test
    void unknownExtensionIsKeptAsItIs() throws ProtocolException {
        String hex = "7f05000a 010203040506";

        UnknownExtension extension = assertInstanceOf(UnknownExtension.class, Hex.decode(hex));

        assertEquals(new UnknownExtension(0x7F, 5, Hex.bytes("010203040506")), extension);
        assertEquals(Hex.of(Hex.bytes(hex)), Hex.of(extension));
        assertInstanceOf(UnknownExtension.class, Hex.decode("ff000004"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 36})
    void generationProbeHasOneEventOfZeros(int eventBytes) throws ProtocolException {
        GenerationProbe probe = eventBytes == 4 ? GenerationProbe.legacyProbe(KEY) : GenerationProbe.currentProbe(KEY);
        byte[] bytes = MessageCodec.encode(probe);

        assertEquals(194 + eventBytes, bytes.length);
        assertEquals(
                "0200" + Integer.toHexString(0x10000 + bytes.length).substring(1),
                Hex.of(bytes).substring(0, 8));
        assertEquals(Hex.of(Hex.bytes(KEY_HEX)), Hex.of(bytes).substring(8, 36));
        assertEquals("0001" + Hex.zeros(eventBytes), Hex.of(bytes).substring(192 * 2));
        // Up to the events, a 2.x flow that a peer can acknowledge.
        byte[] plain = Arrays.copyOf(bytes, 194);
        ByteBuffer.wrap(plain).putShort(2, (short) 194).putShort(192, (short) 0);
        AddFlow addFlow = (AddFlow) MessageCodec.decode(ByteBuffer.wrap(plain));
        assertEquals(PeerGeneration.CURRENT, addFlow.sender());
        assertTrue(addFlow.toDefinition().outbound().isSilent());
        assertEquals("default", addFlow.congestionControl());
    }

    @Test
    void oursAnswersTheProbesAsACurrentPeer() throws ProtocolException {
        byte[] current = MessageCodec.encode(GenerationProbe.currentProbe(KEY));
        byte[] legacy = MessageCodec.encode(GenerationProbe.legacyProbe(KEY));

        assertEquals(
                1,
                ((AddFlow) MessageCodec.decode(ByteBuffer.wrap(current)))
                        .events()
                        .size());
        assertThrows(ProtocolException.class, () -> MessageCodec.decode(ByteBuffer.wrap(legacy)));
    }

    @Test
    void messagesWithBytesAreEqualIfTheirBytesAre() {
        DataMessage data = new DataMessage(KEY, true, false, 1, 2, 3, 4, new byte[] {5});
        List<DataMessage> otherData = List.of(
                new DataMessage(new FlowKey(1, 2, 3), true, false, 1, 2, 3, 4, new byte[] {5}),
                new DataMessage(KEY, false, false, 1, 2, 3, 4, new byte[] {5}),
                new DataMessage(KEY, true, true, 1, 2, 3, 4, new byte[] {5}),
                new DataMessage(KEY, true, false, 9, 2, 3, 4, new byte[] {5}),
                new DataMessage(KEY, true, false, 1, 9, 3, 4, new byte[] {5}),
                new DataMessage(KEY, true, false, 1, 2, 9, 4, new byte[] {5}),
                new DataMessage(KEY, true, false, 1, 2, 3, 9, new byte[] {5}),
                new DataMessage(KEY, true, false, 1, 2, 3, 4, new byte[] {9}));
        Results results = new Results(new byte[] {1}, true);
        UnknownExtension extension = new UnknownExtension(0x50, 1, new byte[] {1});

        assertEquals(data, new DataMessage(KEY, true, false, 1, 2, 3, 4, new byte[] {5}));
        assertFalse(otherData.contains(data));
        assertEquals(results, new Results(new byte[] {1}, true));
        assertNotEquals(new Results(new byte[] {1}, false), results);
        assertNotEquals(new Results(new byte[] {2}, true), results);
        assertEquals(results.hashCode(), new Results(new byte[] {1}, true).hashCode());
        assertEquals(extension, new UnknownExtension(0x50, 1, new byte[] {1}));
        assertEquals(extension.hashCode(), new UnknownExtension(0x50, 1, new byte[] {1}).hashCode());
        assertNotEquals(new UnknownExtension(0x51, 1, new byte[] {1}), extension);
        assertNotEquals(new UnknownExtension(0x50, 2, new byte[] {1}), extension);
        assertNotEquals(new UnknownExtension(0x50, 1, new byte[] {2}), extension);
    }

    @Test
    void messagesWithBytesArePrintedWithoutThem() {
        assertEquals("Results[3 bytes, last]", new Results(new byte[3], true).toString());
        assertEquals("Results[0 bytes]", new Results(new byte[0], false).toString());
        assertEquals("UnknownExtension[type 0x50, 2 bytes]", new UnknownExtension(0x50, 1, new byte[2]).toString());
        assertEquals(
                "DataMessage[flow 4294967294/65534 of measurement $8877665544332211, frame 4294967295, message 2,"
                        + " 5 bytes of payload]",
                new DataMessage(KEY, true, false, -1, 2, 3, 4, new byte[5]).toString());
    }

    @ParameterizedTest
    @EnumSource
    void dataMessageTellsItsPlaceInTheFrameByItsFlags(Place place) throws ProtocolException {
        DataMessage data = new DataMessage(KEY, place.first, place.last, -1, 3, 4, 5, new byte[] {30, 31});

        byte[] bytes = MessageCodec.encode(data);

        assertEquals(place.flags, bytes[1]);
        assertEquals(data, MessageCodec.decode(ByteBuffer.wrap(bytes)));
    }

    private enum Place {
        FIRST(true, false, 1),
        MIDDLE(false, false, 0),
        LAST(false, true, 2),
        ONLY(true, true, 3);

        private final boolean first;
        private final boolean last;
        private final int flags;

        Place(boolean first, boolean last, int flags) {
            this.first = first;
            this.last = last;
            this.flags = flags;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomBytesAreAMessageOrAProtocolException(long seed) {
        Random random = new Random(seed);
        int messages = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer bytes = randomMessage(random);
            try {
                Message message = MessageCodec.decode(bytes);
                if (message instanceof AddFlow addFlow) {
                    defineOrRefuse(addFlow);
                }
                if (message.encodedBytes() <= 1404) {
                    MessageCodec.encode(message);
                }
                messages++;
            } catch (ProtocolException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        assertTrue(messages > 1000, "only " + messages + " were messages");
    }

    private static void defineOrRefuse(AddFlow addFlow) {
        try {
            addFlow.toDefinition();
        } catch (IllegalArgumentException e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }

    /** Random bytes, mostly of a known type and with the right length, so that the codecs get to see them. */
    private static ByteBuffer randomMessage(Random random) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        if (bytes.length >= 4 && random.nextInt(10) > 0) {
            bytes[0] = (byte) (random.nextBoolean() ? 1 + random.nextInt(8) : 0x40);
            bytes[2] = (byte) (bytes.length >> 8);
            bytes[3] = (byte) bytes.length;
        }
        if (bytes.length >= 194 && random.nextBoolean()) {
            bytes[192] = 0;
            bytes[193] = (byte) random.nextInt(5);
        }
        return ByteBuffer.wrap(bytes);
    }
}
