// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.ReceptionStamp;
import org.netperfmeter.posix.SystemCalls;

/** One piece of a stream. */
final class StreamReceiveBatch implements ReceiveBatch {
    /** Larger reads gain nothing. */
    static final int CAPACITY_BYTES = 128 * 1024;

    private final NativeMemory memory = NativeMemory.allocatePages(CAPACITY_BYTES);
    private final MessageVector vector = new MessageVector(1, ReceptionStamp.RECEIVE_BYTES);
    private final ReceptionStamp stamp = new ReceptionStamp();
    private int length = -1;
    private boolean stamped;

    StreamReceiveBatch() {
        memory.bytes().order(ByteOrder.BIG_ENDIAN);
        vector.setPayload(0, memory.address(), CAPACITY_BYTES);
    }

    /** Receives what is there, as {@code recv} does. Returns how many bytes, 0 at the end, or a negative errno. */
    int receive(int fd) {
        stamped = false;
        return kept(SystemCalls.recv(fd, memory.address(), CAPACITY_BYTES, 0));
    }

    /** The same with the kernel's stamp, which is that of the last segment of the piece. */
    int receiveStamped(int fd) {
        vector.prepareToReceive(0);
        int result = SystemCalls.recvmsg(fd, vector.address(0), 0);
        stamped = stamp.readClock(vector, Math.min(1, result));
        return kept(result);
    }

    private int kept(int result) {
        received(result > 0 ? result : -1);
        return result;
    }

    /** @param bytes of the piece; negative: there is none */
    void received(int bytes) {
        length = bytes;
    }

    @Override
    public ByteBuffer bytes() {
        return memory.bytes();
    }

    @Override
    public int count() {
        return length < 0 ? 0 : 1;
    }

    @Override
    public boolean isFull() {
        return length == CAPACITY_BYTES;
    }

    @Override
    public int offset(int index) {
        return 0;
    }

    @Override
    public int length(int index) {
        return length;
    }

    @Override
    public boolean endsMessage(int index) {
        return false;
    }

    @Override
    public long ageNanos(int index) {
        return stamped
                ? stamp.ageNanos(vector.bytes(), vector.controlOffset(0), vector.controlLength(0))
                : ReceptionStamp.UNKNOWN;
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
