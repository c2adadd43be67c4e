// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MptcpInfoTest {
    private final ByteBuffer bytes = ByteBuffer.allocate(MptcpInfo.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void olderKernelsDoNotCountTheFirstSubflow() {
        bytes.put(0, (byte) 2);
        assertEquals(new MptcpInfo(3, false), MptcpInfo.parse(bytes, 80));
    }

    @Test
    void newerKernelsCountAllSubflows() {
        bytes.put(0, (byte) 2);
        bytes.put(80, (byte) 2);
        assertEquals(new MptcpInfo(2, false), MptcpInfo.parse(bytes, 81));
    }

    @Test
    void fallBackIsAFlag() {
        bytes.putInt(8, 3);
        assertEquals(new MptcpInfo(1, true), MptcpInfo.parse(bytes, 80));
        bytes.putInt(8, 2);
        assertEquals(new MptcpInfo(1, false), MptcpInfo.parse(bytes, 80));
    }
}
