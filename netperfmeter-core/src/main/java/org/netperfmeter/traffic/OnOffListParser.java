// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the {@code onoff=} lists of one FLOWSPEC, whose events accumulate (cli.md 9).
 *
 * <p>A time without {@code +} is absolute, as documented by the original, though not done by it. Since every peer adds
 * all times up, an absolute time is turned into a gap here. That takes a known time of the event before: the sum of
 * constants. Decimal arithmetic keeps the gaps as exact as they were typed.
 */
final class OnOffListParser {
    private final List<Distribution> gapSeconds = new ArrayList<>();
    private boolean allRelative = true;
    private boolean repeat;
    /** When the last event is, in seconds since the start; null if that is random. */
    private BigDecimal lastSeconds = BigDecimal.ZERO;

    /** Parses the value of one {@code onoff=}. */
    void parse(SpecScanner scanner) {
        repeat = false;
        do {
            if (scanner.skip("repeat")) {
                repeat = true;
                break;
            }
            boolean relative = scanner.skip("+");
            add(relative, scanner.distribution());
        } while (scanner.skip(","));
        scanner.requireEnd();
        if (repeat && !allRelative) {
            throw new IllegalArgumentException("a list with \"repeat\" needs \"+\" before each of its events");
        }
    }

    /** @throws IllegalArgumentException if "repeat" does not fit the events */
    OnOffSchedule schedule() {
        return new OnOffSchedule(gapSeconds, repeat);
    }

    private void add(boolean relative, Distribution seconds) {
        allRelative &= relative;
        Distribution gap = relative ? seconds : gapTo(seconds);
        if (gap instanceof Constant constant) {
            if (constant.value() < 0) {
                throw refused(relative, "must not be negative");
            }
            if (lastSeconds != null) {
                lastSeconds = lastSeconds.add(BigDecimal.valueOf(constant.value()));
            }
        } else {
            lastSeconds = null;
        }
        gapSeconds.add(gap);
    }

    private Distribution gapTo(Distribution seconds) {
        if (lastSeconds == null) {
            throw refused(false, "is an absolute time after a random one; give it relative, with \"+\"");
        }
        if (lastSeconds.signum() == 0) {
            return seconds;
        }
        if (seconds instanceof Constant constant) {
            return new Constant(sinceLast(constant.value()));
        }
        if (seconds instanceof Uniform uniform) {
            return new Uniform(sinceLast(uniform.from()), sinceLast(uniform.to()));
        }
        if (seconds instanceof Normal normal) {
            return new Normal(sinceLast(normal.mean()), normal.standardDeviation());
        }
        throw refused(
                false,
                "is an absolute " + seconds.law().name() + " time after another event; give it relative, with \"+\"");
    }

    private double sinceLast(double seconds) {
        BigDecimal gap = BigDecimal.valueOf(seconds).subtract(lastSeconds);
        if (gap.signum() < 0) {
            throw refused(
                    false,
                    "is at " + BigDecimal.valueOf(seconds).toPlainString() + " s, before the event at "
                            + lastSeconds.toPlainString()
                            + " s; absolute times must ascend, relative ones take a \"+\"");
        }
        return gap.doubleValue();
    }

    private IllegalArgumentException refused(boolean relative, String reason) {
        return new IllegalArgumentException(
                (relative ? "relative " : "") + "event " + (gapSeconds.size() + 1) + " " + reason);
    }
}
