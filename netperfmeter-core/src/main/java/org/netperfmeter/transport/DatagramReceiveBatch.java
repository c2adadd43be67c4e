// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.ReceptionStamp;
import org.netperfmeter.posix.SocketAddressCodec;
import org.netperfmeter.posix.SystemCalls;
import org.netperfmeter.posix.UdpControlData;

/** Datagrams with their sources. Each slot takes one, or a bundle of one size (the last may be shorter). */
final class DatagramReceiveBatch implements ReceiveBatch {
    static final int SLOTS = 32;

    /** Holds every UDP payload, and every bundle. */
    static final int SLOT_BYTES = 64 * 1024;

    /** Beginnings that lie 64 KiB apart would share the same few lines of the CPU's caches. */
    private static final int SLOT_DISTANCE_BYTES = SLOT_BYTES + 4 * 1024;

    /** What a bundle of Linux may have, doubled as newer kernels do; of more, the rest is left out. */
    private static final int MAX_SEGMENTS = 128;

    private final NativeMemory memory = NativeMemory.allocatePages(SLOTS * SLOT_DISTANCE_BYTES);
    private final MessageVector vector =
            new MessageVector(SLOTS, UdpControlData.RECEIVE_BYTES + ReceptionStamp.RECEIVE_BYTES);
    private final int[] offsets = new int[SLOTS * MAX_SEGMENTS];
    private final int[] lengths = new int[SLOTS * MAX_SEGMENTS];
    private final int[] slots = new int[SLOTS * MAX_SEGMENTS];
    private final ReceptionStamp stamp = new ReceptionStamp();
    private boolean stamped;
    private int count;
    /** Slots that the kernel has written to. */
    private int used = SLOTS;

    DatagramReceiveBatch() {
        memory.bytes().order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < SLOTS; i++) {
            vector.setPayload(i, memory.address() + slotOffset(i), SLOT_BYTES);
        }
    }

    private static int slotOffset(int slot) {
        return slot * SLOT_DISTANCE_BYTES;
    }

    /** Receives what is there, in one system call. Returns how many datagrams, or a negative errno. */
    int receive(int fd) {
        for (int i = 0; i < used; i++) {
            vector.prepareToReceive(i);
        }
        int result = SystemCalls.recvmmsg(fd, vector.address(0), SLOTS, 0);
        stamped = stamp.readClock(vector, result);
        used = Math.max(0, result);
        count = 0;
        for (int slot = 0; slot < used; slot++) {
            unpack(slot);
        }
        return result < 0 ? result : count;
    }

    private void unpack(int slot) {
        int end = slotOffset(slot) + vector.length(slot);
        int segmentBytes = vector.controlLength(slot) == 0
                ? 0
                : UdpControlData.segmentBytes(vector.bytes(), vector.controlOffset(slot), vector.controlLength(slot));
        int step = segmentBytes > 0 ? segmentBytes : SLOT_BYTES;
        int first = count;
        int offset = slotOffset(slot);
        do {
            offsets[count] = offset;
            lengths[count] = Math.min(step, end - offset);
            slots[count] = slot;
            count++;
            offset += step;
        } while (offset < end && count - first < MAX_SEGMENTS);
    }

    /** Forgets datagram {@code index} and all behind it. */
    void truncate(int index) {
        count = index;
    }

    InetSocketAddress source(int index) {
        return SocketAddressCodec.decode(vector.bytes(), vector.nameOffset(slots[index]));
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
        return offsets[index];
    }

    @Override
    public int length(int index) {
        return lengths[index];
    }

    @Override
    public boolean endsMessage(int index) {
        return true;
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
        return 0;
    }

    @Override
    public long sourceHigh(int index) {
        return SocketAddressCodec.addressHigh(vector.bytes(), vector.nameOffset(slots[index]));
    }

    @Override
    public long sourceLow(int index) {
        return SocketAddressCodec.addressLow(vector.bytes(), vector.nameOffset(slots[index]));
    }

    @Override
    public int sourcePort(int index) {
        return SocketAddressCodec.port(vector.bytes(), vector.nameOffset(slots[index]));
    }
}
