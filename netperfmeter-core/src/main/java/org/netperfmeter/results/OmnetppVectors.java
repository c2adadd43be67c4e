// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The vectors of a file of OMNeT++: the head of the run, then of each vector its declaration, and its values with their
 * times in seconds since the first statistics event, which never go back. Values of a vector are written together, as far
 * as they have waited together, so that an index of the file becomes short. A file that does not begin stays empty.
 */
final class OmnetppVectors implements VectorText {
    private static final int WELL_FILLED_BYTES = 1 << 15;
    private static final int FIRST_BYTES = 1 << 8;

    private final OmnetppRun run;
    private final RowBuffer head = new RowBuffer(FIRST_BYTES);
    /** Of each vector, by its number. */
    private final List<RowBuffer> blocks = new ArrayList<>();

    /** What stands between the number of a vector and its value. */
    private final RowBuffer moment = new RowBuffer(FIRST_BYTES);

    private long lastRelMicros;
    private boolean begun;

    OmnetppVectors(OmnetppRun run) {
        this.run = run;
    }

    /**
     * Declares a vector, each of whose values has a time.
     *
     * @param object that it belongs to, at the run's node
     * @return its number
     */
    int declare(String object, String name) {
        return declare(object, name, "TV");
    }

    /** Declares a vector, each of whose values has the number of an event and a time. */
    int declareOfEvents(String object, String name) {
        return declare(object, name, "ETV");
    }

    private int declare(String object, String name, String columns) {
        int number = blocks.size();
        RowBuffer block = new RowBuffer(FIRST_BYTES);
        blocks.add(block);
        block.text("vector ").digits(number, 1).text(" ").text(QuotedText.token(run.module(object)));
        block.text(" ").text(QuotedText.token(name)).text(" ").text(columns).endOfRow();
        return number;
    }

    /** Adds an attribute to a vector that has just been declared. */
    void attribute(int vector, String name, String value) {
        blocks.get(vector)
                .text("attr ")
                .text(QuotedText.token(name))
                .text(" ")
                .text(QuotedText.token(value))
                .endOfRow();
    }

    /** When the values that follow were taken, since the first statistics event. */
    void at(long relMicros) {
        moment.clear();
        time(relMicros);
    }

    /** As {@link #at(long)}, with an event, whose number must be higher than that before. */
    void at(long event, long relMicros) {
        moment.clear();
        moment.tab().integer(event);
        time(relMicros);
    }

    private void time(long relMicros) {
        lastRelMicros = Math.max(lastRelMicros, relMicros);
        moment.tab().fixed(lastRelMicros, 6).tab();
    }

    /** Begins a line of a vector; its value and the end of the line are to follow. */
    RowBuffer value(int vector) {
        return blocks.get(vector).digits(vector, 1).append(moment);
    }

    @Override
    public void begin(long firstEventMicros) {
        if (!begun) {
            begun = true;
            head.text(run.header(firstEventMicros));
        }
    }

    @Override
    public boolean isWellFilled() {
        int bytes = head.length();
        for (int i = 0; i < blocks.size(); i++) {
            bytes += blocks.get(i).length();
        }
        return bytes >= WELL_FILLED_BYTES;
    }

    @Override
    public void writeTo(OutputFile output) throws IOException {
        if (begun) {
            head.writeTo(output);
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).writeTo(output);
            }
        }
    }

    @Override
    public void clear() {
        head.clear();
        blocks.forEach(RowBuffer::clear);
    }
}
