// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockMessagesTest {
    private static void assertBytes(String hex, Message message) throws ProtocolException {
        assertEquals(Hex.of(Hex.bytes(hex)), Hex.of(message));
        assertEquals(message, Hex.decode(hex));
    }

    @Test
    void requestHasItsNumber() throws ProtocolException {
        assertBytes("""
                46000014 1122334455667788
                0001 0004 00000007
                """, new ClockRequest(0x1122334455667788L, 7, false, Optional.empty()));
    }

    @Test
    void lastRequestSaysSoAndTellsHowTheClocksDiffer() throws ProtocolException {
        assertBytes(
                """
                46000038 1122334455667788
                0001 0004 00000008
                0002 0004 00000001
                0003 0018 00060a24181e4000 c059400000000000 3ef0000000000000
                """,
                new ClockRequest(
                        0x1122334455667788L, 8, true, Optional.of(new ClockLine(0x60a24181e4000L, -101, 1.0 / 65536))));
    }

    @Test
    void replyHasTheNumberOfTheRequestAndTheTime() throws ProtocolException {
        assertBytes("""
                47000020 1122334455667788
                0001 0004 00000007
                0002 0008 00060a24181e4000
                """, new ClockReply(0x1122334455667788L, 7, 0x60a24181e4000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "47000014 0000000000000001 0001 0004 00000001     | Clock Reply without item 2",
                "47000014 0000000000000001 0002 0004 00000001     | Clock Reply with item 2 of 4 bytes, shorter than 8",
                "46000008 00000001                                | Clock Request of 8 bytes is shorter than 12",
                "46000014 0000000000000001 0003 0004 00000000     | Clock Request with item 3 of 4 bytes, not 24",
                "46000028 0000000000000001 0003 0018 0000000000000000 7ff8000000000000 0000000000000000"
                        + " | Clock Request with no offset of clocks: NaN us, drift 0.0",
                "46000028 0000000000000001 0003 0018 0000000000000000 0000000000000000 7ff0000000000000"
                        + " | Clock Request with no offset of clocks: 0.0 us, drift Infinity",
                "46000028 0000000000000001 0003 0018 0000000000000000 0000000000000000 bff0000000000000"
                        + " | Clock Request with no offset of clocks: 0.0 us, drift -1.0",
            })
    void badBytesAreRefused(String hex, String reason) {
        assertEquals(
                reason,
                assertThrows(ProtocolException.class, () -> Hex.decode(hex)).getMessage());
    }

    /** 100 ppm: after 1,000,000 us the passive node's clock has got 100 us further ahead. */
    @Test
    void lineIsTheSameByBothClocks() {
        ClockLine line = new ClockLine(5_000_000, 300, 1e-4);
        assertEquals(300, line.offsetMicros(5_000_000));
        assertEquals(400, line.offsetMicros(6_000_000), 1e-9);
        assertEquals(200, line.offsetMicros(4_000_000), 1e-9);
        assertEquals(300, line.offsetMicrosByPassive(5_000_300), 1e-9);
        assertEquals(400, line.offsetMicrosByPassive(6_000_400), 1e-9);
        assertEquals(200, line.offsetMicrosByPassive(4_000_200), 1e-9);
    }
}
