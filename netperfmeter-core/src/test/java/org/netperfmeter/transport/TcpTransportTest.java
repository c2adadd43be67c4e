// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.TransportProtocol;

class TcpTransportTest extends KernelStreamContract {
    /** The kernel begins to stamp some time after the first socket has asked for it. */
    private static final int STAMP_ATTEMPTS = 10_000;

    private static final long APART_NANOS = 10_000_000;

    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.TCP);
    }

    @ParameterizedTest
    @EnumSource
    void kernelSaysHowLongASegmentHasWaited(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            ReceiveBatch batch = transport.newReceiveBatch();
            long passedNanos = awaitStamp(connection, batch);

            assertTrue(batch.ageNanos(0) <= passedNanos, batch.ageNanos(0) + " of " + passedNanos + " ns");
            assertEquals(Channel.WOULD_BLOCK, connection.receivePassive(batch));
            assertTrue(batch.ageNanos(0) < 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stampOfSegmentsThatWaitTogetherIsThatOfTheLast(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            ReceiveBatch batch = transport.newReceiveBatch();
            awaitStamp(connection, batch);
            connection.active().configure(options(true, "default"));
            connection.active().send(Messages.batch("first"));
            Connection.awaitReadable(connection.passiveSender());
            long firstNanos = System.nanoTime();
            while (System.nanoTime() - firstNanos < APART_NANOS) {
                Thread.onSpinWait();
            }
            long receivedBytes = receivedBytes(connection.passiveSender());
            connection.active().send(Messages.batch("last"));
            while (receivedBytes(connection.passiveSender()) == receivedBytes) {
                Thread.onSpinWait();
            }
            assertEquals(1, connection.receivePassive(batch));

            assertEquals("firstlast", Messages.text(batch, 0));
            long stampNanos = batch.readNanos(0) - batch.ageNanos(0);
            assertTrue(stampNanos - firstNanos > APART_NANOS / 2, () -> stampNanos - firstNanos + " ns");
        }
    }

    /** Asks for stamps and receives until there is one. Returns how long that took, in nanoseconds. */
    private static long awaitStamp(Connection connection, ReceiveBatch batch) throws IOException {
        connection.passiveSender().stampReceptions();
        for (int i = 0; i < STAMP_ATTEMPTS; i++) {
            long beforeNanos = System.nanoTime();
            connection.active().send(Messages.batch("asked"));
            Connection.awaitReadable(connection.passiveSender());
            assertEquals(1, connection.receivePassive(batch));
            assertEquals("asked", Messages.text(batch, 0));
            if (batch.ageNanos(0) >= 0) {
                return System.nanoTime() - beforeNanos;
            }
        }
        throw new AssertionError("never stamped");
    }

    private static long receivedBytes(Channel channel) {
        return channel.paths().get(0).value(PathMetric.RECEIVED_BYTES).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void controlConnectionsNoticeAPeerThatHasVanishedWithinTenMinutes(IpFamily family) throws IOException {
        family.assumePresent();
        SocketOptions control = SocketOptions.control(false);
        try (Listener listener = (Listener) transport.open(0, List.of(family.loopback()), control);
                Channel active = transport.connect(Route.to(listener.localAddress()), control, Long.MAX_VALUE, stop)) {
            Connection.awaitReadable(listener);
            try (Channel accepted = listener.accept()) {
                for (Channel channel : List.of(active, accepted)) {
                    assertEquals(60, ((StreamChannel) channel).tcpOption(OsConstant.TCP_KEEPIDLE));
                    assertEquals(60, ((StreamChannel) channel).tcpOption(OsConstant.TCP_KEEPINTVL));
                    assertEquals(9, ((StreamChannel) channel).tcpOption(OsConstant.TCP_KEEPCNT));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyAskedForMultipath(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertEquals(TransportSample.NONE, connection.active().sample());
            assertEquals(TransportSample.NONE, connection.passiveSender().sample());
        }
    }

    @ParameterizedTest
    @EnumSource
    void kernelTellsOfTheConnection(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("0123456789"));
            connection.receiveAtPassive(10);

            PathSample sender = only(connection.active());
            PathSample receiver = only(connection.passiveSender());

            assertEquals("ESTABLISHED", sender.state());
            assertEquals(sender.local(), receiver.remote());
            assertEquals(sender.remote(), receiver.local());
            assertEquals(OptionalLong.of(10), sender.value(PathMetric.SENT_BYTES));
            assertEquals(OptionalLong.of(0), sender.value(PathMetric.RETRANSMITTED_BYTES));
            assertEquals(OptionalLong.of(0), receiver.value(PathMetric.SENT_BYTES));
            assertEquals(OptionalLong.of(10), receiver.value(PathMetric.RECEIVED_BYTES));
            assertEquals(OptionalLong.of(1), sender.value(PathMetric.SUBFLOWS));
            for (PathMetric metric : List.of(
                    PathMetric.RTT,
                    PathMetric.MIN_RTT,
                    PathMetric.RETRANSMISSION_TIMEOUT,
                    PathMetric.CONGESTION_WINDOW,
                    PathMetric.SEGMENT_BYTES,
                    PathMetric.MTU_BYTES)) {
                assertTrue(sender.value(metric).orElse(0) > 0, metric + " of " + sender);
            }
            assertEquals(OptionalLong.empty(), sender.value(PathMetric.DROPS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsKnownOfAClosedConnection(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().close();
            PathSample closed = only(connection.active());
            assertEquals("UNKNOWN", closed.state());
            assertEquals(Map.of(PathMetric.SUBFLOWS, 1L), closed.values());
        }
    }

    private static PathSample only(Channel channel) {
        assertEquals(1, channel.paths().size());
        PathSample sample = channel.paths().get(0);
        assertEquals(PathSample.Part.CONNECTION, sample.part());
        return sample;
    }
}
