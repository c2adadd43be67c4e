// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Native memory into which a transport receives: one piece of a stream, or several datagrams. Allocates once. */
public interface ReceiveBatch {
    /** All memory, big-endian; piece {@code index} lies at {@link #offset}. */
    ByteBuffer bytes();

    int count();

    /** Whether as much was received as the batch can take, so that more may be waiting. */
    boolean isFull();

    int offset(int index);

    /** Bytes received; of a truncated datagram: what fits. */
    int length(int index);

    /** Whether a message of the transport ends with this piece; never on a byte stream. */
    boolean endsMessage(int index);

    /** How long ago the kernel had received piece {@code index} when it was read, in nanoseconds; negative: unknown. */
    default long ageNanos(int index) {
        return -1;
    }

    /**
     * When the batch was read, see {@link System#nanoTime}: if ages of pieces are known, the moment at which they were those.
     *
     * @param nowNanos what a batch answers that knows no ages
     */
    default long readNanos(long nowNanos) {
        return nowNanos;
    }

    /** Stream number within the association; 0 without streams. */
    int streamId(int index);

    /** Source of datagram {@code index} on an unconnected socket: the IPv6 (or mapped IPv4) address, upper half. */
    long sourceHigh(int index);

    /** Source address, lower half. */
    long sourceLow(int index);

    /** {@link #sourceHigh} of an address. */
    static long sourceHigh(InetAddress address) {
        return address instanceof Inet4Address
                ? 0
                : ByteBuffer.wrap(address.getAddress()).getLong(0);
    }

    /** {@link #sourceLow} of an address. */
    static long sourceLow(InetAddress address) {
        return address instanceof Inet4Address
                ? 0xFFFF_0000_0000L
                        | Integer.toUnsignedLong(
                                ByteBuffer.wrap(address.getAddress()).getInt(0))
                : ByteBuffer.wrap(address.getAddress()).getLong(Long.BYTES);
    }

    /** Source port. */
    int sourcePort(int index);
}
