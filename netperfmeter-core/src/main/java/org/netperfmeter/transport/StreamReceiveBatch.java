// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netperfmeter.posix.NativeMemory;

/** One piece of a stream. */
final class StreamReceiveBatch implements ReceiveBatch {
    /** Larger reads gain nothing. */
    static final int CAPACITY_BYTES = 128 * 1024;

    private final NativeMemory memory = NativeMemory.allocatePages(CAPACITY_BYTES);
    private int length = -1;

    StreamReceiveBatch() {
        memory.bytes().order(ByteOrder.BIG_ENDIAN);
    }

    long address() {
        return memory.address();
    }

    /** @param bytes of the piece; negative: there is none */
    void received(int bytes) {
        length = bytes;
    }

    @Override
    public ByteBuffer bytes() {
        return memory.bytes();
    }

    @Override
    public int count() {
        return length < 0 ? 0 : 1;
    }

    @Override
    public boolean isFull() {
        return length == CAPACITY_BYTES;
    }

    @Override
    public int offset(int index) {
        return 0;
    }

    @Override
    public int length(int index) {
        return length;
    }

    @Override
    public boolean endsMessage(int index) {
        return false;
    }

    @Override
    public int streamId(int index) {
        return 0;
    }

    @Override
    public long sourceHigh(int index) {
        return 0;
    }

    @Override
    public long sourceLow(int index) {
        return 0;
    }

    @Override
    public int sourcePort(int index) {
        return 0;
    }
}
