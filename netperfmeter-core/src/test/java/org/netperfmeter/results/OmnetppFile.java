// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A result file as OMNeT++ loads it ("Result File Formats" in the appendix of its manual), and nothing that its loader would
 * refuse, guess or pass over, but comments.
 */
public final class OmnetppFile {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d+)?([eE][-+]?\\d+)?|inf|nan)");
    private static final Pattern PLAIN = Pattern.compile("[^\\s\"\\\\]+");
    private static final int LONGEST_LINE_BYTES = 8192;
    private static final Set<String> RUN_ATTRIBUTES = Set.of(
            "configname",
            "datetime",
            "experiment",
            "measurement",
            "network",
            "processid",
            "repetition",
            "replication",
            "resultdir",
            "runnumber",
            "seedset");
    private static final List<String> FIELDS = List.of("count", "mean", "stddev", "sum", "sqrsum", "min", "max");

    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> scalars = new LinkedHashMap<>();
    private final Map<String, Map<String, Histogram>> histograms = new LinkedHashMap<>();
    private final Map<Integer, Vector> vectors = new LinkedHashMap<>();
    private final List<String> comments = new ArrayList<>();
    private String run;

    /** Takes the attributes that come; null where none may. */
    private Map<String, String> owner;

    private Histogram histogram;

    /** Lower bounds and counts of cells; the last one has no upper bound. */
    public record Histogram(
            Map<String, Double> fields, Map<String, String> attributes, List<Double> lows, List<Long> counts) {
        private void check() {
            require(List.copyOf(fields.keySet()).equals(FIELDS), "fields " + fields.keySet());
            require(lows.get(0) == Double.NEGATIVE_INFINITY, "no cell below all others");
            require(lows.size() >= 3, "no cells");
            double sum = counts.stream().mapToLong(Long::longValue).sum();
            require(sum == fields.get("count"), sum + " in bins, not " + fields.get("count"));
        }
    }

    /** A value with its time, and with the number of its event, or -1. */
    public record Value(long event, double seconds, double value) {}

    /** All values of a vector. */
    public record Vector(
            String module, String name, boolean hasEvents, Map<String, String> attributes, List<Value> values) {
        private void add(List<String> tokens) {
            require(tokens.size() == (hasEvents ? 4 : 3), "a row of " + tokens.size() + " tokens");
            long event = hasEvents ? Long.parseLong(tokens.get(1)) : -1;
            double seconds = number(tokens.get(tokens.size() - 2));
            double value = number(tokens.get(tokens.size() - 1));
            require(seconds >= 0, "a time below 0");
            if (!values.isEmpty()) {
                Value last = values.get(values.size() - 1);
                require(seconds >= last.seconds, "time goes back");
                require(!hasEvents || event > last.event, "an event comes again");
            }
            values.add(new Value(event, seconds, value));
        }
    }

    private OmnetppFile() {}

    /** Reads a whole file. */
    public static OmnetppFile read(String text) {
        require(text.endsWith("\n"), "the last line has no end");
        OmnetppFile file = new OmnetppFile();
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        require(lines[0].equals("version 2"), lines[0]);
        require(lines[1].startsWith("run "), lines[1]);
        for (int i = 1; i < lines.length; i++) {
            try {
                file.line(lines[i]);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ", '" + lines[i] + "': " + e.getMessage(), e);
            }
        }
        file.endOfHistogram();
        require(
                file.attributes.keySet().containsAll(RUN_ATTRIBUTES),
                "the run lacks attributes: " + file.attributes.keySet());
        return file;
    }

    private void line(String line) {
        require(line.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINE_BYTES, "too long");
        if (line.startsWith("# ")) {
            comments.add(line.substring(2));
            return;
        }
        List<String> tokens = tokens(line);
        require(!tokens.isEmpty(), "empty");
        String kind = tokens.get(0);
        if (!Set.of("field", "bin", "attr").contains(kind)) {
            endOfHistogram();
        }
        if (Character.isDigit(kind.charAt(0))) {
            owner = null;
            Vector vector = vectors.get(Integer.valueOf(kind));
            require(vector != null, "not declared");
            vector.add(tokens);
            return;
        }
        switch (kind) {
            case "run" -> run(tokens);
            case "attr" -> attribute(tokens);
            case "param" -> parameter(tokens);
            case "scalar" -> scalar(tokens);
            case "statistic" -> statistic(tokens);
            case "field" -> field(tokens);
            case "bin" -> bin(tokens);
            case "vector" -> vector(tokens);
            default -> throw new IllegalArgumentException("unknown");
        }
    }

    /** Blanks and TABs part tokens; those in quotes may contain some, and escapes. */
    static List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (isBlank(line.charAt(at))) {
                at++;
            } else if (line.charAt(at) == '"') {
                StringBuilder token = new StringBuilder();
                at = quoted(line, at + 1, token);
                require(at == line.length() || isBlank(line.charAt(at)), "text behind a quote");
                tokens.add(token.toString());
            } else {
                int start = at;
                while (at < line.length() && !isBlank(line.charAt(at))) {
                    at++;
                }
                tokens.add(line.substring(start, at));
                require(PLAIN.matcher(line.substring(start, at)).matches(), "a quote within a token");
            }
        }
        return tokens;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Returns where the text behind the closing quote begins. */
    private static int quoted(String line, int start, StringBuilder token) {
        for (int at = start; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                return at + 1;
            } else if (c == '\\') {
                at++;
                require(at < line.length(), "nothing behind a backslash");
                token.append(
                        switch (line.charAt(at)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case '"' -> '"';
                            case '\\' -> '\\';
                            default -> throw new IllegalArgumentException("unknown escape");
                        });
            } else {
                require(c >= ' ', "control character");
                token.append(c);
            }
        }
        throw new IllegalArgumentException("no closing quote");
    }

    private void run(List<String> tokens) {
        requireTokens(tokens, 2);
        require(run == null, "a further run");
        run = tokens.get(1);
        owner = attributes;
    }

    private void attribute(List<String> tokens) {
        requireTokens(tokens, 3);
        require(owner != null, "of nothing");
        require(owner.put(tokens.get(1), tokens.get(2)) == null, "twice");
        require(histogram == null || histogram.lows.isEmpty(), "behind bins");
    }

    private void parameter(List<String> tokens) {
        requireTokens(tokens, 3);
        owner = null;
        require(vectors.isEmpty() && scalars.isEmpty(), "behind results");
        require(parameters.put(tokens.get(1), tokens.get(2)) == null, "twice");
    }

    private void scalar(List<String> tokens) {
        requireTokens(tokens, 4);
        owner = new LinkedHashMap<>();
        Double former = scalars.computeIfAbsent(tokens.get(1), module -> new LinkedHashMap<>())
                .put(tokens.get(2), number(tokens.get(3)));
        require(former == null, "twice");
    }

    private void statistic(List<String> tokens) {
        requireTokens(tokens, 3);
        owner = new LinkedHashMap<>();
        histogram = new Histogram(new LinkedHashMap<>(), owner, new ArrayList<>(), new ArrayList<>());
        Histogram former = histograms
                .computeIfAbsent(tokens.get(1), module -> new LinkedHashMap<>())
                .put(tokens.get(2), histogram);
        require(former == null, "twice");
    }

    private void field(List<String> tokens) {
        requireTokens(tokens, 3);
        require(histogram != null && histogram.attributes.isEmpty() && histogram.lows.isEmpty(), "out of order");
        require(histogram.fields.put(tokens.get(1), number(tokens.get(2))) == null, "twice");
    }

    private void bin(List<String> tokens) {
        requireTokens(tokens, 3);
        require(histogram != null, "of nothing");
        double low = number(tokens.get(1));
        List<Double> lows = histogram.lows;
        require(lows.isEmpty() || low > lows.get(lows.size() - 1), "not above the bin before");
        lows.add(low);
        histogram.counts.add(Long.valueOf(tokens.get(2)));
    }

    private void endOfHistogram() {
        if (histogram != null) {
            histogram.check();
            histogram = null;
        }
    }

    private void vector(List<String> tokens) {
        requireTokens(tokens, 5);
        String columns = tokens.get(4);
        require(columns.equals("TV") || columns.equals("ETV"), "columns");
        owner = new LinkedHashMap<>();
        Vector vector = new Vector(tokens.get(2), tokens.get(3), columns.equals("ETV"), owner, new ArrayList<>());
        require(vectors.put(Integer.valueOf(tokens.get(1)), vector) == null, "a number comes again");
    }

    private static double number(String token) {
        require(NUMBER.matcher(token).matches(), "no number: " + token);
        return Double.parseDouble(token.replace("inf", "Infinity").replace("nan", "NaN"));
    }

    private static void requireTokens(List<String> tokens, int count) {
        require(tokens.size() == count, tokens.size() + " tokens");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public String run() {
        return run;
    }

    /** Of the run. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** By module and name. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** By module, then by name. */
    public Map<String, Map<String, Double>> scalars() {
        return scalars;
    }

    /** By module, then by name. */
    public Map<String, Map<String, Histogram>> histograms() {
        return histograms;
    }

    /** In the order of the file. */
    public List<Vector> vectors() {
        return List.copyOf(vectors.values());
    }

    /** The vector of this module and name. */
    public Vector vector(String module, String name) {
        List<Vector> found = vectors.values().stream()
                .filter(vector -> vector.module.equals(module) && vector.name.equals(name))
                .toList();
        require(found.size() == 1, found.size() + " vectors " + module + " " + name);
        return found.get(0);
    }

    /** Without the sign in front. */
    public List<String> comments() {
        return comments;
    }
}
