// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.node.PassiveStatus;

class StatusSocketTest {
    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("status");
    }

    private StatusSocket open() throws IOException {
        return StatusSocket.open(path, () -> CompletableFuture.completedFuture(Samples.STATUS));
    }

    @Test
    void everybodyWhoAsksIsTold() throws IOException {
        try (StatusSocket socket = open()) {
            assertEquals(path, socket.path());
            assertEquals(StatusText.of(Samples.STATUS), StatusSocket.ask(path));
            assertEquals(StatusText.of(Samples.STATUS), StatusSocket.ask(path));
        }
        assertTrue(Files.notExists(path));
    }

    @Test
    void onlyUserAndGroupMayAsk() throws IOException {
        try (StatusSocket socket = open()) {
            assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())));
        }
    }

    @Test
    void socketThatAKilledNodeHasLeftBehindIsReplaced() throws IOException {
        ServerSocketChannel leftover = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        leftover.bind(UnixDomainSocketAddress.of(path)).close();
        assertTrue(Files.exists(path));
        try (StatusSocket socket = open()) {
            assertEquals(StatusText.of(Samples.STATUS), StatusSocket.ask(socket.path()));
        }
    }

    @Test
    void socketOfAnotherNodeIsLeftAlone() throws IOException {
        try (StatusSocket first = open()) {
            IOException failure = assertThrows(IOException.class, this::open);
            assertTrue(failure.getMessage().contains("Address already in use"), failure.getMessage());
            assertEquals(StatusText.of(Samples.STATUS), StatusSocket.ask(first.path()));
        }
    }

    @Test
    void fileThatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(path, "precious");
        assertThrows(IOException.class, this::open);
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void nodeThatCannotTellIsNoReasonToWaitForEver() throws IOException {
        CompletableFuture<PassiveStatus> failed = CompletableFuture.failedFuture(new IllegalStateException());
        try (StatusSocket socket = StatusSocket.open(path, () -> failed)) {
            assertEquals("The node does not answer.\n", StatusSocket.ask(socket.path()));
        }
    }

    @Test
    void statusIsAFactALine() {
        assertEquals("""
                uptime: 86400 s
                clients: 2
                measurements: 2
                flows: 7
                connections and flows: 10
                unidentified connections: 1
                temporary results: 123456 bytes
                client 192.0.2.1:4711: control over SCTP for 60 s, 5 flows, measurement $e26e418aa43d6954 for 50 s
                client [2001:db8::1]:4712: control over TCP for 2 s, 2 flows, no measurement
                refused clients that are not allowed: 4
                refused time-outs: 1
                """, StatusText.of(Samples.STATUS));
    }
}
