// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.posix.SctpNotification.Meaning;

/** The structures of SCTP, compared byte by byte as they lie in memory on a little-endian machine. */
class SctpTest {
    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String hex(ByteBuffer buffer, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(String.format("%02x", buffer.get(i)));
        }
        return text.toString();
    }

    @Test
    void sendingIsDescribedCompletely() {
        ByteBuffer buffer = buffer(56);
        for (int i = 0; i < 56; i++) {
            buffer.put(i, (byte) 0xEE);
        }
        SctpControlData.putSend(buffer, 8, 0xFFFE, 0x21, 37, 1_000_000);
        assertEquals(48, SctpControlData.SEND_BYTES);
        assertEquals(
                // length 48, level 132, type 1
                "3000000000000000" + "84000000" + "01000000"
                        // stream 65534, sequence number, flags, 2 unused bytes, the identifier in network order
                        + "feff" + "0000" + "2100" + "eeee" + "00000025"
                        // context, limit, 2 fields of reception, association
                        + "00000000" + "40420f00" + "eeeeeeee" + "eeeeeeee" + "00000000",
                hex(buffer, 8, 56));
    }

    @Test
    void streamOfAReceivedMessageIsFoundBehindOtherControlData() {
        ByteBuffer buffer = buffer(8 + 24 + SctpControlData.RECEIVE_BYTES);
        ControlMessages.put(buffer, 8, 1, 29, 8);
        int data = ControlMessages.put(buffer, 32, 132, 3, 28);
        buffer.putShort(data, (short) 0xFFFE);
        assertEquals(48, SctpControlData.RECEIVE_BYTES);
        assertEquals(0xFFFE, SctpControlData.streamId(buffer, 8, 24 + 48));
        assertEquals(0, SctpControlData.streamId(buffer, 8, 24), "only the other control data");
        assertEquals(0, SctpControlData.streamId(buffer, 8, 0));
    }

    @Test
    void informationThatIsCutOffTellsNoStream() {
        ByteBuffer buffer = buffer(17);
        ControlMessages.put(buffer, 0, 132, 3, 1);
        buffer.put(16, (byte) 7);
        assertEquals(0, SctpControlData.streamId(buffer, 0, 17));
    }

    @ParameterizedTest
    @CsvSource({"0, NOTHING", "1, LOST", "2, LOST", "3, ENDED", "4, NOTHING"})
    void changesOfTheAssociationHaveTheirMeaning(int state, Meaning meaning) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer notification = buffer(30);
            notification.putShort(10, (short) 0x8001).putShort(18, (short) state);
            assertEquals(meaning, SctpNotification.meaning(notification.order(order), 10, 20));
            assertEquals(Meaning.NOTHING, SctpNotification.meaning(notification.order(order), 10, 9), "cut off");
        }
    }

    @Test
    void abortedMessageNamesItsStream() {
        ByteBuffer notification = buffer(24);
        notification.putShort(0, (short) 0x8006).putInt(16, 65534);
        assertEquals(Meaning.MESSAGE_ABORTED, SctpNotification.meaning(notification, 0, 24));
        assertEquals(65534, SctpNotification.abortedStreamId(notification.order(ByteOrder.BIG_ENDIAN), 0));
        assertEquals(Meaning.NOTHING, SctpNotification.meaning(notification, 0, 19), "cut off");
    }

    @Test
    void otherNotificationsMeanNothing() {
        ByteBuffer notification = buffer(24);
        notification.putShort(0, (short) 0x8002);
        assertEquals(Meaning.NOTHING, SctpNotification.meaning(notification, 0, 24));
        assertEquals(Meaning.NOTHING, SctpNotification.meaning(notification, 0, 1));
    }

    @Test
    void optionsAreThoseOfTheKernel() {
        assertEquals(
                "ffff0100" + "00000000", hex(SctpOptions.initMessage(65535, 1).bytes(), 0, 8));
        assertEquals("00010000000001", hex(SctpOptions.events().bytes(), 0, 7));
        NativeMemory heartbeats = SctpOptions.heartbeats(30_000);
        assertEquals(156, heartbeats.size());
        assertEquals("30750000", hex(heartbeats.bytes(), 132, 136));
        assertEquals("01000000", hex(heartbeats.bytes(), 146, 150));
    }
}
