// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory outside the Java heap that system calls read and write. It lives as long as this object is reachable. */
public final class NativeMemory {
    private final ByteBuffer bytes;
    private final long address;

    private NativeMemory(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.nativeOrder());
        this.address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
    }

    /** Zeroed memory for small structures, aligned for every type. */
    public static NativeMemory allocate(int size) {
        LibC.require();
        return new NativeMemory(ByteBuffer.allocateDirect(size));
    }

    /** Zeroed memory that starts at a page and fills its last page. */
    public static NativeMemory allocatePages(int size) {
        int pageBytes = SystemCalls.pageBytes();
        int wholePages = Math.max(1, (size + pageBytes - 1) / pageBytes) * pageBytes;
        return new NativeMemory(ByteBuffer.allocateDirect(wholePages + pageBytes)
                .alignedSlice(pageBytes)
                .slice(0, wholePages));
    }

    /** All of the memory, in native byte order until somebody changes that; for absolute access. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Address of the first byte. */
    public long address() {
        return address;
    }

    public int size() {
        return bytes.capacity();
    }
}
