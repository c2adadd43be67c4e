// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The scalar file of one node, of either program. */
final class Scalars {
    private static final Pattern SCALAR =
            Pattern.compile("scalar\\s+\"netPerfMeter\\.\\w+\\.([^\"]+)\"\\s+\"([^\"]+)\"\\s+(\\S+)");
    private static final Pattern COMMENT = Pattern.compile("# ([^:]+): (.*)");
    private static final double MICROS_PER_SECOND = 1e6;

    private final Map<String, Double> values = new HashMap<>();
    private final Map<String, String> comments = new HashMap<>();
    private final int flows;

    private Scalars(Iterable<String> lines) {
        for (String line : lines) {
            Matcher scalar = SCALAR.matcher(line);
            Matcher comment = COMMENT.matcher(line);
            if (scalar.lookingAt()) {
                values.put(scalar.group(1) + "/" + scalar.group(2), Double.valueOf(scalar.group(3)));
            } else if (comment.matches()) {
                comments.put(comment.group(1), comment.group(2));
            }
        }
        int count = 0;
        while (values.containsKey("flow[" + count + "]/Received Bytes")) {
            count++;
        }
        flows = count;
    }

    /** @throws RunFailedException if there are no flows in it */
    static Scalars read(Path file) throws IOException, RunFailedException {
        Scalars scalars = new Scalars(Files.readAllLines(file));
        if (scalars.flows == 0) {
            throw new RunFailedException(file + " has no flows");
        }
        return scalars;
    }

    static Scalars of(String text) {
        return new Scalars(text.lines().toList());
    }

    int flows() {
        return flows;
    }

    double flow(int flow, String name) {
        return values.get("flow[" + flow + "]/" + name);
    }

    /** What ours say at the end of the file; the original says nothing. */
    String comment(String name) {
        return comments.getOrDefault(name, "");
    }

    /** Values of all flows. */
    DoubleStream flows(String name) {
        return IntStream.range(0, flows).mapToDouble(flow -> flow(flow, name));
    }

    /** From the first message that any flow received to the last one. */
    double receptionSeconds() {
        double first =
                flows("First Reception").filter(micros -> micros > 0).min().orElse(0);
        double last = flows("Last Reception").max().orElse(0);
        return (last - first) / MICROS_PER_SECOND;
    }

    double receivedBytes() {
        return flows("Received Bytes").sum();
    }

    double receivedMessages() {
        return flows("Received Packets").sum();
    }

    /**
     * Received messages a second of a flow: n messages have n - 1 gaps.
     *
     * @return 0 if less than two came
     */
    double messageRate(int flow) {
        double seconds = (flow(flow, "Last Reception") - flow(flow, "First Reception")) / MICROS_PER_SECOND;
        return seconds > 0 ? (flow(flow, "Received Packets") - 1) / seconds : 0;
    }
}
