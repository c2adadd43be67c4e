// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NativeSocketTest {
    private InetSocketAddress anyPort;

    @BeforeEach
    void resolve() throws Exception {
        anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    @Test
    void connectionIsAcceptedWithItsAddress() throws Exception {
        try (NativeSocket listener = tcp();
                NativeSocket active = tcp()) {
            listener.bind(anyPort);
            listener.listen(1);
            assertNull(listener.accept());
            connect(active, listener.localAddress());
            awaitReadable(listener);
            try (NativeSocket passive = listener.accept()) {
                assertEquals(active.localAddress(), passive.meantFor());
                assertEquals(active.localAddress(), passive.peerAddress());
                assertEquals(listener.localAddress(), active.peerAddress());
                assertEquals(listener.family(), passive.family());
            }
        }
    }

    @Test
    void acceptedSocketDoesNotBlock() throws Exception {
        try (NativeSocket listener = tcp();
                NativeSocket active = tcp()) {
            listener.bind(anyPort);
            listener.listen(1);
            connect(active, listener.localAddress());
            awaitReadable(listener);
            try (NativeSocket passive = listener.accept()) {
                NativeMemory memory = NativeMemory.allocate(8);
                assertEquals(-Errno.EAGAIN.number(), SystemCalls.recv(passive.number(), memory.address(), 8, 0));
            }
        }
    }

    @Test
    void refusedConnectionNamesThePeer() throws Exception {
        InetSocketAddress refused;
        try (NativeSocket unused = tcp()) {
            unused.bind(anyPort);
            refused = unused.localAddress();
            try (NativeSocket active = tcp()) {
                NativeIoException e = assertThrows(NativeIoException.class, () -> {
                    connect(active, refused);
                });
                assertEquals(
                        "connect 127.0.0.1:" + refused.getPort() + ": Connection refused (ECONNREFUSED)",
                        e.getMessage());
            }
        }
    }

    @Test
    void usedAddressIsNamed() throws Exception {
        try (NativeSocket first = tcp();
                NativeSocket second = tcp()) {
            first.bind(anyPort);
            InetSocketAddress used = first.localAddress();
            NativeIoException e = assertThrows(NativeIoException.class, () -> second.bind(used));
            assertEquals("bind 127.0.0.1:" + used.getPort() + ": Address already in use (EADDRINUSE)", e.getMessage());
        }
    }

    @Test
    void optionsAreWrittenAndRead() throws Exception {
        try (NativeSocket socket = tcp()) {
            socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_NODELAY, 1);
            assertEquals(1, socket.option(OsConstant.IPPROTO_TCP, OsConstant.TCP_NODELAY));
            socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_NODELAY, 0);
            assertEquals(0, socket.option(OsConstant.IPPROTO_TCP, OsConstant.TCP_NODELAY));
            assertEquals(6, socket.option(OsConstant.SOL_SOCKET, OsConstant.SO_PROTOCOL));
        }
    }

    @Test
    void refusedOptionIsNamedWithItsValue() throws Exception {
        try (NativeSocket socket = tcp()) {
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_CONGESTION, "nonsense"));
            assertEquals(
                    "setsockopt TCP_CONGESTION=nonsense of 127.0.0.1:0: No such file or directory (ENOENT)",
                    e.getMessage());
        }
    }

    @Test
    void overlongOptionIsRefused() throws Exception {
        try (NativeSocket socket = tcp()) {
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_CONGESTION, "x".repeat(1000)));
            assertTrue(e.is(Errno.EINVAL) || e.is(Errno.ENOENT), e.getMessage());
        }
    }

    @Test
    void structuresAreReadAsFarAsTheyFit() throws Exception {
        try (NativeSocket socket = tcp()) {
            NativeMemory name = NativeMemory.allocate(16);
            socket.setOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_CONGESTION, "reno");
            int length = socket.tryOption(OsConstant.IPPROTO_TCP, OsConstant.TCP_CONGESTION, name);
            byte[] text = new byte[4];
            name.bytes().get(0, text);
            assertEquals(16, length);
            assertEquals("reno", new String(text, java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void closedSocketHasNoNumber() throws Exception {
        NativeSocket socket = tcp();
        assertTrue(socket.number() >= 0);
        socket.close();
        socket.close();
        assertEquals(-1, socket.number());
        assertEquals(-Errno.EBADF.number(), socket.tryOption(OsConstant.SOL_SOCKET, OsConstant.SO_ERROR));
        assertThrows(NativeIoException.class, socket::localAddress);
    }

    @Test
    void unknownProtocolIsNamed() {
        NativeIoException e = assertThrows(
                NativeIoException.class,
                () -> NativeSocket.open(OsConstant.AF_INET, OsConstant.SOCK_DGRAM, OsConstant.IPPROTO_MPTCP, anyPort));
        assertTrue(e.getMessage().startsWith("socket AF_INET IPPROTO_MPTCP for 127.0.0.1:0: "), e.getMessage());
    }

    private NativeSocket tcp() throws NativeIoException {
        return NativeSocket.open(OsConstant.AF_INET, OsConstant.SOCK_STREAM, OsConstant.IPPROTO_TCP, anyPort);
    }

    private static void connect(NativeSocket socket, InetSocketAddress peer) throws NativeIoException {
        if (!socket.connect(peer)) {
            PollSet set = new PollSet(1);
            set.set(0, socket.number(), OsConstant.POLLOUT.value());
            assertEquals(1, set.await(Long.MAX_VALUE));
        }
        socket.finishConnect(peer);
        assertFalse(socket.number() < 0);
    }

    private static void awaitReadable(NativeSocket socket) throws NativeIoException {
        PollSet set = new PollSet(1);
        set.set(0, socket.number(), OsConstant.POLLIN.value());
        assertEquals(1, set.await(Long.MAX_VALUE));
    }
}
