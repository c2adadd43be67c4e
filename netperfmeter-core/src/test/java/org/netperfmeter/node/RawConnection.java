// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A peer's end of a TCP connection: exact bytes, written in hex digits, and blocking reads. */
final class RawConnection implements AutoCloseable {
    private static final int GUARD_MILLIS = 20_000;
    private static final int HEADER_BYTES = 4;
    private static final int RESULTS = 0x08;
    private static final int MAX_RESULTS_BYTES = 1404;

    private final Socket socket;
    private final DataInputStream input;

    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(GUARD_MILLIS);
        input = new DataInputStream(socket.getInputStream());
    }

    static RawConnection to(int port) throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }

    synchronized void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String... hex) throws IOException {
        send(bytes(hex));
    }

    /** The next bytes are these. */
    void expect(String... hex) throws IOException {
        byte[] expected = bytes(hex);
        byte[] actual = input.readNBytes(expected.length);
        assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(actual));
    }

    /** The next bytes, whatever they are. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        input.readFully(bytes);
        return bytes;
    }

    /** The next whole message, header included. */
    byte[] message() throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        input.readFully(header);
        int messageBytes = Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(2));
        ByteBuffer message = ByteBuffer.allocate(messageBytes).put(header);
        input.readFully(message.array(), HEADER_BYTES, messageBytes - HEADER_BYTES);
        return message.array();
    }

    /** A file, as the original uploads it: full pieces of 1400 bytes up to the last, which is flagged. */
    byte[] file() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean last = false;
        while (!last) {
            byte[] results = message();
            assertEquals(RESULTS, results[0]);
            last = results[1] == 1;
            assertEquals(true, last ? results.length < MAX_RESULTS_BYTES : results.length == MAX_RESULTS_BYTES);
            content.write(results, HEADER_BYTES, results.length - HEADER_BYTES);
        }
        return content.toByteArray();
    }

    /** The peer ends the connection, orderly or not, and says nothing before. */
    void expectEnd() throws IOException {
        try {
            assertEquals(-1, input.read());
        } catch (SocketException e) {
            assertEquals("Connection reset", e.getMessage());
        }
    }

    /** Reads and forgets what comes up to the end of the connection. */
    void skipToEnd() throws IOException {
        try {
            input.skipNBytes(Long.MAX_VALUE);
        } catch (EOFException | SocketException e) {
            // This is the end.
        }
    }

    /** Half-closes; nothing if the connection is gone. */
    void endSending() throws IOException {
        if (!socket.isClosed()) {
            socket.shutdownOutput();
        }
    }

    /** Ends the connection as a process that was killed. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
