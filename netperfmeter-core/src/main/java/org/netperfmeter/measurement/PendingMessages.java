// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

/**
 * Messages that wait for others before them, in order of their sequence numbers: a ring of primitive arrays, indexed by the
 * low bits of the sequence number. All sequence numbers in it lie within one capacity, which its user sees to.
 */
final class PendingMessages {
    private static final int FIRST = 1 << 31;
    private static final int LAST = 1 << 30;
    private static final int BYTES = LAST - 1;

    private int capacity;
    private int count;
    private long lowest;
    private long highest;

    private long[] present; // a bit a slot
    private int[] frameIds;
    private int[] bytesAndFlags;
    private long[] byteSequenceNumbers;
    private long[] frameArrivals;

    /** @param capacity a power of two, at least 64 */
    PendingMessages(int capacity) {
        allocate(capacity);
    }

    private void allocate(int newCapacity) {
        capacity = newCapacity;
        present = new long[newCapacity / Long.SIZE];
        frameIds = new int[newCapacity];
        bytesAndFlags = new int[newCapacity];
        byteSequenceNumbers = new long[newCapacity];
        frameArrivals = new long[newCapacity];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int capacity() {
        return capacity;
    }

    /** The lowest sequence number; if there is one. */
    long lowest() {
        return lowest;
    }

    /** The highest sequence number; if there is one. */
    long highest() {
        return highest;
    }

    boolean contains(long sequenceNumber) {
        return count > 0
                && sequenceNumber - lowest >= 0
                && highest - sequenceNumber >= 0
                && (present[word(sequenceNumber)] & 1L << sequenceNumber) != 0;
    }

    /** Grows the ring, so that sequence numbers may differ by up to this (exclusive). */
    void ensureCapacity(long span) {
        if (span <= capacity) {
            return;
        }
        PendingMessages old = new PendingMessages(this);
        allocate(Math.toIntExact(Long.highestOneBit(span - 1) << 1));
        count = 0;
        while (!old.isEmpty()) {
            long s = old.lowest();
            add(
                    s,
                    old.isFirst(s),
                    old.isLast(s),
                    old.frameId(s),
                    old.byteSequenceNumber(s),
                    old.bytes(s),
                    old.frameArrivalMicros(s));
            old.removeLowest();
        }
    }

    private PendingMessages(PendingMessages other) {
        capacity = other.capacity;
        count = other.count;
        lowest = other.lowest;
        highest = other.highest;
        present = other.present;
        frameIds = other.frameIds;
        bytesAndFlags = other.bytesAndFlags;
        byteSequenceNumbers = other.byteSequenceNumbers;
        frameArrivals = other.frameArrivals;
    }

    /** Adds a message that is not there yet. */
    void add(
            long sequenceNumber,
            boolean first,
            boolean last,
            int frameId,
            long byteSequenceNumber,
            int bytes,
            long frameArrivalMicros) {
        int slot = slot(sequenceNumber);
        present[word(sequenceNumber)] |= 1L << sequenceNumber;
        frameIds[slot] = frameId;
        bytesAndFlags[slot] = bytes | (first ? FIRST : 0) | (last ? LAST : 0);
        byteSequenceNumbers[slot] = byteSequenceNumber;
        frameArrivals[slot] = frameArrivalMicros;
        if (count == 0 || sequenceNumber - lowest < 0) {
            lowest = sequenceNumber;
        }
        if (count == 0 || sequenceNumber - highest > 0) {
            highest = sequenceNumber;
        }
        count++;
    }

    void removeLowest() {
        present[word(lowest)] &= ~(1L << lowest);
        count--;
        if (count > 0) {
            lowest = lowestAfter(lowest);
        }
    }

    /** The next message after a sequence number below {@link #highest}. */
    long lowestAfter(long sequenceNumber) {
        if (sequenceNumber - lowest < 0) {
            return lowest;
        }
        long s = sequenceNumber + 1;
        long bits = present[word(s)] & -1L << s;
        while (bits == 0) {
            s = (s | Long.SIZE - 1) + 1;
            bits = present[word(s)];
        }
        return (s & -Long.SIZE) + Long.numberOfTrailingZeros(bits);
    }

    /** The next message before a sequence number above {@link #lowest}. */
    long highestBefore(long sequenceNumber) {
        if (sequenceNumber - highest > 0) {
            return highest;
        }
        long s = sequenceNumber - 1;
        long bits = present[word(s)] & -1L >>> ~s;
        while (bits == 0) {
            s = (s & -Long.SIZE) - 1;
            bits = present[word(s)];
        }
        return (s | Long.SIZE - 1) - Long.numberOfLeadingZeros(bits);
    }

    boolean isFirst(long sequenceNumber) {
        return (bytesAndFlags[slot(sequenceNumber)] & FIRST) != 0;
    }

    boolean isLast(long sequenceNumber) {
        return (bytesAndFlags[slot(sequenceNumber)] & LAST) != 0;
    }

    int frameId(long sequenceNumber) {
        return frameIds[slot(sequenceNumber)];
    }

    long byteSequenceNumber(long sequenceNumber) {
        return byteSequenceNumbers[slot(sequenceNumber)];
    }

    int bytes(long sequenceNumber) {
        return bytesAndFlags[slot(sequenceNumber)] & BYTES;
    }

    /** When the first message of this message's frame arrived. */
    long frameArrivalMicros(long sequenceNumber) {
        return frameArrivals[slot(sequenceNumber)];
    }

    private int slot(long sequenceNumber) {
        return (int) sequenceNumber & capacity - 1;
    }

    private int word(long sequenceNumber) {
        return slot(sequenceNumber) / Long.SIZE;
    }
}
