// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Locale;

/** Quantities for people: few digits, a fitting unit. */
final class Quantity {
    private static final String[] BIT_RATES = {"bit/s", "Kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    private Quantity() {}

    /** A bit rate in steps of 1000. */
    static String bitRate(double bitsPerSecond) {
        double value = bitsPerSecond;
        int unit = 0;
        // 999.95 would be shown as 1000.0.
        while (value >= 999.95 && unit < BIT_RATES.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BIT_RATES[unit]);
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.3f MiB", bytes / BYTES_PER_MEBIBYTE);
    }

    static String milliseconds(double millis) {
        return String.format(Locale.ROOT, "%.3f ms", millis);
    }

    static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%.1f", rate);
    }
}
