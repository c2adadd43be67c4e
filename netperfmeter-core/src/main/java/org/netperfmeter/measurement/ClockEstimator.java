// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.measurement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.wire.ClockLine;

/**
 * Estimates how two clocks differ: a line, and how far that may be off.
 *
 * <p>The line is what is likely. It goes through the best sample near the first one, and the best near the last one; if that
 * is the same, or if the two are too near to each other to show a drift, it has none. Best is the one with the smallest
 * error, to which {@link #AGING} is added for the time between (as RFC 5905 does): so answers that waited in the queues of a
 * full network do not bend a line through those of a quiet moment.
 *
 * <p>How far it may be off is certain, whatever part of its round trip each way took, if both clocks run evenly, at rates that
 * differ by {@link #MAX_DRIFT} at most. Of two samples with errors e and f, the drift is known to (e + f) / (time between
 * them); the pair counts that tells most. At a sample the offset is known to its error, and away from that to the error of the
 * drift more for the time between; at the first exchange, and at the last, the sample counts that tells most. In between
 * nothing is worse, since the truth is a line as well.
 *
 * <p>If the clocks do not run evenly, nothing is certain: then both errors grow as far as samples contradict the line. A clock
 * that was set by more than {@link #JUMP_MICROS} ends what was known, unless answers took so long, or a drift may have
 * brought the clocks so far meanwhile, that it cannot be told.
 *
 * <p>Not for several threads at once.
 */
public final class ClockEstimator {
    /** 500 ppm: what Linux corrects a clock by at most (adjtimex(2)), and much more than a quartz is off. */
    static final double MAX_DRIFT = 5e-4;

    /** 15 ppm: frequency tolerance of RFC 5905, section 4. */
    private static final double AGING = 15e-6;

    /** What is off by more than can be explained and this has been set. */
    private static final double JUMP_MICROS = 1000;

    private static final int MAX_SAMPLES = 1024;

    /** In their order. */
    private final List<ClockSample> samples = new ArrayList<>();

    private ClockSample first;
    private ClockSample early;
    private ClockSample late;
    private ClockSample last;
    private long minRoundTripMicros;
    private long exchanges;
    private int jumps;

    /** Takes the outcome of an exchange. */
    public void add(ClockSample sample) {
        if (!sample.isPossible()) {
            return;
        }
        if (first != null && isJump(sample)) {
            clockWasSet();
        }
        if (first == null) {
            begin(sample);
        } else {
            last = sample;
            early = ageingError(sample, first) < ageingError(early, first) ? sample : early;
            late = ageingError(sample, last) < ageingError(late, last) ? sample : late;
            minRoundTripMicros = Math.min(minRoundTripMicros, sample.roundTripMicros());
        }
        exchanges++;
        samples.add(sample);
        if (samples.size() > MAX_SAMPLES) {
            thin();
        }
    }

    /** Ends what was known. To be called if something else than an answer shows that one of the clocks was set. */
    public void clockWasSet() {
        jumps++;
        first = null;
    }

    private void begin(ClockSample sample) {
        samples.clear();
        exchanges = 0;
        first = sample;
        early = sample;
        late = sample;
        last = sample;
        minRoundTripMicros = sample.roundTripMicros();
    }

    private static double ageingError(ClockSample sample, ClockSample near) {
        return sample.errorMicros() + AGING * distanceMicros(sample, near);
    }

    private static double distanceMicros(ClockSample one, ClockSample other) {
        return Math.abs((double) one.atMicros() - other.atMicros());
    }

    /** The sample before may be a slow one, which explains much. */
    private boolean isJump(ClockSample sample) {
        return last.atMicros() - sample.atMicros() > JUMP_MICROS
                || isJump(last, sample)
                || isJump(late, sample)
                || isJump(early, sample);
    }

    /** Whether even the greatest drift cannot have brought the clocks there. */
    private static boolean isJump(ClockSample from, ClockSample to) {
        double explainedMicros = from.errorMicros() + to.errorMicros() + MAX_DRIFT * distanceMicros(from, to);
        return Math.abs(to.offsetMicros() - from.offsetMicros()) > explainedMicros + JUMP_MICROS;
    }

