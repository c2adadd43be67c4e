// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a work.
 *
 * @param rounds samples of the contestants by their names
 * @param leftOut contestants that could not take part, and why
 * @param busyRounds rounds that were kept although others used the machine meanwhile
 */
record Outcome(Work work, List<Map<String, Sample>> rounds, Map<String, String> leftOut, int busyRounds) {
    Outcome {
        rounds = List.copyOf(rounds);
        leftOut = Map.copyOf(leftOut);
    }

    /** What a contestant reached; empty if that was not measured. */
    Optional<Spread> spread(String contestant, Quantity quantity) {
        return Bar.atLeast(quantity, contestant, 0).spread(rounds);
    }

    /** Whether every guarded bar was measured, and none is far missed. */
    boolean passesGuard() {
        return work.bars().stream()
                .filter(Bar::guarded)
                .allMatch(bar -> bar.spread(rounds)
                        .filter(spread -> !bar.isFarMissed(spread))
                        .isPresent());
    }
}
