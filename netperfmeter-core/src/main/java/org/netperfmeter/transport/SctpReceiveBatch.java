// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.ReceptionStamp;
import org.netperfmeter.posix.SctpControlData;
import org.netperfmeter.posix.SctpNotification;
import org.netperfmeter.posix.SystemCalls;

/** Messages of an association, or parts of them, each in a slot of its own. Notifications are no pieces. */
final class SctpReceiveBatch implements ReceiveBatch {
    static final int SLOTS = 32;

    /** Holds every message of NPMP. */
    static final int SLOT_BYTES = 64 * 1024;

    private static final int MSG_NOTIFICATION = OsConstant.MSG_NOTIFICATION.value();
    private static final int MSG_EOR = OsConstant.MSG_EOR.value();

    private final NativeMemory memory = NativeMemory.allocatePages(SLOTS * SLOT_BYTES);
    private final MessageVector vector;

    /** The slot, length, stream and end of each piece. */
    private final int[] slots = new int[SLOTS];

    private final int[] lengths = new int[SLOTS];
    private final int[] streamIds = new int[SLOTS];
    private final boolean[] ends = new boolean[SLOTS];
    private final ReceptionStamp stamp = new ReceptionStamp();
    private boolean stamped;
    private int count;

    /** Slots that the kernel has written to. */
    private int used = SLOTS;

    private boolean ended;
    private boolean lost;

    SctpReceiveBatch() {
        this(new MessageVector(SLOTS, SctpControlData.RECEIVE_BYTES + ReceptionStamp.RECEIVE_BYTES));
    }

    SctpReceiveBatch(MessageVector vector) {
        this.vector = vector;
        memory.bytes().order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < SLOTS; i++) {
            vector.setPayload(i, memory.address() + (long) i * SLOT_BYTES, SLOT_BYTES);
        }
    }

    /** Receives what is there, in one system call. Returns how many slots were filled, or a negative errno. */
    int receive(int fd) {
        for (int i = 0; i < used; i++) {
            vector.prepareToReceive(i);
        }
        int result = SystemCalls.recvmmsg(fd, vector.address(0), SLOTS, 0);
        stamped = stamp.readClock(vector, result);
        take(Math.max(0, result));
        return result;
    }

    /** Makes pieces of what the kernel has put into the first slots. */
    void take(int filled) {
        used = filled;
        clear();
        for (int slot = 0; slot < used && !ended && !lost; slot++) {
            takeSlot(slot);
        }
    }

    /** Forgets what was received. */
    void clear() {
        count = 0;
        ended = false;
        lost = false;
    }

    private void takeSlot(int slot) {
        int flags = vector.flags(slot);
        int length = vector.length(slot);
        if ((flags & MSG_NOTIFICATION) != 0) {
            takeNotification(slot, length);
        } else if (length == 0) {
            // SCTP has no empty messages.
            ended = true;
        } else {
            int streamId =
                    SctpControlData.streamId(vector.bytes(), vector.controlOffset(slot), vector.controlLength(slot));
            add(slot, length, streamId, (flags & MSG_EOR) != 0);
        }
    }

    private void takeNotification(int slot, int length) {
        int offset = slot * SLOT_BYTES;
        switch (SctpNotification.meaning(memory.bytes(), offset, length)) {
            case ENDED -> ended = true;
            case LOST -> lost = true;
            case MESSAGE_ABORTED -> add(slot, 0, SctpNotification.abortedStreamId(memory.bytes(), offset), true);
            case NOTHING -> {
                // Addresses that come and go, and the association's beginning.
            }
        }
    }

    private void add(int slot, int length, int streamId, boolean end) {
        slots[count] = slot;
        lengths[count] = length;
        streamIds[count] = streamId;
        ends[count] = end;
        count++;
    }

    /** Whether the association has ended behind these pieces. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether the association was lost behind these pieces. */
    boolean isLost() {
        return lost;
    }

    @Override
    public ByteBuffer bytes() {
        return memory.bytes();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public boolean isFull() {
        return used == SLOTS;
    }

    @Override
    public int offset(int index) {
        return slots[index] * SLOT_BYTES;
    }

    /** Bytes received; 0 if the rest of a message will not come. */
    @Override
    public int length(int index) {
        return lengths[index];
    }

    @Override
    public boolean endsMessage(int index) {
        return ends[index];
    }

    @Override
    public long ageNanos(int index) {
        int slot = slots[index];
        int length = vector.controlLength(slot);
        return length == 0
                ? ReceptionStamp.UNKNOWN
                : stamp.ageNanos(vector.bytes(), vector.controlOffset(slot), length);
    }

    @Override
    public long readNanos(long nowNanos) {
        return stamped ? stamp.readNanos() : nowNanos;
    }

    @Override
    public int streamId(int index) {
        return streamIds[index];
    }

    @Override
    public long sourceHigh(int index) {
        return 0;
    }

    @Override
    public long sourceLow(int index) {
        return 0;
    }

    @Override
    public int sourcePort(int index) {
        return 0;
    }
}
