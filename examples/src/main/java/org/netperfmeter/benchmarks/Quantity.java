// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.util.Locale;

/** What can be measured of a run. */
enum Quantity {
    /** Payload that the receiver got, the 48 bytes of message headers included, over its time of reception. */
    GOODPUT("goodput", "Gbit/s", 2),
    /** Messages that the receiver got, over its time of reception. */
    MESSAGE_RATE("messages", "/s", 0),
    /** User and system time of the processes of both sides, from their start to their end, by received bytes. */
    CPU_PER_GIGABYTE("CPU", "s/GB", 3),
    /** User and system time of the processes of both sides while they send, by received messages. */
    CPU_PER_MESSAGE("CPU", "us/message", 2),
    /** The larger one of both sides' peaks of resident memory. */
    PEAK_MEMORY("peak RSS", "MB", 0),
    /** The larger one of both sides' shares of one core, in the steady part of the run. */
    CORE_SHARE("share of a core", "%", 1),
    DELAY_P50("delay p50", "us", 0),
    DELAY_P99("delay p99", "us", 0),
    /** How far the achieved frame rate is from the nominal one, without sign. */
    RATE_ERROR("rate error", "%", 3),
    /** See {@link Departures#latenessNanos}. */
    LATENESS_P50("lateness p50", "us", 1),
    LATENESS_P99("lateness p99", "us", 1),
    LATENESS_P999("lateness p99.9", "us", 1),
    /** Without the frames that left in the first second, in which Java compiles. */
    SETTLED_LATENESS_P99("lateness p99 after 1 s", "us", 1),
    /** The longest time in which loopback carried next to nothing, see {@link LoopbackProgress}. */
    LONGEST_PAUSE("longest pause", "ms", 0),
    /** Jain's index of the bytes that the flows received. */
    FAIRNESS("Jain's index", "", 3),
    /** From the start of the active process to the first frame of the last flow. */
    SETUP("set-up", "s", 2),
    /** Received messages of which there is neither a row nor the statement that it was omitted. */
    ROWS_UNACCOUNTED("rows unaccounted for", "", 0),
    ROWS_MISSING("rows missing", "", 0),
    /** See {@link FlowVector#evenness}. */
    ROW_EVENNESS("evenness of rows", "", 2),
    WALL_TIME("time", "ms", 0),
    /** What loopback carried in the last tenth of a run, by that in its first. */
    LATE_TO_EARLY("last tenth / first", "", 2);

    private final String title;
    private final String unit;
    private final int decimals;

    Quantity(String title, String unit, int decimals) {
        this.title = title;
        this.unit = unit;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    /** Empty for what is just a number. */
    String unit() {
        return unit;
    }

    /** A value of this quantity with its unit. */
    String format(double value) {
        String number = formatNumber(value);
        return unit.isEmpty() ? number : number + " " + unit;
    }

    String formatNumber(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
