// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.netperfmeter.flow.Clock;

/**
 * Writes the rows of the flows of a measurement, on a thread of its own if there are vectors: to compress what waits in the
 * ring of a saturated flow takes seconds, for which no sample is to wait.
 */
final class RowWriter {
    /** How long rows may wait to be seen in their files. */
    static final long FLUSH_NANOS = 1_000_000_000L;

    /** How long rows may wait in their rings. */
    private static final int DRAIN_MILLIS = 10;

    private final List<FlowRecord> flows;
    private final Clock clock;
    private final Consumer<String> failed;
    private final Beat flushes;
    private final Optional<RepeatingThread> thread;

    /**
     * Starts to write.
     *
     * @param flows of which some, or none, have vectors
     * @param firstFlushNanos no file changes before, but for one that is not beside its name, or that has many rows
     * @param failed is told why rows are missing, by the thread of this
     */
    RowWriter(List<FlowRecord> flows, Clock clock, long firstFlushNanos, Consumer<String> failed) {
        this.flows =
                flows.stream().filter(record -> record.vector().isPresent()).toList();
        this.clock = clock;
        this.failed = failed;
        flushes = new Beat(firstFlushNanos, FLUSH_NANOS);
        thread = this.flows.isEmpty()
                ? Optional.empty()
                : Optional.of(new RepeatingThread("rows", this::drain, this::failed));
    }

    private long drain() {
        boolean flush = flushes.take(clock.nanos());
        for (FlowRecord record : flows) {
            try {
                record.drainVector(flush);
            } catch (IOException e) {
                failed.accept(e.getMessage());
            }
        }
        return DRAIN_MILLIS;
    }

    private void failed(Throwable reason) {
        failed.accept(reason.toString());
        flows.forEach(FlowRecord::endVector);
    }

    /** Writes no more, and returns when the thread has ended; what it has not come to is for {@link FlowRecord#finishVector}. */
    void stop() {
        thread.ifPresent(RepeatingThread::stop);
    }
}
