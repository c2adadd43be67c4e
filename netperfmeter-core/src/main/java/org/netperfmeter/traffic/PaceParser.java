// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;
import java.util.function.Function;

/**
 * Parses the first of the two entries of a direction: a law of frame rates, as in the original, a law of gaps, or a bit rate.
 * The latter two begin or end with what no number and no law of the original has.
 */
final class PaceParser {
    private static final String GAP = "gap-";

    private PaceParser() {}

    /**
     * Reads an entry.
     *
     * @return the pace of frames whose sizes have the given law; it throws IllegalArgumentException if they have none
     */
    static Function<Distribution, Pace> parse(SpecScanner scanner) {
        Pace pace;
        if (scanner.skip(GAP)) {
            pace = gap(scanner.distribution());
        } else {
            Distribution perSecond = scanner.distribution();
            for (BitUnit unit : BitUnit.values()) {
                if (scanner.skip(unit.symbol)) {
                    double bitsPerSecond = unit.bits * constant(perSecond);
                    return frameBytes -> FrameRate.ofBits(bitsPerSecond, frameBytes);
                }
            }
            for (BitUnit unit : BitUnit.values()) {
                if (scanner.skip(unit.symbol.replace("/s", ""))) {
                    throw new IllegalArgumentException("a bit rate is per second, such as 10" + unit.symbol);
                }
            }
            pace = new FrameRate(perSecond);
        }
        return frameBytes -> pace;
    }

    /** What may stand in place of a rate, for help texts. */
    static List<SyntaxForm> forms() {
        return List.of(
                new SyntaxForm(GAP + "<law>", "gaps between frames, in seconds: gap-exp0.01 is a Poisson process"),
                new SyntaxForm("<number>bit/s", "the frame rate with this bit rate; also kbit/s, Mbit/s, Gbit/s"));
    }

    /** A constant gap is a constant rate, which every peer knows. */
    private static Pace gap(Distribution seconds) {
        FrameGap gap = new FrameGap(seconds);
        return seconds instanceof Constant constant ? new FrameRate(new Constant(1 / constant.value())) : gap;
    }

    private static double constant(Distribution law) {
        if (law instanceof Constant constant) {
            return constant.value();
        }
        throw new IllegalArgumentException("a bit rate is a number, not drawn");
    }

    private enum BitUnit {
        BIT("bit/s", 1),
        KILOBIT("kbit/s", 1e3),
        MEGABIT("Mbit/s", 1e6),
        GIGABIT("Gbit/s", 1e9);

        private final String symbol;
        private final double bits;

        BitUnit(String symbol, double bits) {
            this.symbol = symbol;
            this.bits = bits;
        }
    }
}
