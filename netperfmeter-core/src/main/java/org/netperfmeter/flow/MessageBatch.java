// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.transport.SendBatch;
import org.netperfmeter.wire.DataHeader;

/**
 * Data messages of one node, ready to be sent together. Payload is the same for every message of the same place and size
 * (protocol.md 4.6.1), so what lies there from the filling before is kept: with frames of constant size only headers are
 * written.
 */
final class MessageBatch {
    /** Room for a message of any size, and for {@link Flow#batchBytes}. */
    private static final int CAPACITY_BYTES = 65536;

    private final SendBatch batch;
    private final boolean activeToPassive;

    /** Where payload lies, for the first {@link #patterned} messages. */
    private final int[] patternStarts;

    private final int[] patternEnds;
    private int patterned;

    /** When messages were stamped, see {@link Clock#toSteadyMicros}. */
    private final long[] steadyMicros;

    /** A batch that has room for that of any flow. */
    MessageBatch(boolean activeToPassive) {
        this.batch = new SendBatch(CAPACITY_BYTES, FlowOptions.MAX_BATCH_MESSAGES);
        this.activeToPassive = activeToPassive;
        this.patternStarts = new int[FlowOptions.MAX_BATCH_MESSAGES];
        this.patternEnds = new int[FlowOptions.MAX_BATCH_MESSAGES];
        this.steadyMicros = new long[FlowOptions.MAX_BATCH_MESSAGES];
    }

    SendBatch batch() {
        return batch;
    }

    ByteBuffer bytes() {
        return batch.bytes();
    }

    /** Whether a message of this size may be added: the first always, others up to limits that the batch's are not below. */
    boolean hasRoomFor(int messageBytes, int limitBytes, int limitMessages) {
        int messages = batch.messages();
        return messages == 0 || (messages < limitMessages && batch.end(messages - 1) + messageBytes <= limitBytes);
    }

    /** Adds a message of which only the header is still to be written. Returns its offset. */
    int add(int messageBytes) {
        int index = batch.add(messageBytes);
        int end = batch.end(index);
        int start = end - messageBytes;
        if (index >= patterned || patternStarts[index] != start || patternEnds[index] < end) {
            DataHeader.fillPayload(
                    batch.bytes(), start + DataHeader.BYTES, messageBytes - DataHeader.BYTES, activeToPassive);
            patternStarts[index] = start;
            // What lay behind may have been overwritten.
            patterned = index + 1;
        }
        patternEnds[index] = end;
        return start;
    }

    /** Offset of a message. */
    int start(int index) {
        return index == 0 ? 0 : batch.end(index - 1);
    }

    /** Whether a frame begins with this message. */
    boolean isFirstOfFrame(int index) {
        return DataHeader.isFirst(batch.bytes(), start(index));
    }

    /** Whether a frame ends with this message. */
    boolean isLastOfFrame(int index) {
        return DataHeader.isLast(batch.bytes(), start(index));
    }

    long timeStampMicros(int index) {
        return DataHeader.timeStampMicros(batch.bytes(), start(index));
    }

    /** The same moment, see {@link Clock#toSteadyMicros}. */
    long steadyMicros(int index) {
        return steadyMicros[index];
    }

    /**
     * The first message of which the kernel took no byte yet. Its stamp and those of all behind it may be renewed; it and
     * all behind it can be given up.
     */
    int firstUntouched() {
        int sent = batch.sentMessages();
        boolean partlySent = sent < batch.messages() && batch.sentBytes() > start(sent);
        return partlySent ? sent + 1 : sent;
    }

    /** Stamps a message and all behind it, of which the kernel must not have taken any byte: they are handed over now. */
    void stamp(int index, long nowMicros, long nowSteadyMicros) {
        for (int i = index; i < batch.messages(); i++) {
            DataHeader.stamp(batch.bytes(), start(i), nowMicros);
            steadyMicros[i] = nowSteadyMicros;
        }
    }
}
