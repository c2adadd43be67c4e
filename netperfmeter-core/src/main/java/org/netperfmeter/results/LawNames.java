// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.util.List;
import org.netperfmeter.traffic.Distribution;

/**
 * Names of the laws in configuration files and run records (results.md 8), by their number. The original has no names for the
 * last two and writes {@code (invalid!)}.
 */
final class LawNames {
    private static final List<String> NAMES =
            List.of("constant", "uniform", "exponential", "pareto", "normal", "truncnormal");

    private LawNames() {}

    static String of(Distribution law) {
        return ofCode(law.code());
    }

    static String ofCode(int code) {
        return NAMES.get(code);
    }
}
