// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events as lines of JSON on standard output. Whoever reads them slowly, or not at all, stops nobody: a thread writes them,
 * and what waits for it has a bound.
 */
final class EventStream {
    private static final long MAX_WAITING_BYTES = 1 << 24;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Only the writer may touch it: a write that does not end keeps its lock, even from being asked for errors. */
    private final PrintStream out;

    private final long maxWaitingBytes;
    private final BackgroundWriter writer;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong omitted = new AtomicLong();
    private volatile boolean refused;

    EventStream(PrintStream out) {
        this(out, MAX_WAITING_BYTES, PATIENCE);
    }

    /**
     * Nothing has been told yet.
     *
     * @param maxWaitingBytes from which on events may be left out
     * @param patience with a reader, before it is given up
     */
    EventStream(PrintStream out, long maxWaitingBytes, Duration patience) {
        this.out = out;
        this.maxWaitingBytes = maxWaitingBytes;
        writer = new BackgroundWriter("json", patience);
    }

    /** Tells an event, however much is waiting. */
    void tell(ObjectNode event) {
        // JSON is UTF-8, whatever the terminal has.
        byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
        waitingBytes.addAndGet(line.length);
        writer.execute(() -> write(line));
    }

    /** Tells an event, or leaves it out if too much is waiting. Returns how many have been left out. */
    long offer(ObjectNode event) {
        if (waitingBytes.get() >= maxWaitingBytes) {
            return omitted.incrementAndGet();
        }
        tell(event);
        return omitted.get();
    }

    private void write(byte[] line) {
        out.writeBytes(line);
        if (out.checkError()) {
            refused = true;
        }
        waitingBytes.addAndGet(-line.length);
    }

    /** Waits for the reader to take what was told so far; returns why it has not all of it, if so. */
    Optional<String> catchUp() {
        return failure(writer.catchUp());
    }

    /** Nothing more will be told; returns why the reader has not all that was, if so. */
    Optional<String> close() {
        return failure(writer.close());
    }

    private Optional<String> failure(boolean taken) {
        if (refused || !taken) {
            return Optional.of("standard output did not take the events");
        }
        return omitted.get() == 0
                ? Optional.empty()
                : Optional.of("standard output was read too slowly: it lacks " + omitted + " interval events");
    }
}
