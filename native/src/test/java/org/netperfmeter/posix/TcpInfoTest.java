// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpInfoTest {
    private static final int OFFSET = 8;

    /** Longer than any kernel's, all bits set where nothing was written. */
    private final ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

    TcpInfoTest() {
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) 0x7f);
        }
        put8(0, 1);
        put32(8, 201_000);
        put32(16, 1448);
        put32(24, 7);
        put32(60, 1500);
        put32(68, 10_250);
        put32(72, 125);
        put32(80, 10);
        put32(100, 0xffff_fffe);
        put64(120, 4_294_967_297L);
        put64(128, 1);
        put32(136, 21);
        put32(140, 22);
        put32(148, 9_999);
        put64(160, 125_000_000);
        put64(168, 3_000_000);
        put64(176, 2_000_000);
        put64(184, 1_000_000);
        put64(200, 4_294_967_300L);
        put64(208, 2896);
    }

    private void put8(int at, int value) {
        bytes.put(OFFSET + at, (byte) value);
    }

    private void put32(int at, int value) {
        bytes.putInt(OFFSET + at, value);
    }

    private void put64(int at, long value) {
        bytes.putLong(OFFSET + at, value);
    }

    private TcpInfo parse(int length) {
        return TcpInfo.parse(new StructView(bytes, OFFSET, length));
    }

    private static TcpInfo whole() {
        return new TcpInfo(
                1,
                10_250,
                125,
                9_999,
                201_000,
                10,
                1448,
                1500,
                4_294_967_300L,
                4_294_967_297L,
                1,
                2896,
                21,
                22,
                4_294_967_294L,
                7,
                125_000_000,
                3_000_000,
                2_000_000,
                1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"216", "232", "248", "500"})
    void everyFieldIsReadFromAStructureThatHasThemAll(int length) {
        assertEquals(whole(), parse(length));
    }

    @Test
    void whatAnOlderKernelDoesNotTellIsUnknown() {
        assertEquals(
                new TcpInfo(
                        1,
                        10_250,
                        125,
                        -1,
                        201_000,
                        10,
                        1448,
                        1500,
                        -1,
                        -1,
                        -1,
                        -1,
                        -1,
                        -1,
                        4_294_967_294L,
                        7,
                        -1,
                        -1,
                        -1,
                        -1),
                parse(104));
    }

    @ParameterizedTest
    @CsvSource({
        // a field is there with its last byte only
        "152, 9999, -1",
        "151, -1, -1",
        "168, 9999, 125000000",
        "167, 9999, -1",
    })
    void fieldThatIsNotThereAsAWholeIsUnknown(int length, long minRttMicros, long deliveryBytesPerSecond) {
        TcpInfo info = parse(length);
        assertEquals(minRttMicros, info.minRttMicros());
        assertEquals(deliveryBytesPerSecond, info.deliveryBytesPerSecond());
    }

    @Test
    void noAnswerMeansNothingIsKnown() {
        assertEquals(
                new TcpInfo(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), parse(0));
        assertEquals("UNKNOWN", parse(0).stateName());
    }

    @Test
    void roundTripTimesThatWereNotMeasuredAreUnknown() {
        put32(68, 0);
        put32(148, 0xffff_ffff);
        TcpInfo info = parse(232);
        assertEquals(-1, info.rttMicros());
        assertEquals(-1, info.rttVariationMicros());
        assertEquals(-1, info.minRttMicros());
    }

    @ParameterizedTest
    @CsvSource({"1, ESTABLISHED", "2, SYN_SENT", "8, CLOSE_WAIT", "11, CLOSING", "12, UNKNOWN", "0, UNKNOWN"})
    void statesHaveNames(int state, String name) {
        put8(0, state);
        assertEquals(name, parse(232).stateName());
    }
}
