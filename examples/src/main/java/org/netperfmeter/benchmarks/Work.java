// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.List;
import java.util.OptionalInt;

/**
 * Something to be done by several contestants in turn.
 *
 * @param name by which it is asked for
 * @param title of its rows in the table
 * @param contestants with different names
 * @param bars what has to be reached
 * @param rounds how often, if that differs from what is asked for
 */
record Work(String name, String title, List<Contestant> contestants, List<Bar> bars, OptionalInt rounds) {
    Work {
        contestants = List.copyOf(contestants);
        bars = List.copyOf(bars);
    }

    Work(String name, String title, List<Contestant> contestants, List<Bar> bars) {
        this(name, title, contestants, bars, OptionalInt.empty());
    }

    boolean isGuarded() {
        return bars.stream().anyMatch(Bar::guarded);
    }

    /** The work with so many rounds, whatever is asked for. */
    Work inRounds(int number) {
        return new Work(name, title, contestants, bars, OptionalInt.of(number));
    }
}
