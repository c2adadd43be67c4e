// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads a capture (draft-ietf-opsawg-pcap) of an Ethernet interface in this machine's byte order.
 *
 * <pre>
 * file:   4 magic, 4 version, 8 zero, 4 longest packet, 4 link type
 * packet: 4 seconds, 4 micro- or nanoseconds, 4 bytes that follow, 4 bytes that it had
 * </pre>
 */
final class PcapFile implements Closeable {
    private static final int MICROSECONDS_MAGIC = 0xA1B2C3D4;
    private static final int NANOSECONDS_MAGIC = 0xA1B23C4D;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int ETHERNET = 1;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int LONGEST_PACKET_BYTES = 1 << 18;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final InputStream input;
    private final long nanosPerUnit;

    /**
     * A packet.
     *
     * @param nanos since 1970
     * @param bytes of it that were kept, from the Ethernet header on, in network byte order
     */
    record Packet(long nanos, ByteBuffer bytes) {}

    PcapFile(InputStream input) throws IOException {
        this.input = new BufferedInputStream(input, 1 << 16);
        ByteBuffer header = read(FILE_HEADER_BYTES).order(ByteOrder.nativeOrder());
        int magic = header.remaining() < FILE_HEADER_BYTES ? 0 : header.getInt(0);
        if (magic != MICROSECONDS_MAGIC && magic != NANOSECONDS_MAGIC) {
            throw new IOException("not a capture of this machine");
        }
        if (header.getInt(LINK_TYPE_OFFSET) != ETHERNET) {
            throw new IOException("not a capture of an Ethernet interface");
        }
        nanosPerUnit = magic == MICROSECONDS_MAGIC ? 1000 : 1;
    }

    /** The next packet; empty at the end, also where the last packet is cut off. */
    Optional<Packet> next() throws IOException {
        ByteBuffer header = read(PACKET_HEADER_BYTES).order(ByteOrder.nativeOrder());
        if (header.remaining() < PACKET_HEADER_BYTES) {
            return Optional.empty();
        }
        long nanos = Integer.toUnsignedLong(header.getInt()) * NANOS_PER_SECOND + header.getInt() * nanosPerUnit;
        int length = header.getInt();
        if (length < 0 || length > LONGEST_PACKET_BYTES) {
            throw new IOException("a packet of " + length + " bytes in a capture");
        }
        ByteBuffer bytes = read(length);
        return bytes.remaining() < length ? Optional.empty() : Optional.of(new Packet(nanos, bytes));
    }

    private ByteBuffer read(int count) throws IOException {
        return ByteBuffer.wrap(input.readNBytes(count));
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
