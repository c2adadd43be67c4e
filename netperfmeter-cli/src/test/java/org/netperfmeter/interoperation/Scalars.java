// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scalar file, read strictly: every line is a scalar or, at the end, a comment; no scalar stands twice. */
final class Scalars {
    private static final Pattern SCALAR = Pattern.compile("scalar \"([^\"]+)\" \"([^\"]+)\" +(-?[0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern COMMENT = Pattern.compile("# ([^:]+): (.*)");

    private final String side;
    private final Map<String, BigDecimal> values = new HashMap<>();
    private final Map<String, String> comments = new HashMap<>();

    private Scalars(String side) {
        this.side = side;
    }

    static Scalars active(Path directory) {
        return read(directory.resolve("run-active.sca"), "active");
    }

    static Scalars passive(Path directory) {
        return read(directory.resolve("run-passive.sca"), "passive");
    }

    private static Scalars read(Path file, String side) {
        Scalars scalars = new Scalars(side);
        try {
            Files.readAllLines(file).forEach(scalars::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scalars;
    }

    private void line(String line) {
        Matcher comment = COMMENT.matcher(line);
        Matcher scalar = SCALAR.matcher(line);
        if (comment.matches()) {
            comments.put(comment.group(1), comment.group(2));
        } else if (!scalar.matches() || !comments.isEmpty()) {
            throw new AssertionError("not a scalar: " + line);
        } else if (values.put(scalar.group(1) + "/" + scalar.group(2), new BigDecimal(scalar.group(3))) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    /** An integer scalar of a flow. */
    long flow(int flowId, String name) {
        return value("flow[" + flowId + "]", name).longValueExact();
    }

    /** A scalar of a flow as it is in the file. */
    String flowText(int flowId, String name) {
        return value("flow[" + flowId + "]", name).toPlainString();
    }

    /** An integer scalar of the measurement as a whole. */
    long total(String name) {
        return value("total", name).longValueExact();
    }

    private BigDecimal value(String object, String name) {
        BigDecimal value = values.get("netPerfMeter." + side + "." + object + "/" + name);
        if (value == null) {
            throw new AssertionError("no scalar \"" + name + "\" of " + object);
        }
        return value;
    }

    /** What a comment at the end of the file says, e.g. of {@code flow[2].multipath}. */
    String comment(String name) {
        String text = comments.get(name);
        if (text == null) {
            throw new AssertionError("no comment " + name + " among " + comments.keySet());
        }
        return text;
    }
}
