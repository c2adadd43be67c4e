// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.NativeIoException;

/** What every transport with connections does beyond {@link TransportContract}, with or without bounds of messages. */
abstract class ConnectionContract extends TransportContract {
    @ParameterizedTest
    @EnumSource
    void nobodyWaitsIsAReturnValue(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            assertNull(((Listener) endpoint).accept());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusedConnectionNamesThePeer(IpFamily family) throws IOException {
        family.assumePresent();
        Endpoint closed = transport.open(0, List.of(family.loopback()), OPTIONS);
        InetSocketAddress nobody = closed.localAddress();
        closed.close();
        NativeIoException e = assertThrows(
                NativeIoException.class, () -> transport.connect(Route.to(nobody), OPTIONS, Long.MAX_VALUE, stop));
        assertEquals(
                "connect " + family.text(nobody.getPort()) + ": Connection refused (ECONNREFUSED)", e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void shuttingDownTwiceOrAfterCloseIsHarmless(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().shutdownSending();
            connection.active().shutdownSending();
            connection.active().close();
            connection.active().shutdownSending();
            assertEquals(-1, connection.active().descriptor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedPeerEndsTheConnection(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().close();
            Connection.awaitReadable(connection.active());
            assertEquals(Channel.END_OF_STREAM, connection.active().receive(transport.newReceiveBatch()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullConnectionIsNotWritableByTheDeadline(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch batch = new SendBatch(60_000, 60);
            do {
                refill(batch);
                connection.active().send(batch);
            } while (connection.active().awaitWritable(System.nanoTime(), stop));
            assertFalse(stop.isRaised());
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopEndsTheWaitOfAFullConnection(IpFamily family) throws Exception {
        try (Connection connection = connect(family)) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    sendForEver(connection.active());
                } catch (NativeIoException e) {
                    throw new AssertionError(e);
                }
            });
            Connection.awaitReadable(connection.passiveSender());
            stop.raise();
            sender.get();
        }
    }

    private void sendForEver(Channel channel) throws NativeIoException {
        SendBatch batch = new SendBatch(60_000, 60);
        do {
            refill(batch);
            channel.send(batch);
        } while (channel.awaitWritable(Long.MAX_VALUE, stop));
    }

    @ParameterizedTest
    @EnumSource
    void peerThatClosesWithoutReadingIsReported(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("unread"));
            Connection.awaitReadable(connection.passiveSender());
            connection.passiveSender().close();
            NativeIoException e = assertThrows(NativeIoException.class, () -> {
                while (connection.active().awaitWritable(Long.MAX_VALUE, stop)) {
                    connection.active().send(Messages.batch("into the void"));
                }
            });
            assertTrue(e.getMessage().startsWith("send to " + family.text(port(connection))), e.getMessage());
        }
    }

    private static void refill(SendBatch batch) {
        batch.clear();
        for (int i = 0; i < 60; i++) {
            batch.add(1000);
        }
    }

    static int port(Connection connection) {
        return connection.active().peerAddress().getPort();
    }
}
