// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns a file descriptor. However many threads close it, the kernel's close happens once, for the number may belong to
 * somebody else right after. A thread that uses the number while another closes it is the owner's fault.
 */
public final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    Descriptor(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        this.number = new AtomicInteger(number);
    }

    /** The descriptor's number, -1 once closed. */
    public int number() {
        return number.get();
    }

    /** Another number for the same open file, to be closed on its own. */
    public Descriptor duplicate() throws NativeIoException {
        int result = SystemCalls.dup(number());
        if (result < 0) {
            throw new NativeIoException("dup", "descriptor", -result);
        }
        return new Descriptor(result);
    }

    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            // Its result can't be acted on: the descriptor is gone in any case.
            int ignored = SystemCalls.close(open);
        }
    }
}
