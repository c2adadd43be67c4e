// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.node.NodeTick;

/**
 * The one line that shows how a run goes (cli.md 14.2). What does not fit into the terminal's width is left out, the
 * least important first, because a line that wraps cannot be replaced.
 *
 * @param runtimeSeconds 0: until stopped
 * @param columns width of the terminal
 */
record LiveLine(double runtimeSeconds, int columns, boolean colours) {
    private static final int WIDE_COLUMNS = 120;
    private static final int WIDE_BAR_CELLS = 20;
    private static final int NARROW_BAR_CELLS = 10;
    private static final int MAX_SINGLE_CPUS = 4;
    private static final double BUSY_PERCENT = 90;
    private static final int IDLE = CpuUsage.STATES.indexOf("Idle");
    private static final String GAP = "   ";

    String render(NodeTick tick) {
        double elapsedSeconds = tick.elapsedMicros() / 1e6;
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(0, "34", time(elapsedSeconds)));
        if (runtimeSeconds > 0) {
            parts.add(new Part(2, "34", bar(elapsedSeconds / runtimeSeconds)));
        }
        parts.add(new Part(4, "32", "Flows: " + tick.flows()));
        parts.add(new Part(6, "32", "Measurements: " + tick.measurements()));
        parts.add(new Part(1, "33", "Out: " + Quantity.bitRate(tick.transmittedBitsPerSecond())));
        parts.add(new Part(5, "33", Quantity.mebibytes(tick.transmittedBytes())));
        parts.add(new Part(1, "36", "In: " + Quantity.bitRate(tick.receivedBitsPerSecond())));
        parts.add(new Part(5, "36", Quantity.mebibytes(tick.receivedBytes())));
        parts.add(cpu(tick.cpu()));
        return fitting(parts).stream().map(this::coloured).collect(Collectors.joining(GAP));
    }

    private List<Part> fitting(List<Part> parts) {
        List<Part> rest = parts;
        for (int rank = 7; rank > 0 && width(rest) >= columns; rank--) {
            int dropped = rank;
            rest = rest.stream().filter(part -> part.rank() != dropped).toList();
        }
        return rest;
    }

    private static int width(List<Part> parts) {
        int texts = parts.stream().mapToInt(part -> part.text().length()).sum();
        return texts + GAP.length() * (parts.size() - 1);
    }

    private String coloured(Part part) {
        return colours ? "\u001b[" + part.colour() + "m" + part.text() + Console.RESET : part.text();
    }

    private String time(double elapsedSeconds) {
        if (runtimeSeconds <= 0) {
            return clock(elapsedSeconds);
        }
        // Rounded up, so that it is 0 at the end only.
        return clock(elapsedSeconds) + ", left " + clock(Math.ceil(Math.max(0, runtimeSeconds - elapsedSeconds)));
    }

    private static String clock(double seconds) {
        long whole = (long) seconds;
        return format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** Short enough for 80 columns if need be, beside the times and the bit rates. */
    private String bar(double fraction) {
        double done = Math.min(1, Math.max(0, fraction));
        return columns < WIDE_COLUMNS
                ? cells(done, NARROW_BAR_CELLS)
                : cells(done, WIDE_BAR_CELLS) + format(" %3d%%", (int) (100 * done));
    }

    private static String cells(double done, int count) {
        int full = (int) (done * count);
        return "[" + "#".repeat(full) + "-".repeat(count - full) + "]";
    }

    private static Part cpu(CpuUsage cpu) {
        double total = cpu.utilizationPercent();
        String text = format("%.1f%%", total);
        if (cpu.cpus().size() > 1 && cpu.cpus().size() <= MAX_SINGLE_CPUS) {
            text = cpu.cpus().stream()
                            .map(states -> format("%.1f%%", busyPercent(states)))
                            .collect(Collectors.joining("/"))
                    + " [" + text + "]";
        }
        return new Part(3, total < BUSY_PERCENT ? "31" : "31;47", "CPU: " + text);
    }

    private static double busyPercent(List<Double> states) {
        return 100 - states.get(IDLE);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * A piece of the line.
     *
     * @param rank 0 is never left out, the highest rank goes first
     */
    private record Part(int rank, String colour, String text) {}
}
