// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counters of the flows in a node's scalar file: those of the original, and those in comments behind them. */
final class Scalars {
    private static final Pattern COUNTER = Pattern.compile(
            "scalar \"netPerfMeter\\.\\w+\\.(flow\\[\\d+])\"\\s+\"(\\w+ (?:Bytes|Packets|Frames))\"\\s+(\\d+)");
    private static final Pattern COMMENT = Pattern.compile("# (flow\\[\\d+])\\.(\\w+): (\\d+)");

    private final Map<String, Long> counters = new HashMap<>();

    private Scalars(List<String> lines) {
        for (String line : lines) {
            for (Pattern pattern : List.of(COUNTER, COMMENT)) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.matches()) {
                    counters.put(matcher.group(1) + matcher.group(2), Long.parseLong(matcher.group(3)));
                }
            }
        }
    }

    static Scalars read(Path file) throws IOException {
        return new Scalars(Files.readAllLines(file));
    }

    static Scalars of(String text) {
        return new Scalars(text.lines().toList());
    }

    /** What a flow, the first being 0, has sent. */
    long sent(int flow, Unit unit) {
        return counter(flow, "Transmitted " + unit.name);
    }

    /** What a flow has received; whole frames only. */
    long received(int flow, Unit unit) {
        return counter(flow, "Received " + unit.name);
    }

    /** What a flow knows not to have received; of a frame, at least a part. */
    long lost(int flow, Unit unit) {
        return counter(flow, "lost" + unit.name) + (unit == Unit.FRAMES ? counter(flow, "incompleteFrames") : 0);
    }

    private long counter(int flow, String name) {
        Long value = counters.get("flow[" + flow + "]" + name);
        if (value == null) {
            throw new IllegalArgumentException("flow[" + flow + "] has no \"" + name + "\"");
        }
        return value;
    }

    /** What is counted; a packet is a message. */
    enum Unit {
        BYTES("Bytes"),
        PACKETS("Packets"),
        FRAMES("Frames");

        private final String name;

        Unit(String name) {
            this.name = name;
        }
    }
}
