// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries rows of a flow's vector from its receiving thread to the writer: single producer, single consumer, fixed-size
 * records, no allocation, no lock.
 *
 * <p>Only messages received between {@link #start} and {@link #stop} are recorded, and those not earlier than the first
 * statistics event; all others leave no trace here. Of the recorded time, rows that are left out are counted.
 *
 * <p>Thinning: when a row is offered to a ring that is more than half full, and the writer is not catching up, the distance n
 * of the recorded messages doubles; not again before the writer has emptied half a ring. It never shrinks: from then on rows
 * are spread evenly. Until n suffices, rows that find no room are left out as well.
 */
public final class VectorRing {
    private static final int RECORD_LONGS = 11;
    private static final long NOT_STARTED = Long.MAX_VALUE;
    private static final long STOPPED = Long.MIN_VALUE;
    private static final int PUBLISHED_ROWS = 256;
    private static final int SPINS_BEFORE_PARK = 100;
    private static final long PARK_NANOS = 20_000;

    private final int capacity;
    private final VectorOverflow overflow;
    private final long[] records;

    // Rows ever taken out, written by the consumer; rows ever put in, written by the producer.
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong omittedRows = new AtomicLong();
    private final AtomicLong thinning = new AtomicLong(1);
    private final AtomicLong rowsBeforeStart = new AtomicLong();
    private volatile long originMicros = NOT_STARTED;
    private volatile boolean closed;

    // Of the producer only.
    private boolean recording;
    private long knownHead;
    private long checkedHead;
    private long peakRows;

    /** @param capacityRows a power of two, at least 2; each row takes 88 bytes */
    public VectorRing(int capacityRows, VectorOverflow overflow) {
        if (capacityRows < 2 || Integer.bitCount(capacityRows) != 1) {
            throw new IllegalArgumentException("ring capacity must be a power of two: " + capacityRows);
        }
        this.capacity = capacityRows;
        this.overflow = overflow;
        records = new long[Math.multiplyExact(capacityRows, RECORD_LONGS)];
        checkedHead = -capacityRows / 2;
    }

    /** Any thread: the measurement has started; messages received from this moment on are recorded. */
    public void start(long firstEventMicros) {
        originMicros = firstEventMicros;
    }

    /** Any thread: the measurement has stopped; nothing more is recorded. What is in the ring stays for the writer. */
    public void stop() {
        originMicros = STOPPED;
    }

    /** Any thread: nobody will empty the ring any more, so that nobody must wait for it. */
    public void close() {
        closed = true;
        stop();
    }

    /**
     * Producer: one received message. Depending on the overflow rule the row may be left out, and is counted then.
     *
     * @see FlowVector#row
     */
    public void offer(
            long absMicros,
            long sequenceNumber,
            long absBytes,
            long absPackets,
            long absFrames,
            long relBytes,
            long relFrames,
            long delayMicros,
            long delayDifferenceMicros,
            double jitterMillis) {
        long origin = originMicros;
        if (origin == STOPPED || !isRecording(absMicros, origin)) {
            return;
        }
        if (!isChosen(absPackets) || !hasRoom()) {
            omittedRows.lazySet(omittedRows.getPlain() + 1);
            return;
        }
        long row = tail.getPlain();
        int at = recordStart(row);
        records[at] = absMicros;
        records[at + 1] = absMicros - origin;
        records[at + 2] = sequenceNumber;
        records[at + 3] = absBytes;
        records[at + 4] = absPackets;
        records[at + 5] = absFrames;
        records[at + 6] = relBytes;
        records[at + 7] = relFrames;
        records[at + 8] = delayMicros;
        records[at + 9] = delayDifferenceMicros;
        records[at + 10] = Double.doubleToRawLongBits(jitterMillis);
        tail.lazySet(row + 1);
    }

    /** Once the first row has been recorded a clock that is set back cannot end the recording. */
    private boolean isRecording(long absMicros, long origin) {
        if (!recording && (origin == NOT_STARTED || absMicros < origin)) {
            rowsBeforeStart.lazySet(rowsBeforeStart.getPlain() + 1);
            return false;
        }
        recording = true;
        return true;
    }

    private boolean isChosen(long absPackets) {
        return (absPackets - 1 & thinning.getPlain() - 1) == 0;
    }

    private boolean hasRoom() {
        long used = usedRows();
        if (overflow == VectorOverflow.THIN) {
            adaptThinning(used);
        } else if (overflow == VectorOverflow.BLOCK && used == capacity) {
            return awaitRoom();
        }
        return used < capacity;
    }

    /** Exact when the ring is at least a quarter full; else not more than a quarter. */
    private long usedRows() {
        if (tail.getPlain() - knownHead > capacity / 4) {
            knownHead = head.getAcquire();
        }
        return tail.getPlain() - knownHead;
    }

    private void adaptThinning(long used) {
        if (used <= capacity / 4) {
            peakRows = 0;
            return;
        }
        peakRows = Math.max(peakRows, used);
        if (used > capacity / 2 && knownHead - checkedHead >= capacity / 2) {
            boolean writerCatchesUp = used < peakRows - capacity / 8;
            if (!writerCatchesUp) {
                thinning.lazySet(2 * thinning.getPlain());
            }
            checkedHead = knownHead;
            peakRows = used;
        }
    }

    private boolean awaitRoom() {
        for (int spins = 0; usedRows() == capacity; spins++) {
            if (closed) {
                return false;
            }
            if (spins < SPINS_BEFORE_PARK) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
        return true;
    }

    /** Consumer: formats all rows that are there. Returns how many. */
    public int drainTo(FlowVector vector) throws IOException {
        long first = head.getPlain();
        long end = tail.getAcquire();
        long row = first;
        try {
            while (row < end) {
                write(recordStart(row), vector);
                row++;
                if (row % PUBLISHED_ROWS == 0) {
                    head.setRelease(row);
                }
            }
        } finally {
            head.setRelease(row);
        }
        return (int) (end - first);
    }

    private void write(int at, FlowVector vector) throws IOException {
        vector.row(
                records[at],
                records[at + 1],
                records[at + 2],
                records[at + 3],
                records[at + 4],
                records[at + 5],
                records[at + 6],
                records[at + 7],
                records[at + 8],
                records[at + 9],
                Double.longBitsToDouble(records[at + 10]));
    }

    private int recordStart(long row) {
        return (int) (row & capacity - 1) * RECORD_LONGS;
    }

    /** Any thread: messages that came before the measurement started. They are counted, but have no rows. */
    public long rowsBeforeStart() {
        return rowsBeforeStart.get();
    }

    /** Any thread: rows left out so far. */
    public long omittedRows() {
        return omittedRows.get();
    }

    /** Any thread: every n-th message is recorded now; 1 unless thinned. */
    public long thinning() {
        return thinning.get();
    }
}
