// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A block of counters with one writing thread, of which any thread takes consistent copies: a sequence lock. The writer
 * never waits and never allocates.
 *
 * <p>Why this is correct under the Java memory model, although the counters are plain array elements: the sequence is odd
 * while the writer is inside an update.
 *
 * <ul>
 *   <li>Writer: the store of the odd number precedes all stores of the update ({@code storeStoreFence}), and all of them
 *       precede the store of the even number ({@code setRelease}).
 *   <li>Reader: its first read of the sequence precedes its reads of the counters ({@code getAcquire}), which precede its
 *       second read of the sequence ({@code acquireFence}).
 * </ul>
 *
 * If the reader sees any value of an update, its second read of the sequence therefore sees at least that update's odd
 * number; if its first read saw the even number of an update, it sees all values of that update. Equal even numbers at both
 * reads mean that no store came in between: the copy is one moment's. Anything else, torn 64-bit values included, is thrown
 * away. {@link java.util.concurrent.locks.StampedLock}'s optimistic reads rest on the same fences.
 */
final class SequencedCounters {
    private static final VarHandle SEQUENCE;

    static {
        try {
            SEQUENCE = MethodHandles.lookup().findVarHandle(SequencedCounters.class, "sequence", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int SPINS_BEFORE_PARK = 100;
    private static final long PARK_NANOS = 1000;

    private final long[] values;
    private long sequence;

    SequencedCounters(int size) {
        values = new long[size];
    }

    /** Writer: what follows becomes visible at once, at {@link #endUpdate}. Must not throw in between. */
    void beginUpdate() {
        SEQUENCE.setOpaque(this, sequence + 1);
        VarHandle.storeStoreFence();
    }

    /** Writer: publishes the update. */
    void endUpdate() {
        SEQUENCE.setRelease(this, sequence + 1);
    }

    /** Writer, within an update. */
    void set(int index, long value) {
        values[index] = value;
    }

    /** Writer, within an update. */
    void add(int index, long increase) {
        values[index] += increase;
    }

    /** Writer: the present value. */
    long get(int index) {
        return values[index];
    }

    /** Any thread: all counters as they were at one moment. */
    long[] copy() {
        for (int attempt = 1; ; attempt++) {
            long before = (long) SEQUENCE.getAcquire(this);
            if ((before & 1) == 0) {
                long[] copy = values.clone();
                VarHandle.acquireFence();
                if ((long) SEQUENCE.getOpaque(this) == before) {
                    return copy;
                }
            }
            if (attempt % SPINS_BEFORE_PARK == 0) {
                // The writer may have lost its CPU in the middle of an update.
                LockSupport.parkNanos(this, PARK_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
