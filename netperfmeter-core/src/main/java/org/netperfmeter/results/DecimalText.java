// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with a fixed count of decimals, exactly as C's printf writes them. */
final class DecimalText {
    private DecimalText() {}

    /**
     * As {@code printf("%.<decimals>f")}: the exact binary value is rounded, ties to even; a negative number keeps its sign
     * even if it rounds to 0. ({@link String#format} rounds the shortest decimal form, ties up, which differs.)
     */
    static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (Double.isInfinite(value)) {
            return sign + "inf";
        }
        return sign
                + new BigDecimal(Math.abs(value))
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /**
     * A value times 1000, rounded exactly, ties to even: what {@code printf("%.3f")} shows.
     *
     * @param value 0 or more
     */
    static long thousandths(double value) {
        double product = value * 1000;
        if (!(product < 1L << 51)) {
            return new BigDecimal(value)
                    .movePointRight(3)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValue();
        }
        long whole = (long) product;
        double fraction = product - whole;
        if (fraction < 0.5) {
            return whole;
        }
        if (fraction > 0.5) {
            return whole + 1;
        }
        // The product looks like a tie; its rounding error tells on which side of it the exact product lies.
        double error = Math.fma(value, 1000, -product);
        if (error == 0) {
            return whole + (whole & 1);
        }
        return error > 0 ? whole + 1 : whole;
    }
}
