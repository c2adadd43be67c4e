// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.Arrays;

/**
 * The order in which the messages of a flow arrive (RFC 4737): a message is reordered if one with a higher sequence number
 * has arrived before it (section 3, Type-P-Reordered); its extent is how many arrivals ago the first of those came
 * (section 4.2). Only the first copy of a message counts, further ones are duplicates. Sequence numbers begin with 0.
 *
 * <p>A message in order costs two additions. What is missing before the newest message is kept as a list of gaps, the latest
 * {@value #MAX_GAPS} of them: one that arrives for an older gap counts as duplicate. So time and memory are bounded whatever
 * a peer sends.
 */
final class ArrivalOrder {
    static final int MAX_GAPS = 4096;

    private static final int INITIAL_PLACES = 16;

    /** So many more than gaps that these are moved to the front once in a thousand times. 24 bytes each. */
    private static final int MAX_PLACES = MAX_GAPS + MAX_GAPS / 4;

    /** One more than the highest sequence number so far. */
    private long next;
    /** First copies that have arrived. */
    private long arrivals;

    private long duplicates;
    private long reordered;
    private long extentSum;
    private long maxExtent;

    /** Gaps in ascending order, from one place on: the first number that is missing, and the first behind it that is not. */
    private long[] gapStarts = {};

    private long[] gapEnds = {};
    /** The number of the arrival that opened the gap: the first one beyond it. */
    private long[] gapArrivals = {};

    private int firstPlace;
    private int gaps;

    void received(long sequenceNumber) {
        long ahead = sequenceNumber - next;
        if (ahead >= 0) {
            arrivals++;
            if (ahead > 0) {
                insertGap(gaps, next, sequenceNumber, arrivals);
            }
            next = sequenceNumber + 1;
        } else {
            receivedBehind(sequenceNumber);
        }
    }

    private void receivedBehind(long sequenceNumber) {
        int gap = gapAtOrBefore(sequenceNumber);
        if (gap < 0 || sequenceNumber - gapEnds[firstPlace + gap] >= 0) {
            duplicates++;
            return;
        }
        arrivals++;
        reordered++;
        long extent = arrivals - gapArrivals[firstPlace + gap];
        extentSum += extent;
        maxExtent = Math.max(maxExtent, extent);
        fill(gap, sequenceNumber);
    }

    /** The last gap that begins with this number or before; -1 if there is none. */
    private int gapAtOrBefore(long sequenceNumber) {
        int low = 0;
        int high = gaps;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sequenceNumber - gapStarts[firstPlace + middle] >= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private void fill(int gap, long sequenceNumber) {
        int place = firstPlace + gap;
        long start = gapStarts[place];
        long end = gapEnds[place];
        if (end - start == 1) {
            removeGap(gap);
        } else if (sequenceNumber == start) {
            gapStarts[place]++;
        } else {
            gapEnds[place] = sequenceNumber;
            if (sequenceNumber + 1 != end) {
                insertGap(gap + 1, sequenceNumber + 1, end, gapArrivals[place]);
            }
        }
    }

    private void insertGap(int index, long start, long end, long arrival) {
        int at = index;
        if (gaps == MAX_GAPS) {
            removeGap(0);
            at--;
        }
        if (firstPlace + gaps == gapStarts.length) {
            makeRoom();
        }
        int place = firstPlace + at;
        moveGaps(place, place + 1);
        gapStarts[place] = start;
        gapEnds[place] = end;
        gapArrivals[place] = arrival;
        gaps++;
    }

    private void removeGap(int index) {
        if (index == 0) {
            firstPlace++;
        } else {
            moveGaps(firstPlace + index + 1, firstPlace + index);
        }
        gaps--;
    }

    /** Behind the last gap: by moving all to the front, if that is worth it. */
    private void makeRoom() {
        int places = gapStarts.length;
        if (firstPlace > 0 && firstPlace >= places / 5) {
            moveGaps(firstPlace, 0);
            firstPlace = 0;
        } else {
            int more = Math.min(MAX_PLACES, Math.max(INITIAL_PLACES, 2 * places));
            gapStarts = Arrays.copyOf(gapStarts, more);
            gapEnds = Arrays.copyOf(gapEnds, more);
            gapArrivals = Arrays.copyOf(gapArrivals, more);
        }
    }

    /** Moves all gaps from a place on. */
    private void moveGaps(int from, int to) {
        int moved = firstPlace + gaps - from;
        System.arraycopy(gapStarts, from, gapStarts, to, moved);
        System.arraycopy(gapEnds, from, gapEnds, to, moved);
        System.arraycopy(gapArrivals, from, gapArrivals, to, moved);
    }

    /** One more than the highest sequence number so far; 0 at the beginning. */
    long next() {
        return next;
    }

    long duplicates() {
        return duplicates;
    }

    long reordered() {
        return reordered;
    }

    /** 0 if no message was reordered. */
    double meanExtent() {
        return reordered == 0 ? 0 : (double) extentSum / reordered;
    }

    long maxExtent() {
        return maxExtent;
    }
}
