// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.SocketAddressCodec;
import org.netperfmeter.posix.SystemCalls;

/** Datagrams with their sources, each in a slot of its own. */
final class DatagramReceiveBatch implements ReceiveBatch {
    static final int SLOTS = 32;

    /** Holds every UDP payload. */
    static final int SLOT_BYTES = 64 * 1024;

    private final NativeMemory memory = NativeMemory.allocatePages(SLOTS * SLOT_BYTES);
    private final MessageVector vector = new MessageVector(SLOTS, 0);
    private int count;
    /** Slots that the kernel has written to. */
    private int used = SLOTS;

    DatagramReceiveBatch() {
        memory.bytes().order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < SLOTS; i++) {
            vector.setPayload(i, memory.address() + offset(i), SLOT_BYTES);
        }
    }

    /** Receives what is there, in one system call. Returns how many datagrams, or a negative errno. */
    int receive(int fd) {
        for (int i = 0; i < used; i++) {
            vector.prepareToReceive(i);
        }
        int result = SystemCalls.recvmmsg(fd, vector.address(0), SLOTS, 0);
        count = Math.max(0, result);
        used = count;
        return result;
    }

    /** Forgets datagram {@code index} and all behind it. */
    void truncate(int index) {
        count = index;
    }

    InetSocketAddress source(int index) {
        return SocketAddressCodec.decode(vector.bytes(), vector.nameOffset(index));
    }

    /** Copies the source address of datagram {@code index}. Returns its length. */
    int copySource(int index, ByteBuffer target) {
        int length = vector.nameLength(index);
        target.put(0, vector.bytes(), vector.nameOffset(index), length);
        return length;
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
        return count == SLOTS;
    }

    @Override
    public int offset(int index) {
        return index * SLOT_BYTES;
    }

    @Override
    public int length(int index) {
        return vector.length(index);
    }

    @Override
    public boolean endsMessage(int index) {
        return true;
    }

    @Override
    public int streamId(int index) {
        return 0;
    }

    @Override
    public long sourceHigh(int index) {
        return SocketAddressCodec.addressHigh(vector.bytes(), vector.nameOffset(index));
    }

    @Override
    public long sourceLow(int index) {
        return SocketAddressCodec.addressLow(vector.bytes(), vector.nameOffset(index));
    }

    @Override
    public int sourcePort(int index) {
        return SocketAddressCodec.port(vector.bytes(), vector.nameOffset(index));
    }
}
