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

/** What every transport of streams does beyond {@link TransportContract}. */
abstract class StreamTransportContract extends TransportContract {
    private static final int MESSAGE_BYTES = 1000;
    private static final int MESSAGES = 60;

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
    void streamEndsBehindItsLastByte(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("last"));
            connection.active().shutdownSending();
            assertEquals("last", connection.receiveAtPassive(4));
            Connection.awaitReadable(connection.passiveSender());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(Channel.END_OF_STREAM, connection.passiveSender().receive(batch));
            assertEquals(0, batch.count());
            assertEquals(Channel.END_OF_STREAM, connection.passiveSender().receive(batch));
        }
    }

    @ParameterizedTest
    @EnumSource
    void halfClosedConnectionCarriesTheOtherDirection(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().shutdownSending();
            Connection.awaitReadable(connection.passiveSender());
            assertEquals(Channel.END_OF_STREAM, connection.passiveSender().receive(transport.newReceiveBatch()));
            assertEquals(5, connection.passiveSender().send(Messages.batch("still")));
            assertEquals("still", connection.receiveAtActive(5));
        }
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
    void closedPeerEndsTheStream(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().close();
            Connection.awaitReadable(connection.active());
            assertEquals(Channel.END_OF_STREAM, connection.active().receive(transport.newReceiveBatch()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullConnectionTakesPartOfABatchAndLaterTheRest(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch batch = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
            long sentBytes = 0;
            int round = 0;
            fill(batch, round);
            int result = connection.active().send(batch);
            while (result != Channel.WOULD_BLOCK) {
                sentBytes += result;
                assertEquals(batch.sentBytes() / MESSAGE_BYTES, batch.sentMessages());
                if (batch.isSent()) {
                    round++;
                    fill(batch, round);
                }
                result = connection.active().send(batch);
            }
            assertFalse(batch.isSent());

            long expectedBytes = (long) (round + 1) * MESSAGES * MESSAGE_BYTES;
            drain(connection, batch, sentBytes, expectedBytes);
            assertTrue(batch.isSent());
            assertEquals(MESSAGES, batch.sentMessages());
            assertTrue(connection.active().awaitWritable(Long.MAX_VALUE, stop));
        }
    }

    /** Sends the rest while the other side reads and compares. */
    private void drain(Connection connection, SendBatch batch, long sentBytes, long expectedBytes) throws IOException {
        ReceiveBatch received = transport.newReceiveBatch();
        long receivedBytes = 0;
        while (receivedBytes < expectedBytes) {
            if (sentBytes < expectedBytes) {
                sentBytes += Math.max(0, connection.active().send(batch));
            }
            Connection.awaitReadable(connection.passiveSender());
            assertEquals(1, connection.passiveSender().receive(received));
            for (int i = 0; i < received.length(0); i++) {
                assertEquals(pattern(receivedBytes + i), received.bytes().get(received.offset(0) + i));
            }
            receivedBytes += received.length(0);
        }
        assertEquals(expectedBytes, receivedBytes);
        assertEquals(Channel.WOULD_BLOCK, connection.passiveSender().receive(received));
    }

    private static void fill(SendBatch batch, int round) {
        batch.clear();
        long position = (long) round * MESSAGES * MESSAGE_BYTES;
        for (int i = 0; i < MESSAGES; i++) {
            batch.add(MESSAGE_BYTES);
        }
        for (int i = 0; i < MESSAGES * MESSAGE_BYTES; i++) {
            batch.bytes().put(i, pattern(position + i));
        }
    }

    /** A byte that tells a wrong position by its value: the period is no power of two. */
    private static byte pattern(long position) {
        return (byte) (position % 251);
    }

    @ParameterizedTest
    @EnumSource
    void fullConnectionIsNotWritableByTheDeadline(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch batch = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
            do {
                fill(batch, 0);
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
        SendBatch batch = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
        do {
            fill(batch, 0);
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

    static int port(Connection connection) {
        return connection.active().peerAddress().getPort();
    }
}
