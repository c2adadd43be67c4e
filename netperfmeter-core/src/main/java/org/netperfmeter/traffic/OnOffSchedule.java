// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import java.util.List;

/**
 * When a flow sends. It starts off; each event toggles it. Every gap is the time in seconds since the event before
 * (the first: since the start), whatever way the user wrote it; so both nodes and every peer agree (lifecycle.md 5.4).
 *
 * @param gapSeconds at most {@value #MAX_EVENTS}; empty: always on; negative draws count as 0
 * @param repeat whether the list starts over after its last event; then their number is even
 */
public record OnOffSchedule(List<Distribution> gapSeconds, boolean repeat) {
    /** What one Add Flow message can hold (protocol.md 2.3). */
    public static final int MAX_EVENTS = 1815;

    public static final OnOffSchedule ALWAYS_ON = new OnOffSchedule(List.of(), false);

    public OnOffSchedule {
        gapSeconds = List.copyOf(gapSeconds);
        if (gapSeconds.size() > MAX_EVENTS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_EVENTS + " on/off events fit, not " + gapSeconds.size());
        }
        if (repeat && gapSeconds.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "a list that repeats needs an even number of on/off events, not " + gapSeconds.size());
        }
        if (repeat && !gapSeconds.isEmpty() && gapSeconds.stream().allMatch(gap -> gap.supremum() <= 0)) {
            throw new IllegalArgumentException("a list that repeats needs an on/off event that takes time");
        }
    }

    /** Whether there is no event at all. */
    public boolean isAlwaysOn() {
        return gapSeconds.isEmpty();
    }
}
