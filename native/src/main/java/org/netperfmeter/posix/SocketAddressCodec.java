// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * {@code struct sockaddr_in} and {@code struct sockaddr_in6} (RFC 3493 section 3.3) as bytes. Buffers are in native byte
 * order; ports and addresses lie in network order.
 *
 * <pre>
 *            0        2      4            8                 24
 * IPv4       family   port   address      zeros (8 bytes)
 * IPv6       family   port   flow info    address           scope id (native order)
 * </pre>
 */
public final class SocketAddressCodec {
    /** Room for an address of either family. */
    public static final int MAX_BYTES = 28;

    private static final int AF_INET = OsConstant.AF_INET.value();
    private static final int AF_INET6 = OsConstant.AF_INET6.value();

    private static final int FAMILY = StructLayout.SOCKADDR_FAMILY.value();
    private static final int PORT = StructLayout.SOCKADDR_IN_PORT.value();
    private static final int INET_BYTES = StructLayout.SOCKADDR_IN_BYTES.value();
    private static final int INET_ADDRESS = StructLayout.SOCKADDR_IN_ADDRESS.value();
    private static final int INET6_BYTES = StructLayout.SOCKADDR_IN6_BYTES.value();
    private static final int INET6_FLOW_INFO = StructLayout.SOCKADDR_IN6_FLOW_INFO.value();
    private static final int INET6_ADDRESS = StructLayout.SOCKADDR_IN6_ADDRESS.value();
    private static final int INET6_SCOPE_ID = StructLayout.SOCKADDR_IN6_SCOPE_ID.value();

    private static final int INET6_ADDRESS_BYTES = 16;

    /** Upper four bytes of the lower half of an IPv4-mapped IPv6 address: ::ffff:a.b.c.d. */
    private static final long MAPPED_PREFIX = 0xffffL << 32;

    private SocketAddressCodec() {}

    /**
     * Writes an address for a socket of the given family. An IPv4 address for an IPv6 socket becomes its IPv4-mapped form.
     *
     * @param family AF_INET or AF_INET6
     * @return bytes written
     * @throws IllegalArgumentException if the address is unresolved, or IPv6 and the socket IPv4
     */
    public static int encode(InetSocketAddress address, int family, ByteBuffer buffer, int offset) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + address);
        }
        InetAddress host = address.getAddress();
        if (family == AF_INET) {
            if (!(host instanceof Inet4Address)) {
                throw new IllegalArgumentException("not an IPv4 address: " + address);
            }
            return encodeInet(host.getAddress(), address.getPort(), buffer, offset);
        }
        int scopeId = host instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
        return encodeInet6(mapped(host), address.getPort(), 0, scopeId, buffer, offset);
    }

    private static int encodeInet(byte[] host, int port, ByteBuffer buffer, int offset) {
        buffer.putShort(offset + FAMILY, (short) AF_INET);
        putNetworkShort(buffer, offset + PORT, port);
        buffer.put(offset + INET_ADDRESS, host);
        for (int i = INET_ADDRESS + host.length; i < INET_BYTES; i++) {
            buffer.put(offset + i, (byte) 0);
        }
        return INET_BYTES;
    }

    /**
     * Writes an IPv6 address.
     *
     * @param host 16 bytes
     * @param flowInfo traffic class and flow label, in host order
     * @param scopeId interface of a link-local address, else 0
     * @return bytes written
     */
    static int encodeInet6(byte[] host, int port, int flowInfo, int scopeId, ByteBuffer buffer, int offset) {
        buffer.putShort(offset + FAMILY, (short) AF_INET6);
        putNetworkShort(buffer, offset + PORT, port);
        buffer.putInt(offset + INET6_FLOW_INFO, network(flowInfo, buffer));
        buffer.put(offset + INET6_ADDRESS, host);
        buffer.putInt(offset + INET6_SCOPE_ID, scopeId);
        return INET6_BYTES;
    }

    /**
     * Reads an address. An IPv4-mapped IPv6 address becomes IPv4.
     *
     * @throws IllegalArgumentException if the family is neither IPv4 nor IPv6
     */
    public static InetSocketAddress decode(ByteBuffer buffer, int offset) {
        int family = buffer.getShort(offset + FAMILY);
        try {
            if (family == AF_INET) {
                byte[] host = new byte[Integer.BYTES];
                buffer.get(offset + INET_ADDRESS, host);
                return new InetSocketAddress(InetAddress.getByAddress(host), port(buffer, offset));
            }
            if (family == AF_INET6) {
                byte[] host = new byte[INET6_ADDRESS_BYTES];
                buffer.get(offset + INET6_ADDRESS, host);
                return new InetSocketAddress(inet6(host, scopeId(buffer, offset)), port(buffer, offset));
            }
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
        throw new IllegalArgumentException("address family " + family);
    }

    private static InetAddress inet6(byte[] host, int scopeId) throws UnknownHostException {
        InetAddress plain = InetAddress.getByAddress(host);
        return scopeId == 0 || plain instanceof Inet4Address ? plain : Inet6Address.getByAddress(null, host, scopeId);
    }

    public static int port(ByteBuffer buffer, int offset) {
        return Short.toUnsignedInt(network(buffer.getShort(offset + PORT), buffer));
    }

    /** Upper half of the IPv6 (or IPv4-mapped) address; allocates nothing. */
    public static long addressHigh(ByteBuffer buffer, int offset) {
        boolean inet = buffer.getShort(offset + FAMILY) == AF_INET;
        return inet ? 0 : network(buffer.getLong(offset + INET6_ADDRESS), buffer);
    }

    /** Lower half of the IPv6 (or IPv4-mapped) address; allocates nothing. */
    public static long addressLow(ByteBuffer buffer, int offset) {
        if (buffer.getShort(offset + FAMILY) == AF_INET) {
            int host = network(buffer.getInt(offset + INET_ADDRESS), buffer);
            return MAPPED_PREFIX | Integer.toUnsignedLong(host);
        }
        return network(buffer.getLong(offset + INET6_ADDRESS + Long.BYTES), buffer);
    }

    static int flowInfo(ByteBuffer buffer, int offset) {
        return network(buffer.getInt(offset + INET6_FLOW_INFO), buffer);
    }

    static int scopeId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + INET6_SCOPE_ID);
    }

    private static byte[] mapped(InetAddress host) {
        byte[] bytes = host.getAddress();
        if (bytes.length == INET6_ADDRESS_BYTES) {
            return bytes;
        }
        byte[] mapped = new byte[INET6_ADDRESS_BYTES];
        Arrays.fill(mapped, 10, 12, (byte) 0xff);
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return mapped;
    }

    private static void putNetworkShort(ByteBuffer buffer, int offset, int value) {
        buffer.putShort(offset, network((short) value, buffer));
    }

    private static short network(short value, ByteBuffer buffer) {
        return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }

    private static int network(int value, ByteBuffer buffer) {
        return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private static long network(long value, ByteBuffer buffer) {
        return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }
}
