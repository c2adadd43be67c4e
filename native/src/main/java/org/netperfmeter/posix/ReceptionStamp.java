// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/**
 * When the kernel received a message, as control data (socket(7): SO_TIMESTAMPNS). That is a time of day; since it may be set
 * at any moment, only the time that has passed since is told. Allocates nothing. For one thread.
 */
public final class ReceptionStamp {
    /** The kernel does not tell. */
    public static final long UNKNOWN = -1;

    /** Room for what the kernel writes if asked for SO_TIMESTAMPNS. */
    public static final int RECEIVE_BYTES = ControlMessages.space(StructLayout.TIMESPEC_BYTES.value());

    private static final int LEVEL = OsConstant.SOL_SOCKET.value();
    private static final int STAMP = OsConstant.SO_TIMESTAMPNS.value();
    private static final int REALTIME = OsConstant.CLOCK_REALTIME.value();
    private static final int SECONDS = StructLayout.TIMESPEC_SECONDS.value();
    private static final int NANOS = StructLayout.TIMESPEC_NANOS.value();
    private static final int MAX_READINGS = 3;
    private static final long UNDISTURBED_NANOS = 2_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final NativeMemory now = NativeMemory.allocate(StructLayout.TIMESPEC_BYTES.value());
    private long nowNanos;
    private long readNanos;

    /** From now on, ages are those at this moment. Both clocks are read again if something has come in between. */
    public void readClock() {
        long shortestNanos = Long.MAX_VALUE;
        for (int i = 0; i < MAX_READINGS && shortestNanos > UNDISTURBED_NANOS; i++) {
            long before = System.nanoTime();
            int ignored = SystemCalls.clockGettime(REALTIME, now.address());
            long durationNanos = System.nanoTime() - before;
            if (durationNanos < shortestNanos) {
                shortestNanos = durationNanos;
                readNanos = before + durationNanos / 2;
                nowNanos = nanos(now.bytes(), 0);
            }
        }
    }

    /**
     * {@link #readClock}, unless none of so many slots, which have just been received, has any control data. Returns whether
     * one has.
     */
    public boolean readClock(MessageVector vector, int slots) {
        for (int slot = 0; slot < slots; slot++) {
            if (vector.controlLength(slot) > 0) {
                readClock();
                return true;
            }
        }
        return false;
    }

    /** {@link System#nanoTime} at the last {@link #readClock}. */
    public long readNanos() {
        return readNanos;
    }

    /**
     * Nanoseconds between reception and the last {@link #readClock}; 0 if the clock was set back in between;
     * {@link #UNKNOWN} if the control data does not tell.
     */
    public long ageNanos(ByteBuffer buffer, int offset, int length) {
        int end = offset + length;
        for (int at = offset; ControlMessages.isPresent(buffer, at, end); at = ControlMessages.next(buffer, at)) {
            if (isStamp(buffer, at)) {
                return Math.max(0, nowNanos - nanos(buffer, ControlMessages.dataOffset(at)));
            }
        }
        return UNKNOWN;
    }

    private static boolean isStamp(ByteBuffer buffer, int at) {
        return ControlMessages.level(buffer, at) == LEVEL
                && ControlMessages.type(buffer, at) == STAMP
                && ControlMessages.dataBytes(buffer, at) >= StructLayout.TIMESPEC_BYTES.value();
    }

    private static long nanos(ByteBuffer time, int offset) {
        return time.getLong(offset + SECONDS) * NANOS_PER_SECOND + time.getLong(offset + NANOS);
    }
}