    /** Of every two samples that one stays with which the line agrees less, and those that it goes through. */
    private void thin() {
        ClockLine line = line();
        List<ClockSample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            ClockSample one = samples.get(i);
            // The newest may be without a partner.
            ClockSample next = samples.get(Math.min(i + 1, samples.size() - 1));
            kept.add(weight(line, one) >= weight(line, next) ? one : next);
        }
        samples.clear();
        samples.addAll(kept);
    }

    private double weight(ClockLine line, ClockSample sample) {
        return sample.equals(early) || sample.equals(late)
                ? Double.POSITIVE_INFINITY
                : contradictionMicros(line, sample);
    }

    /** What is known by now; nothing without a sample. */
    public Optional<ClockEstimate> estimate() {
        if (first == null) {
            return Optional.empty();
        }
        ClockLine line = line();
        double driftError = driftError(line.drift());
        double errorMicros = Math.max(errorMicros(line, driftError, first), errorMicros(line, driftError, last));
        double excessMicros = samples.stream()
                        .mapToDouble(sample -> contradictionMicros(line, sample))
                        .max()
                        .orElseThrow()
                - errorMicros;
        if (excessMicros > 0) {
            errorMicros += excessMicros;
            driftError = Math.min(
                    driftError + 2 * excessMicros / distanceMicros(first, last), MAX_DRIFT + Math.abs(line.drift()));
        }
        return Optional.of(new ClockEstimate(line, errorMicros, driftError, minRoundTripMicros, exchanges, jumps));
    }

    private ClockLine line() {
        double drift = slope(early, late);
        if (slopeError(early, late) < MAX_DRIFT && Math.abs(drift) <= MAX_DRIFT) {
            double sinceFirstMicros = early.atMicros() - first.atMicros();
            return new ClockLine(first.atMicros(), early.offsetMicros() - drift * sinceFirstMicros, drift);
        }
        ClockSample best = early.errorMicros() < late.errorMicros() ? early : late;
        return new ClockLine(first.atMicros(), best.offsetMicros(), 0);
    }

    private static double slope(ClockSample one, ClockSample other) {
        return (other.offsetMicros() - one.offsetMicros()) / (other.atMicros() - one.atMicros());
    }

    private static double slopeError(ClockSample one, ClockSample other) {
        return (one.errorMicros() + other.errorMicros()) / distanceMicros(one, other);
    }

    /** What the true drift may be away from this one at most. */
    private double driftError(double drift) {
        double least = MAX_DRIFT + Math.abs(drift);
        List<ClockSample> backwards = new ArrayList<>(samples);
        Collections.reverse(backwards);
        List<ClockSample> ends = improving(backwards);
        for (ClockSample begin : improving(samples)) {
            for (ClockSample end : ends) {
                if (begin.atMicros() < end.atMicros()) {
                    least = Math.min(least, Math.abs(slope(begin, end) - drift) + slopeError(begin, end));
                }
            }
        }
        return least;
    }

    /** Those with a smaller error than all before them. Another one is no better end of a line than one of those. */
    private static List<ClockSample> improving(List<ClockSample> inOrder) {
        List<ClockSample> better = new ArrayList<>();
        double leastMicros = Double.POSITIVE_INFINITY;
        for (ClockSample sample : inOrder) {
            if (sample.errorMicros() < leastMicros) {
                better.add(sample);
                leastMicros = sample.errorMicros();
            }
        }
        return better;
    }

    /** What the true offset may be away from the line at most, at the time of an exchange. */
    private double errorMicros(ClockLine line, double driftError, ClockSample at) {
        double leastMicros = Double.POSITIVE_INFINITY;
        for (ClockSample sample : samples) {
            double errorMicros = apartMicros(line, sample) + sample.errorMicros();
            leastMicros = Math.min(leastMicros, errorMicros + driftError * distanceMicros(sample, at));
        }
        return leastMicros;
    }

    private static double apartMicros(ClockLine line, ClockSample sample) {
        return Math.abs(sample.offsetMicros() - line.offsetMicros(sample.atMicros()));
    }

    /** What the true offset was away from the line at least; negative if it may have been on it. */
    private static double contradictionMicros(ClockLine line, ClockSample sample) {
        return apartMicros(line, sample) - sample.errorMicros();
    }
}
