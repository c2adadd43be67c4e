// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** A per-flow vector file of either generation: fields stand between blanks or tabs. */
final class FlowVectorRows {
    private final List<String> names;
    private final List<String[]> rows;

    private FlowVectorRows(List<String> names, List<String[]> rows) {
        this.names = names;
        this.rows = rows;
    }

    /**
     * Reads the file of a flow.
     *
     * @param side active or passive
     */
    static FlowVectorRows read(Path directory, String side, int flowId) {
        return read(directory, side, flowId, 0);
    }

    /** Reads the file of a flow that is a stream of an association. */
    static FlowVectorRows read(Path directory, String side, int flowId, int streamId) {
        Path file = directory.resolve(String.format("run-%s-%08x-%04x.vec", side, flowId, streamId));
        try {
            List<String[]> lines = Files.readAllLines(file).stream()
                    .map(line -> line.split("[ \t]+"))
                    .toList();
            return new FlowVectorRows(Arrays.asList(lines.get(0)), lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the message of each row was sent: its arrival less its delay. */
    long[] sentMicros() {
        int absTime = names.indexOf("AbsTime") + 1;
        int delay = names.indexOf("Delay") + 1;
        return rows.stream()
                .mapToLong(row -> Long.parseLong(row[absTime]) - Math.round(1000 * Double.parseDouble(row[delay])))
                .toArray();
    }

    /** A column of integers; the first column, the row number, has no name. */
    LongStream column(String name) {
        int column = names.indexOf(name) + 1;
        return rows.stream().mapToLong(row -> Long.parseLong(row[column]));
    }
}
