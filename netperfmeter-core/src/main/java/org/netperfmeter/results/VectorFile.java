// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.netperfmeter.traffic.HarmlessText;

/**
 * A vector file, see {@link ResultFormat}. Only a vector that is not complete contains a comment, as its last line:
 * {@code # partial: reason}. Not for several threads at once.
 */
public abstract sealed class VectorFile implements Closeable permits MeasurementVector, FlowVector, TransportVector {
    private static final int MAX_REASON = 1000;

    private final OutputFile output;
    private final VectorText text;
    private IOException failure;
    private boolean finished;

    VectorFile(OutputFile output, VectorText text) {
        this.output = output;
        this.text = text;
    }

    /**
     * Recording begins: before the first row.
     *
     * @param firstEventMicros first statistics event, since 1970
     */
    public final void begin(long firstEventMicros) {
        text.begin(firstEventMicros);
    }

    /** Some rows are complete. */
    final void rowsEnd() throws IOException {
        if (text.isWellFilled()) {
            write(false);
        }
    }

    /** After a failure the rows end, so that none is missing between two others. */
    private void write(boolean flush) throws IOException {
        try {
            if (failure != null) {
                text.clear();
                throw failure;
            }
            text.writeTo(output);
            if (flush) {
                output.flush();
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Hands the rows to the system, so that they outlive this program; unless they are to be compressed. */
    public final void flush() throws IOException {
        write(true);
    }

    /**
     * Writes what is buffered and finishes the output, which stays open: a temporary file can be read then.
     *
     * @param partial why the vector is not what it was to be, if so; that rows could not be written comes first
     * @throws IOException if the file is no vector now; one that only lacks its last rows says so itself
     */
    public final void finish(Optional<String> partial) throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        try {
            flush();
        } catch (IOException e) {
            // It is kept.
        }
        Optional<String> reason = failure().or(() -> partial);
        if (reason.isPresent()) {
            mark(reason.get());
        }
        output.finish();
    }

    /** Why the last rows are missing, if they are. */
    public final Optional<String> failure() {
        return Optional.ofNullable(failure).map(IOException::getMessage);
    }

    private void mark(String reason) throws IOException {
        String harmless = HarmlessText.of(reason);
        byte[] line = ("# partial: " + harmless.substring(0, Math.min(harmless.length(), MAX_REASON)) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        output.write(line, 0, line.length);
    }

    /** Finishes the vector and closes its output. */
    @Override
    public final void close() throws IOException {
        try (output) {
            finish(Optional.empty());
        }
    }
}
