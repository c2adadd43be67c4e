// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

/** The data plane's calls make no garbage: a collection would delay messages. */
@Timeout(120)
@Tag("vm")
class HotPathAllocationTest {
    private static final int CALLS = 2_000;
    private static final int MESSAGES = 4;
    private static final int MESSAGE_BYTES = 1000;

    /** One turn of a loop. */
    @FunctionalInterface
    private interface Turn {
        void run() throws IOException;
    }

    private final StopSignal stop = new StopSignal();

    @AfterEach
    void closeStop() {
        stop.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MPTCP", "UDP", "SCTP", "DCCP"})
    void sendingAndReceivingMakesNoGarbage(TransportProtocol protocol) throws IOException {
        Transport transport = transport(protocol);
        try (Connection connection = Connection.open(transport, List.of(IpFamily.IPV4.loopback()), stop);
                Poller poller = new Poller(4)) {
            poller.add(
                    connection.endpoint() instanceof DatagramEndpoint datagrams
                            ? datagrams
                            : connection.passiveSender(),
                    Poller.READ,
                    connection);
            SendBatch sent = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
            ReceiveBatch received = transport.newReceiveBatch();
            assertNoGarbage(() -> {
                send(connection.active(), sent);
                for (int bytes = 0; bytes < MESSAGES * MESSAGE_BYTES; ) {
                    assertTrue(poller.await(Long.MAX_VALUE) > 0);
                    bytes += bytes(received, connection.receivePassive(received));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP", "SCTP", "DCCP"})
    void sendingBackMakesNoGarbage(TransportProtocol protocol) throws IOException {
        Transport transport = transport(protocol);
        try (Connection connection = Connection.open(transport, List.of(IpFamily.IPV4.loopback()), stop);
                Poller poller = new Poller(4)) {
            poller.add(connection.active(), Poller.READ, connection);
            SendBatch sent = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
            ReceiveBatch received = transport.newReceiveBatch();
            assertNoGarbage(() -> {
                send(connection.passiveSender(), sent);
                for (int bytes = 0; bytes < MESSAGES * MESSAGE_BYTES; ) {
                    assertTrue(poller.await(Long.MAX_VALUE) > 0);
                    bytes += bytes(received, connection.active().receive(received));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MPTCP", "UDP", "SCTP", "DCCP"})
    void nothingToReceiveMakesNoGarbage(TransportProtocol protocol) throws IOException {
        Transport transport = transport(protocol);
        try (Connection connection = Connection.open(transport, List.of(IpFamily.IPV4.loopback()), stop)) {
            ReceiveBatch received = transport.newReceiveBatch();
            assertNoGarbage(() -> {
                if (connection.active().receive(received) != Channel.WOULD_BLOCK) {
                    throw new IllegalStateException("something came");
                }
            });
        }
    }

    @Test
    void fullConnectionMakesNoGarbage() throws IOException {
        Transport transport = transport(TransportProtocol.TCP);
        try (Connection connection = Connection.open(transport, List.of(IpFamily.IPV4.loopback()), stop)) {
            SendBatch sent = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
            int[] blocked = new int[1];
            Turn turn = () -> {
                if (sent.isSent()) {
                    sent.clear();
                    sent.add(MESSAGES * MESSAGE_BYTES);
                }
                blocked[0] += connection.active().send(sent) == Channel.WOULD_BLOCK ? 1 : 0;
                connection.active().awaitWritable(System.nanoTime(), stop);
            };
            while (blocked[0] == 0) {
                turn.run();
            }
            blocked[0] = 0;
            assertNoGarbage(turn);
            assertTrue(blocked[0] > 0);
        }
    }

    @Test
    void fullQueueOfDccpMakesNoGarbage() throws IOException {
        Transport transport = transport(TransportProtocol.DCCP);
        try (Connection connection = Connection.open(transport, List.of(IpFamily.IPV4.loopback()), stop)) {
            SendBatch sent = new SendBatch(MESSAGES * MESSAGE_BYTES, MESSAGES);
            ReceiveBatch received = transport.newReceiveBatch();
            assertNoGarbage(() -> {
                if (sent.isSent()) {
                    sent.clear();
                    sent.add(MESSAGE_BYTES);
                }
                connection.active().send(sent);
                connection.active().awaitWritable(System.nanoTime() + 1_000, stop);
                connection.passiveSender().receive(received);
            });
        }
    }

    @Test
    void waitingMakesNoGarbage() throws IOException {
        try (Poller poller = new Poller(4)) {
            poller.add(stop, Poller.READ, stop);
            assertNoGarbage(() -> {
                poller.await(System.nanoTime() + 1_000);
                poller.modify(stop, 0);
                poller.wake();
                poller.await(Long.MAX_VALUE);
                poller.modify(stop, Poller.READ);
            });
        }
    }

    private static Transport transport(TransportProtocol protocol) {
        Transport transport = Transports.of(protocol);
        assumeTrue(
                transport.support().available(),
                () -> protocol.name().toLowerCase(Locale.ROOT) + ": "
                        + transport.support().reason());
        return transport;
    }

    private static void send(Channel channel, SendBatch batch) throws NativeIoException {
        batch.clear();
        for (int i = 0; i < MESSAGES; i++) {
            batch.add(MESSAGE_BYTES);
        }
        channel.send(batch);
        // DCCP may still be waiting for acknowledgements of what has arrived.
        while (!batch.isSent()) {
            assertTrue(channel.awaitWritable(Long.MAX_VALUE, null));
            channel.send(batch);
        }
    }

    private static int bytes(ReceiveBatch batch, int count) {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += batch.length(i);
        }
        return bytes;
    }

    /** Less than a byte a turn, and so less than a byte a message. */
    private static void assertNoGarbage(Turn turn) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long garbageBytes = Long.MAX_VALUE;
        // The first rounds load classes and are compiled.
        for (int round = 0; round < 80 && garbageBytes >= CALLS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                turn.run();
            }
            garbageBytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(garbageBytes < CALLS, garbageBytes + " bytes of garbage in " + CALLS + " turns");
    }
}
