// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The payloads of a capture file: pcap with Ethernet frames and IPv4, which is what the golden captures have. TCP becomes
 * one byte stream a direction, everything else one payload a message.
 */
final class Capture {
    private static final int PCAP_MAGIC = 0xA1B2C3D4;
    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEADER_BYTES = 14;
    private static final int IPV4 = 0x0800;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int SCTP = 132;

    private final Map<String, TcpStream> tcpStreams = new LinkedHashMap<>();
    private final Map<String, Map<Integer, byte[]>> sctpMessages = new LinkedHashMap<>();
    private final List<byte[]> datagrams = new ArrayList<>();

    private Capture() {}

    static Capture ofResource(String name) throws IOException {
        try (InputStream input = Capture.class.getResourceAsStream("/captures/" + name)) {
            Capture capture = new Capture();
            capture.read(ByteBuffer.wrap(input.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
            return capture;
        }
    }

    /** Byte streams: both directions of each TCP or MPTCP connection. */
    List<byte[]> streams() {
        return tcpStreams.values().stream().map(TcpStream::bytes).toList();
    }

    /** Payloads of UDP and DCCP packets and of SCTP user messages, each sent once. */
    List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>(datagrams);
        sctpMessages.values().forEach(byTsn -> messages.addAll(byTsn.values()));
        return messages;
    }

    private void read(ByteBuffer file) {
        check(file.getInt() == PCAP_MAGIC, "little-endian pcap");
        file.position(20);
        check(file.getInt() == ETHERNET, "Ethernet");
        while (file.hasRemaining()) {
            file.position(file.position() + 8);
            int capturedBytes = file.getInt();
            check(file.getInt() == capturedBytes, "complete packet");
            readEthernet(take(file, capturedBytes));
        }
    }

    private void readEthernet(ByteBuffer frame) {
        check(frame.getShort(12) == IPV4, "IPv4");
        ByteBuffer packet = from(frame, ETHERNET_HEADER_BYTES);
        int headerBytes = (packet.get(0) & 0x0F) * 4;
        check((packet.getShort(6) & 0x3FFF) == 0, "unfragmented");
        int protocol = packet.get(9);
        packet.limit(Short.toUnsignedInt(packet.getShort(2)));
        ByteBuffer segment = from(packet, headerBytes);
        String direction = Integer.toHexString(packet.getInt(12)) + " " + Integer.toHexString(packet.getInt(16)) + " "
                + Integer.toHexString(segment.getInt(0)); // both ports
        switch (Byte.toUnsignedInt((byte) protocol)) {
            case TCP ->
                tcpStreams.computeIfAbsent(direction, key -> new TcpStream()).add(segment);
            case UDP -> datagrams.add(bytes(from(segment, 8)));
            case DCCP -> readDccp(segment);
            case SCTP -> readSctp(direction, segment);
            default -> throw new IllegalStateException("protocol " + protocol);
        }
    }

    /** RFC 4340, section 5.1. */
    private void readDccp(ByteBuffer packet) {
        int type = (packet.get(8) >> 1) & 0x0F;
        boolean data = type == 2 || type == 4;
        ByteBuffer payload = from(packet, Byte.toUnsignedInt(packet.get(4)) * 4);
        if (data && payload.hasRemaining()) {
            datagrams.add(bytes(payload));
        }
    }

    /** RFC 9260, sections 3 and 3.3.1. */
    private void readSctp(String direction, ByteBuffer packet) {
        packet.position(12);
        while (packet.remaining() >= 4) {
            int start = packet.position();
            int type = packet.get(start);
            int flags = packet.get(start + 1);
            int chunkBytes = Short.toUnsignedInt(packet.getShort(start + 2));
            if (type == 0) {
                check((flags & 0x03) == 0x03, "unfragmented user message");
                int tsn = packet.getInt(start + 4);
                sctpMessages
                        .computeIfAbsent(direction, key -> new TreeMap<>(Integer::compareUnsigned))
                        .put(tsn, bytes(packet.slice(start + 16, chunkBytes - 16)));
            }
            packet.position(Math.min(packet.limit(), start + (chunkBytes + 3) / 4 * 4));
        }
    }

    /** One direction of a TCP connection. */
    private static final class TcpStream {
        private static final int SYN = 0x02;

        private final Map<Long, ByteBuffer> segments = new TreeMap<>();
        private int firstSequenceNumber;

        void add(ByteBuffer segment) {
            int sequenceNumber = segment.getInt(4);
            if ((segment.get(13) & SYN) != 0) {
                firstSequenceNumber = sequenceNumber + 1;
                return;
            }
            ByteBuffer payload = from(segment, ((segment.get(12) >> 4) & 0x0F) * 4);
            if (payload.hasRemaining()) {
                segments.put(Integer.toUnsignedLong(sequenceNumber - firstSequenceNumber), payload);
            }
        }

        byte[] bytes() {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            segments.forEach((offset, payload) -> {
                check(offset <= stream.size(), "no hole in the stream");
                byte[] bytes = Capture.bytes(payload);
                int known = (int) Math.min(bytes.length, stream.size() - offset);
                stream.write(bytes, known, bytes.length - known);
            });
            return stream.toByteArray();
        }
    }

    private static ByteBuffer take(ByteBuffer buffer, int bytes) {
        ByteBuffer taken = buffer.slice(buffer.position(), bytes);
        buffer.position(buffer.position() + bytes);
        return taken;
    }

    private static ByteBuffer from(ByteBuffer buffer, int offset) {
        return buffer.slice(offset, buffer.limit() - offset);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void check(boolean expected, String what) {
        if (!expected) {
            throw new IllegalStateException("expected: " + what);
        }
    }
}
