// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    @Test
    void pagesStartAtAPageAndFillIt() {
        int pageBytes = SystemCalls.pageBytes();
        NativeMemory memory = NativeMemory.allocatePages(pageBytes + 1);
        assertEquals(0, memory.address() % pageBytes);
        assertEquals(2 * pageBytes, memory.size());
    }

    @Test
    void smallMemoryIsAlignedForEveryType() {
        NativeMemory memory = NativeMemory.allocate(12);
        assertEquals(0, memory.address() % Long.BYTES);
        assertEquals(12, memory.size());
    }

    @Test
    void addressIsThatOfTheFirstByte() {
        NativeMemory memory = NativeMemory.allocatePages(64);
        memory.bytes().putLong(0, 0x0123_4567_89ab_cdefL);
        assertEquals(0x0123_4567_89ab_cdefL, new Pointer(memory.address()).getLong(0));
    }

    @Test
    void memoryIsZeroAndInNativeOrder() {
        NativeMemory memory = NativeMemory.allocatePages(1);
        assertEquals(ByteOrder.nativeOrder(), memory.bytes().order());
        for (int i = 0; i < memory.size(); i++) {
            assertTrue(memory.bytes().get(i) == 0);
        }
    }
}
