// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

/**
 * When a piece of what was received arrived. Allocates nothing, so that one serves for all pieces of a reader, and belongs
 * to its thread. The clock is read once a batch.
 */
final class Arrival {
    private Clock clock;
    private long readNanos;
    private long readMicros;
    private long readSteadyMicros;
    private long micros;
    private long steadyMicros;

    /** @param batchNanos when a batch was read, see {@link Clock#nanos} */
    void batch(Clock time, long batchNanos) {
        clock = time;
        readNanos = batchNanos;
        readMicros = time.toMicros(batchNanos);
        readSteadyMicros = time.toSteadyMicros(batchNanos);
        piece(-1);
    }

    /** @param ageNanos how long before its batch was read the next piece had come; negative: unknown, it has come then */
    void piece(long ageNanos) {
        if (ageNanos < 0) {
            micros = readMicros;
            steadyMicros = readSteadyMicros;
        } else {
            micros = clock.toMicros(readNanos - ageNanos);
            steadyMicros = clock.toSteadyMicros(readNanos - ageNanos);
        }
    }

    /** When the batch was read, see {@link Clock#nanos}. */
    long readNanos() {
        return readNanos;
    }

    /** Of the piece, see {@link Clock#toMicros}. */
    long micros() {
        return micros;
    }

    /** Of the piece, see {@link Clock#toSteadyMicros}. */
    long steadyMicros() {
        return steadyMicros;
    }
}
