// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A structure that the kernel has filled as far as it knows it. What lies beyond that is {@link #UNKNOWN}: an older kernel has
 * shorter structures, a newer one fills fields that are not read here.
 *
 * @param bytes in native byte order
 * @param length bytes that the kernel filled, from the offset on
 */
record StructView(ByteBuffer bytes, int offset, int length) {
    static final long UNKNOWN = -1;

    private static final ThreadLocal<NativeMemory> ROOM = ThreadLocal.withInitial(() -> NativeMemory.allocate(8192));

    /**
     * Asks a socket for an option; nothing of it is known if there is no such option. The view holds until this thread asks
     * for the next one.
     */
    static StructView ofOption(NativeSocket socket, OsConstant level, OsConstant option) {
        return ofOption(socket, level, option, room());
    }

    /** As {@link #ofOption(NativeSocket, OsConstant, OsConstant)}, with a request in the memory that is to be filled. */
    static StructView ofOption(NativeSocket socket, OsConstant level, OsConstant option, NativeMemory request) {
        int length = socket.tryOption(level, option, request);
        return new StructView(request.bytes(), 0, Math.max(0, length));
    }

    /** Memory of this thread, filled with zeros. */
    static NativeMemory room() {
        NativeMemory room = ROOM.get();
        ByteBuffer bytes = room.bytes();
        for (int i = 0; i < bytes.capacity(); i += Long.BYTES) {
            bytes.putLong(i, 0);
        }
        return room;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** A structure inside this one, of this length or as much of it as there is. */
    StructView part(int start, int partLength) {
        return new StructView(bytes, offset + start, Math.max(0, Math.min(partLength, length - start)));
    }

    private boolean has(int start, int fieldBytes) {
        return start + fieldBytes <= length;
    }

    long unsigned8(StructLayout field) {
        int at = field.value();
        return has(at, Byte.BYTES) ? Byte.toUnsignedLong(bytes.get(offset + at)) : UNKNOWN;
    }

    long unsigned16(StructLayout field) {
        int at = field.value();
        return has(at, Short.BYTES) ? Short.toUnsignedLong(bytes.getShort(offset + at)) : UNKNOWN;
    }

    long unsigned32(StructLayout field) {
        int at = field.value();
        return has(at, Integer.BYTES) ? Integer.toUnsignedLong(bytes.getInt(offset + at)) : UNKNOWN;
    }

    /** A number of 64 bits; one beyond 2^63 is not known either. */
    long unsigned64(StructLayout field) {
        int at = field.value();
        return has(at, Long.BYTES) ? Math.max(UNKNOWN, bytes.getLong(offset + at)) : UNKNOWN;
    }

    /** A socket address; empty if there is none of IPv4 or IPv6. */
    Optional<InetSocketAddress> address(int start) {
        if (!has(start, SocketAddressCodec.MAX_BYTES) && !has(start, StructLayout.SOCKADDR_IN_BYTES.value())) {
            return Optional.empty();
        }
        int family = bytes.getShort(offset + start);
        boolean inet = family == OsConstant.AF_INET.value();
        boolean inet6 = family == OsConstant.AF_INET6.value() && has(start, SocketAddressCodec.MAX_BYTES);
        return inet || inet6 ? Optional.of(SocketAddressCodec.decode(bytes, offset + start)) : Optional.empty();
    }
}
