// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.IntCountsHistogram;
import org.HdrHistogram.ShortCountsHistogram;

/**
 * The distribution of times, in ticks of any length, of any sign. Written by one thread, and read by one other only after
 * that has ended: taking consistent copies meanwhile would cost each recording more than the recording itself.
 *
 * <p>HdrHistogram has a resolution that is relative to the value, and knows no negative values. So it keeps heights above a
 * base a little below the minimum: an offset between two clocks costs no resolution. A value below the base moves the base
 * down, and all counts up, each by a multiple of the width of its bucket, so that the bucket lies within one of the new
 * ones. What is missing to the whole way it goes the next time: however often the base moves, no error adds up while the
 * buckets have the same width, and it is at most that width. With all the widths that a value had before, and half of its
 * last for the place within the bucket, it is off by 2.5 times the last at most: less than 2 percent of its height.
 *
 * <p>Memory grows with what is recorded: 1 KB at the beginning, 3 KB for 10,000 values within 20,000 ticks, twice that
 * from {@value Short#MAX_VALUE} values on.
 */
final class TimeHistogram {
    /** Buckets have a width of 1 up to a height of 255, of less than 1/127 of the height beyond. */
    private static final int SIGNIFICANT_DIGITS = 2;

    /** How far the base goes below a new minimum at least, so that the next slightly lower one does not move it again. */
    private static final long MARGIN = 64;

    /** After so many moves the margin doubles: a peer whose delays sink for ever is not to keep its receiver busy. */
    private static final int MOVES_A_MARGIN = 64;

    private static final int MAX_MARGIN_DOUBLINGS = 50;

    /** Heights above count as this one: a peer's time stamps may say anything. In microseconds, 12 days. */
    static final long MAX_HEIGHT = 1L << 40;

    /** So that differences do not overflow. */
    private static final long MAX_VALUE = 1L << 61;

    static {
        // Loads the classes that the first values need here, where it makes no frame late.
        TimeHistogram trial = new TimeHistogram();
        trial.record(0);
        trial.record(1 << 20);
        trial.record(-1 << 20);
        trial.summary(1);
    }

    /** The value that was recorded last, and how often it came since another one, which is not booked yet. */
    private long repeated;

    private long repetitions;

    private AbstractHistogram heights;
    /** More values need wider counters. */
    private long capacity;

    private long base;
    /** How often the base has moved, and how far in all. */
    private int moves;

    private long descent;
    private long first;
    private long count;
    private long min;
    private long max;

    // Relative to the first value, by Welford's method: neither a large offset nor a long run costs precision.
    private double mean;
    private double squares;

    /** Messages that are sent and received together have the same times: these cost little. */
    void record(long ticks) {
        if (ticks != repeated) {
            bookRepetitions();
            repeated = ticks;
        }
        repetitions++;
    }

    private void bookRepetitions() {
        if (repetitions > 0) {
            book(Math.max(-MAX_VALUE, Math.min(MAX_VALUE, repeated)), repetitions);
            repetitions = 0;
        }
    }

    private void book(long value, long times) {
        if (count == 0) {
            begin(value);
        } else if (value < base) {
            moveBaseBelow(value);
        }
        count += times;
        if (count > capacity) {
            widen();
        }
        heights.recordValueWithCount(height(value), times);
        min = Math.min(min, value);
        max = Math.max(max, value);
        double relative = value - first;
        double deviation = relative - mean;
        mean += deviation * times / count;
        squares += deviation * (relative - mean) * times;
    }

    private void begin(long value) {
        base = value - MARGIN;
        first = value;
        min = value;
        max = value;
        widen();
    }

    private long height(long value) {
        return Math.min(value - base, MAX_HEIGHT);
    }

    private void widen() {
        AbstractHistogram narrow = heights;
        heights = empty();
        if (narrow != null) {
            heights.add(narrow);
        }
    }

    /** Of counters that are wide enough: most flows of many are content with short ones. */
    private AbstractHistogram empty() {
        if (count <= Short.MAX_VALUE) {
            capacity = Short.MAX_VALUE;
            return new ShortCountsHistogram(SIGNIFICANT_DIGITS);
        } else if (count <= Integer.MAX_VALUE) {
            capacity = Integer.MAX_VALUE;
            return new IntCountsHistogram(SIGNIFICANT_DIGITS);
        }
        capacity = Long.MAX_VALUE;
        return new Histogram(SIGNIFICANT_DIGITS);
    }

    private void moveBaseBelow(long value) {
        long margin = MARGIN << Math.min(moves / MOVES_A_MARGIN, MAX_MARGIN_DOUBLINGS);
        long before = descent;
        descent += base - (value - margin);
        base = value - margin;
        moves++;
        AbstractHistogram old = heights;
        heights = empty();
        for (HistogramIterationValue bucket : old.recordedValues()) {
            long lowest = old.lowestEquivalentValue(bucket.getValueIteratedTo());
            long width = old.sizeOfEquivalentValueRange(lowest);
            long rise = roundedTo(width, descent) - roundedTo(width, before);
            heights.recordValueWithCount(
                    Math.min(lowest + rise, MAX_HEIGHT), bucket.getCountAddedInThisIterationStep());
        }
    }

    private static long roundedTo(long width, long ticks) {
        return Math.floorDiv(ticks + width / 2, width) * width;
    }

    /** @param ticksPerMicro how many ticks a microsecond has */
    TimeSummary summary(double ticksPerMicro) {
        bookRepetitions();
        return count == 0
                ? TimeSummary.NONE
                : new TimeSummary(
                        count,
                        min / ticksPerMicro,
                        (first + mean) / ticksPerMicro,
                        Math.sqrt(squares / count) / ticksPerMicro,
                        percentile(500) / ticksPerMicro,
                        percentile(900) / ticksPerMicro,
                        percentile(990) / ticksPerMicro,
                        percentile(999) / ticksPerMicro,
                        max / ticksPerMicro);
    }

    /** The middle of its bucket, but never beyond the extremes, which are known. */
    private long percentile(int perMille) {
        if (count < 1000 && count * (1000 - perMille) < 1000) {
            return max;
        }
        long value = base + heights.medianEquivalentValue(heights.getValueAtPercentile(perMille / 10.0));
        return Math.max(min, Math.min(max, value));
    }

    /** @param ticksPerMicro how many ticks a microsecond has */
    TimeBins bins(double ticksPerMicro) {
        bookRepetitions();
        TimeBins bins = new TimeBins(ticksPerMicro);
        if (count > 0) {
            for (HistogramIterationValue bucket : heights.recordedValues()) {
                long height = bucket.getValueIteratedTo();
                bins.add(
                        base + heights.lowestEquivalentValue(height),
                        base + heights.nextNonEquivalentValue(height),
                        bucket.getCountAddedInThisIterationStep());
            }
        }
        return bins;
    }

    /** How often the base has moved. */
    int moves() {
        bookRepetitions();
        return moves;
    }

    /** Bytes that it takes, in about. */
    int bytes() {
        bookRepetitions();
        return count == 0 ? 0 : heights.getEstimatedFootprintInBytes();
    }
}
