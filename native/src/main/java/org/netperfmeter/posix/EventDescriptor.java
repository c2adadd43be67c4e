// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/** An eventfd: readable from a {@link #signal} until {@link #drain}. Any thread signals, also while another closes. */
public final class EventDescriptor implements AutoCloseable {
    private static final long ONE = 1;

    private final NativeMemory increment = NativeMemory.allocate(Long.BYTES);
    private final NativeMemory counter = NativeMemory.allocate(Long.BYTES);
    private final Descriptor descriptor;

    public EventDescriptor() throws NativeIoException {
        int result = SystemCalls.eventfd(0, OsConstant.EFD_CLOEXEC.value() | OsConstant.EFD_NONBLOCK.value());
        if (result < 0) {
            throw new NativeIoException("eventfd", "", -result);
        }
        descriptor = new Descriptor(result);
        increment.bytes().putLong(0, ONE);
    }

    /** The descriptor's number, -1 once closed. */
    public int number() {
        return descriptor.number();
    }

    /**
     * Makes the descriptor readable; nothing once closed. Holds the lock that {@link #close} takes, so that the write can't
     * hit a descriptor that got the number meanwhile.
     */
    public synchronized void signal() {
        if (descriptor.number() >= 0) {
            // EAGAIN: the counter is full, so the descriptor is readable already.
            int ignored = SystemCalls.write(descriptor.number(), increment.address(), Long.BYTES);
        }
    }

    /** Makes the descriptor unreadable; returns whether it was readable. */
    public synchronized boolean drain() {
        return descriptor.number() >= 0
                && SystemCalls.read(descriptor.number(), counter.address(), Long.BYTES) == Long.BYTES;
    }

    @Override
    public synchronized void close() {
        descriptor.close();
    }
}
