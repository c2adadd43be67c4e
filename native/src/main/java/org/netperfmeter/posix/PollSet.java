// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/** A few descriptors to wait for with poll. One thread uses it. A wait allocates nothing. */
public final class PollSet {
    private static final int ENTRY_BYTES = StructLayout.POLLFD_BYTES.value();
    private static final int DESCRIPTOR = StructLayout.POLLFD_DESCRIPTOR.value();
    private static final int EVENTS = StructLayout.POLLFD_EVENTS.value();
    private static final int REVENTS = StructLayout.POLLFD_REVENTS.value();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int size;
    private final NativeMemory memory;
    private final ByteBuffer bytes;

    public PollSet(int size) {
        this.size = size;
        memory = NativeMemory.allocate(size * ENTRY_BYTES);
        bytes = memory.bytes();
    }

    /**
     * Sets an entry.
     *
     * @param fd negative: the entry is ignored
     * @param events bits POLLIN and POLLOUT; POLLERR, POLLHUP and POLLNVAL are always reported
     */
    public void set(int index, int fd, int events) {
        bytes.putInt(index * ENTRY_BYTES + DESCRIPTOR, fd);
        bytes.putShort(index * ENTRY_BYTES + EVENTS, (short) events);
    }

    /**
     * Waits for the first event.
     *
     * @param deadlineNanos {@link System#nanoTime} at which to give up, to the next millisecond; Long.MAX_VALUE: never
     * @return how many descriptors have an event; 0 after the deadline
     */
    public int await(long deadlineNanos) throws NativeIoException {
        int result;
        do {
            result = SystemCalls.poll(memory.address(), size, timeoutMillis(deadlineNanos));
        } while (result == -Errno.EINTR.number());
        if (result < 0) {
            throw new NativeIoException("poll", "", -result);
        }
        return result;
    }

    private static int timeoutMillis(long deadlineNanos) {
        if (deadlineNanos == Long.MAX_VALUE) {
            return -1;
        }
        long remainingNanos = deadlineNanos - System.nanoTime();
        long roundedUp = (remainingNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, roundedUp));
    }

    /** What happened at entry {@code index}: POLLIN, POLLOUT, POLLERR, POLLHUP, POLLNVAL. */
    public int events(int index) {
        return bytes.getShort(index * ENTRY_BYTES + REVENTS);
    }
}
