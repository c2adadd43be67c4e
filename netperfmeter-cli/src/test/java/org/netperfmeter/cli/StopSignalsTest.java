// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalsTest {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final long SECOND = 1_000_000_000;

    private final List<String> effects = new ArrayList<>();
    private final StopSignals signals =
            new StopSignals(name -> effects.add("stop " + name), number -> effects.add("kill " + number));

    @Test
    void firstSignalStopsGracefully() {
        signals.signalled("TERM", SIGTERM, 0);
        assertEquals(List.of("stop TERM"), effects);
    }

    @Test
    void signalsWithinTwoSecondsAreIgnored() {
        signals.signalled("INT", SIGINT, 5 * SECOND);
        signals.signalled("INT", SIGINT, 5 * SECOND);
        signals.signalled("TERM", SIGTERM, 7 * SECOND - 1);
        assertEquals(List.of("stop INT"), effects);
    }

    @Test
    void laterSignalEndsAtOnce() {
        signals.signalled("INT", SIGINT, 5 * SECOND);
        signals.signalled("TERM", SIGTERM, 7 * SECOND);
        assertEquals(List.of("stop INT", "kill 15"), effects);
    }

    @Test
    void patienceCountsAcrossTheOverflowOfTheClock() {
        signals.signalled("INT", SIGINT, Long.MAX_VALUE);
        signals.signalled("INT", SIGINT, Long.MIN_VALUE + SECOND);
        assertEquals(List.of("stop INT"), effects);
    }
}
