// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** The rows of a flow's vector, of either program. */
final class FlowVector {
    // Columns, of which the first is the number of the row.
    private static final int SEQUENCE_NUMBER = 3;
    private static final int DELAY = 10;
    private static final int PARTS = 10;

    private final long[] sequenceNumbers;
    private final double[] delaysMillis;

    private FlowVector(long[] sequenceNumbers, double[] delaysMillis) {
        this.sequenceNumbers = sequenceNumbers;
        this.delaysMillis = delaysMillis;
    }

    /** Reads the vector of flow 0 at the passive node. */
    static FlowVector read(Path directory, String suffix) throws IOException {
        Path file = directory.resolve("run-passive-00000000-0000" + suffix);
        InputStream bytes = Files.newInputStream(file);
        try (BufferedReader text = new BufferedReader(new InputStreamReader(
                suffix.endsWith(".bz2") ? new BZip2CompressorInputStream(bytes, true) : bytes,
                StandardCharsets.UTF_8))) {
            return parse(text.lines());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static FlowVector parse(Stream<String> lines) {
        double[][] rows = lines.skip(1)
                .map(line -> line.split("[ \t]+"))
                .map(fields ->
                        new double[] {Long.parseLong(fields[SEQUENCE_NUMBER]), Double.parseDouble(fields[DELAY])})
                .toArray(double[][]::new);
        return new FlowVector(
                Arrays.stream(rows).mapToLong(row -> (long) row[0]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> row[1]).toArray());
    }

    int rows() {
        return sequenceNumbers.length;
    }

    double[] delaysMillis() {
        return delaysMillis.clone();
    }

    /**
     * How evenly the rows are spread: the messages from the middle of the run to its end are cut into ten equal parts, and
     * the fewest rows of a part are divided by the most. While it finds out what the disk can take, a recorder may thin out
     * further; so the first half does not count.
     */
    double evenness() {
        long first = sequenceNumbers[0];
        long last = sequenceNumbers[sequenceNumbers.length - 1];
        long middle = first + (last - first) / 2;
        int[] parts = new int[PARTS];
        for (long number : sequenceNumbers) {
            if (number >= middle) {
                parts[(int) ((number - middle) * PARTS / (last - middle + 1))]++;
            }
        }
        return (double) Arrays.stream(parts).min().orElse(0)
                / Arrays.stream(parts).max().orElse(1);
    }
}
