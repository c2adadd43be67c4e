// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What passes loopback, into a file of a directory. */
final class PacketCapture implements AutoCloseable {
    /** Of the discard service (RFC 863): nothing listens there, and no dissector takes it for its own. */
    private static final int MARKER_PORT = 9;

    private static final String MARKER = "The capture ends behind this datagram.";

    private final Node dumpcap;
    private final Path file;

    private PacketCapture(Node dumpcap, Path file) {
        this.dumpcap = dumpcap;
        this.file = file;
    }

    /**
     * Starts to capture.
     *
     * @param file name of the file in this directory
     * @param filter as of pcap-filter(7)
     */
    static PacketCapture start(Path directory, String file, String filter) {
        String filterWithMarker = "(" + filter + ") or udp dst port " + MARKER_PORT;
        List<String> command = List.of("dumpcap", "-q", "-i", "lo", "-f", filterWithMarker, "-w", file);
        Node dumpcap = Node.start(directory, "capture", command).awaitOutput("File: ");
        return new PacketCapture(dumpcap, directory.resolve(file));
    }

    /** Ends the file behind all that was sent up to now: dumpcap drops what it has not yet written when it is told to end. */
    void finish() {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] marker = MARKER.getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(marker, marker.length, InetAddress.getLoopbackAddress(), MARKER_PORT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dumpcap.await("the marker in " + file, this::hasMarker);
        assertEquals(0, dumpcap.interrupt(), dumpcap::toString);
    }

    private boolean hasMarker() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARKER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        dumpcap.close();
    }
}
