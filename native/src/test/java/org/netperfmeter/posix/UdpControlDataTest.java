// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The control data of bundles, as it lies in memory on a little-endian machine. */
class UdpControlDataTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void segmentIsSixteenBits() {
        UdpControlData.putSegment(buffer, 8, 0xFFFE);
        assertEquals(24, UdpControlData.SEND_BYTES);
        assertEquals(18, buffer.getLong(8), "length without padding");
        assertEquals(17, buffer.getInt(16), "level");
        assertEquals(103, buffer.getInt(20), "type");
        assertEquals((short) 0xFFFE, buffer.getShort(24));
    }

    @Test
    void segmentOfAReceivedBundleIsFoundBehindOtherControlData() {
        ControlMessages.put(buffer, 8, 1, 29, 8);
        buffer.putInt(ControlMessages.put(buffer, 32, 17, 104, 4), 1400);
        assertEquals(24, UdpControlData.RECEIVE_BYTES);
        assertEquals(1400, UdpControlData.segmentBytes(buffer, 8, 24 + 24));
        assertEquals(0, UdpControlData.segmentBytes(buffer, 8, 24), "only the other control data");
        assertEquals(0, UdpControlData.segmentBytes(buffer, 8, 0));
    }
}
