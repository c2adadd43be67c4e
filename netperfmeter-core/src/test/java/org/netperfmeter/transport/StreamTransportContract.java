// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What byte streams do beyond {@link ConnectionContract}. */
abstract class StreamTransportContract extends ConnectionContract {
    private static final int MESSAGE_BYTES = 1000;
    private static final int MESSAGES = 60;

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
}
