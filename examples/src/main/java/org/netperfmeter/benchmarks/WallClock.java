// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock whose time is in result files and captures. */
final class WallClock {
    private WallClock() {}

    /** Microseconds since 1970. */
    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
