// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory all bytes that wait to be compressed may take together. For any thread. */
final class BlockMemory {
    private static final int SHARE_OF_HEAP = 8;

    /** Of this process. */
    static final BlockMemory SHARED = new BlockMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    BlockMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes so many bytes if they are to be had. Returns whether they were. */
    boolean take(int bytes) {
        if (usedBytes.addAndGet(bytes) > maxBytes) {
            give(bytes);
            return false;
        }
        return true;
    }

    /** So many bytes are free again. */
    void give(int bytes) {
        usedBytes.addAndGet(-bytes);
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
