// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

/** What a process could take more and more of. */
enum Vital {
    RESIDENT("resident memory, MB", 1e6, 64e6, 0),
    LIVE_HEAP("live heap, MB", 1e6, 48e6, 2e6),
    THREADS("threads", 1, 5, 0),
    DESCRIPTORS("descriptors", 1, 20, 0),
    TEMPORARY_FILES("unfinished files", 1, 10, 0);

    private final String title;
    private final double unit;
    private final double tolerance;
    private final double idleTolerance;

    Vital(String title, double unit, double tolerance, double idleTolerance) {
        this.title = title;
        this.unit = unit;
        this.tolerance = tolerance;
        this.idleTolerance = idleTolerance;
    }

    String title() {
        return title;
    }

    /** In the unit that the title says. */
    String format(double value) {
        return (unit == 1 ? "%.0f" : "%.1f").formatted(value / unit);
    }

    /**
     * By how much two medians under the same load may differ. The rows of a compressed vector take up to 0.7 MB until they
     * are compressed, for which slow flows need longer than a short soak takes, and the compressor takes 12 MB meanwhile.
     */
    double tolerance() {
        return tolerance;
    }

    /** How much more there may be after a load than before it. */
    double idleTolerance() {
        return idleTolerance;
    }
}
