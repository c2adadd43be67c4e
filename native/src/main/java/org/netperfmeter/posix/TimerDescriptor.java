// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/**
 * A timerfd on CLOCK_MONOTONIC, which is what {@link System#nanoTime} reads on Linux. It becomes readable at its time and
 * stays so until it is armed anew.
 */
public final class TimerDescriptor implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int SECONDS = StructLayout.ITIMERSPEC_VALUE_SECONDS.value();
    private static final int NANOS = StructLayout.ITIMERSPEC_VALUE_NANOS.value();

    private final NativeMemory time = NativeMemory.allocate(StructLayout.ITIMERSPEC_BYTES.value());
    private final Descriptor descriptor;

    public TimerDescriptor() throws NativeIoException {
        int result = SystemCalls.timerfdCreate(
                OsConstant.CLOCK_MONOTONIC.value(), OsConstant.TFD_CLOEXEC.value() | OsConstant.TFD_NONBLOCK.value());
        if (result < 0) {
            throw new NativeIoException("timerfd_create", "", -result);
        }
        descriptor = new Descriptor(result);
    }

    /** The descriptor's number, -1 once closed. */
    public int number() {
        return descriptor.number();
    }

    /**
     * Sets the timer, whatever it was set to before.
     *
     * @param dueNanos {@link System#nanoTime} at which it expires, positive
     */
    public void arm(long dueNanos) throws NativeIoException {
        ByteBuffer bytes = time.bytes();
        bytes.putLong(SECONDS, dueNanos / NANOS_PER_SECOND);
        bytes.putLong(NANOS, dueNanos % NANOS_PER_SECOND);
        int result =
                SystemCalls.timerfdSettime(descriptor.number(), OsConstant.TFD_TIMER_ABSTIME.value(), time.address());
        if (result < 0) {
            throw new NativeIoException("timerfd_settime", "", -result);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
