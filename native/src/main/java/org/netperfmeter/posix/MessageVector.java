// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/**
 * An array of {@code struct mmsghdr}, each with one {@code struct iovec}, and optionally room for an address and for control
 * data. Slot 0's header also serves sendmsg and recvmsg.
 *
 * <pre>
 * headers (n x mmsghdr) | pieces (n x iovec) | names (n x 32 bytes) | control data (n x c bytes)
 * </pre>
 */
public final class MessageVector {
    /** Most messages that the kernel takes in one call (UIO_MAXIOV). */
    public static final int MAX_CAPACITY = 1024;

    private static final int HEADER_BYTES = StructLayout.MMSGHDR_BYTES.value();
    private static final int LENGTH = StructLayout.MMSGHDR_LENGTH.value();
    private static final int NAME = StructLayout.MSGHDR_NAME.value();
    private static final int NAME_LENGTH = StructLayout.MSGHDR_NAME_LENGTH.value();
    private static final int IOV = StructLayout.MSGHDR_IOV.value();
    private static final int IOV_COUNT = StructLayout.MSGHDR_IOV_COUNT.value();
    private static final int CONTROL = StructLayout.MSGHDR_CONTROL.value();
    private static final int CONTROL_LENGTH = StructLayout.MSGHDR_CONTROL_LENGTH.value();
    private static final int FLAGS = StructLayout.MSGHDR_FLAGS.value();
    private static final int PIECE_BYTES = StructLayout.IOVEC_BYTES.value();
    private static final int PIECE_BASE = StructLayout.IOVEC_BASE.value();
    private static final int PIECE_LENGTH = StructLayout.IOVEC_LENGTH.value();

    /** SocketAddressCodec.MAX_BYTES, rounded up so that control data stays aligned. */
    private static final int NAME_BYTES = 32;

    private final NativeMemory memory;
    private final ByteBuffer bytes;
    private final int capacity;
    private final int controlBytes;

    /**
     * @param capacity messages, 1..{@link #MAX_CAPACITY}
     * @param controlBytes room for control data per message, a multiple of 8; 0: none
     */
    public MessageVector(int capacity, int controlBytes) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity must be 1.." + MAX_CAPACITY + ": " + capacity);
        }
        if (controlBytes < 0 || controlBytes % StructLayout.CMSGHDR_ALIGNMENT.value() != 0) {
            throw new IllegalArgumentException("control bytes must be a multiple of 8: " + controlBytes);
        }
        this.capacity = capacity;
        this.controlBytes = controlBytes;
        memory = NativeMemory.allocatePages(capacity * (HEADER_BYTES + PIECE_BYTES + NAME_BYTES + controlBytes));
        bytes = memory.bytes();
        for (int i = 0; i < capacity; i++) {
            bytes.putLong(header(i) + IOV, memory.address() + piece(i));
            bytes.putLong(header(i) + IOV_COUNT, 1);
        }
    }

    /** The structures, in native byte order. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Address of slot {@code index}, as sendmmsg and recvmmsg (and sendmsg and recvmsg) want it. */
    public long address(int index) {
        return memory.address() + header(index);
    }

    public int capacity() {
        return capacity;
    }

    /** The payload that slot {@code index} sends or receives. */
    public void setPayload(int index, long address, int length) {
        bytes.putLong(piece(index) + PIECE_BASE, address);
        bytes.putLong(piece(index) + PIECE_LENGTH, length);
    }

    /** The destination of slot {@code index}; address 0: that of the connected socket. */
    public void setName(int index, long address, int length) {
        bytes.putLong(header(index) + NAME, address);
        bytes.putInt(header(index) + NAME_LENGTH, length);
    }

    /** Offers the slot's whole room for a name and control data; due before each reception, for the kernel shrinks it. */
    public void prepareToReceive(int index) {
        setName(index, memory.address() + nameOffset(index), NAME_BYTES);
        setControl(index, controlBytes);
        bytes.putInt(header(index) + FLAGS, 0);
    }

    /** Passes the first bytes of the slot's control room; 0: none. */
    public void setControl(int index, int length) {
        bytes.putLong(header(index) + CONTROL, length == 0 ? 0 : memory.address() + controlOffset(index));
        bytes.putLong(header(index) + CONTROL_LENGTH, length);
    }

    /** Payload bytes that sendmmsg or recvmmsg moved. */
    public int length(int index) {
        return bytes.getInt(header(index) + LENGTH);
    }

    /** MSG_TRUNC and the like, after reception. */
    public int flags(int index) {
        return bytes.getInt(header(index) + FLAGS);
    }

    /** Where in {@link #bytes} the source address lies, see {@link SocketAddressCodec}. */
    public int nameOffset(int index) {
        return capacity * (HEADER_BYTES + PIECE_BYTES) + index * NAME_BYTES;
    }

    public int nameLength(int index) {
        return bytes.getInt(header(index) + NAME_LENGTH);
    }

    /** Where in {@link #bytes} the control data lies, see {@link ControlMessages}. */
    public int controlOffset(int index) {
        return capacity * (HEADER_BYTES + PIECE_BYTES + NAME_BYTES) + index * controlBytes;
    }

    public int controlLength(int index) {
        return (int) bytes.getLong(header(index) + CONTROL_LENGTH);
    }

    private int header(int index) {
        return index * HEADER_BYTES;
    }

    private int piece(int index) {
        return capacity * HEADER_BYTES + index * PIECE_BYTES;
    }
}
