// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.posix.AddressText;

/**
 * Counts what a passive node has refused, and logs it: each with its reason, but not more than a few a second, so that
 * nobody fills an operator's disk. Any thread reports.
 */
final class Refusals {
    /** Lines that may come at once, and how soon each of them may come again. */
    private static final int LINES = 10;

    private static final long NANOS_PER_LINE = 1_000_000_000L;

    /** How soon it is told again how many lines are missing. */
    private static final long SUMMARY_NANOS = 10_000_000_000L;

    private final NodeListener listener;
    private final Clock clock;
    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);

    private int lines = LINES;
    private long sinceNanos;
    private long unlogged;
    private long summaryNanos;

    Refusals(NodeListener listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
        sinceNanos = clock.nanos();
        summaryNanos = sinceNanos;
    }

    /** Something has been refused. */
    synchronized void add(Refusal reason, Object who, String why) {
        counts.merge(reason, 1L, Long::sum);
        log((who instanceof InetSocketAddress address ? AddressText.of(address) : who) + ": " + why);
    }

    /** A warning that a peer has caused, and could cause again and again. */
    synchronized void log(String text) {
        replenish();
        if (lines > 0) {
            lines--;
            listener.note(NodeListener.Level.WARNING, text);
        } else {
            unlogged++;
        }
    }

    private void replenish() {
        long earned = (clock.nanos() - sinceNanos) / NANOS_PER_LINE;
        if (earned > 0) {
            lines = (int) Math.min(LINES, lines + earned);
            sinceNanos += earned * NANOS_PER_LINE;
        }
    }

    /** To be called now and then: tells how many lines are missing. */
    synchronized void tick() {
        if (unlogged > 0 && clock.nanos() - summaryNanos >= SUMMARY_NANOS) {
            listener.note(NodeListener.Level.WARNING, unlogged + " more warnings about peers were left out");
            unlogged = 0;
            summaryNanos = clock.nanos();
        }
    }

    /** How often there was which reason. */
    synchronized Map<Refusal, Long> counts() {
        return new EnumMap<>(counts);
    }
}
