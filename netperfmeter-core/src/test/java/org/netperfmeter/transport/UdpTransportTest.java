// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TransportProtocol;

class UdpTransportTest extends TransportContract {
    private static final BufferSize UNTOUCHED = new BufferSize(0, false);
    private static final SocketOptions BUNDLED =
            new SocketOptions(UNTOUCHED, UNTOUCHED, false, "default", false, 0, 0, true, false);
    private static final int MAX_IPV4_PAYLOAD = 65507;
    private static final int STAMP_ATTEMPTS = 1000;
    private static final long WAIT_NANOS = 1_000_000;

    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.UDP);
    }

    @ParameterizedTest
    @EnumSource
    void kernelSaysHowLongDatagramsHaveWaited(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            awaitStamps(connection);
            long beforeNanos = System.nanoTime();
            connection.active().send(Messages.batch("first"));
            connection.active().send(Messages.batch("second"));
            Connection.awaitReadable(connection.endpoint());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(2, connection.receivePassive(batch));
            long passedNanos = System.nanoTime() - beforeNanos;

            assertTrue(batch.ageNanos(0) >= batch.ageNanos(1), () -> batch.ageNanos(0) + ", " + batch.ageNanos(1));
            assertTrue(batch.ageNanos(1) > 0, () -> batch.ageNanos(1) + " ns");
            assertTrue(batch.ageNanos(0) <= passedNanos, () -> batch.ageNanos(0) + " of " + passedNanos + " ns");
        }
    }

    /** Linux begins to stamp soon after it was asked to; before, a datagram has the time at which it is read. */
    private void awaitStamps(Connection connection) throws IOException {
        ((DatagramEndpoint) connection.endpoint()).stampReceptions();
        ReceiveBatch batch = transport.newReceiveBatch();
        for (int i = 0; i < STAMP_ATTEMPTS; i++) {
            connection.active().send(Messages.batch("asked"));
            Connection.awaitReadable(connection.endpoint());
            long thereNanos = System.nanoTime();
            while (System.nanoTime() - thereNanos < WAIT_NANOS) {
                Thread.onSpinWait();
            }
            assertEquals(1, connection.receivePassive(batch));
            if (batch.ageNanos(0) >= WAIT_NANOS) {
                return;
            }
        }
        throw new AssertionError("never stamped");
    }

    @ParameterizedTest
    @EnumSource
    void kernelStampsOnlyWhereItIsAskedTo(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("x"));
            Connection.awaitReadable(connection.endpoint());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(1, connection.receivePassive(batch));
            assertTrue(batch.ageNanos(0) < 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void datagramsKeepTheirBounds(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("first", "second", "", "x"));
            ReceiveBatch batch = transport.newReceiveBatch();
            List<String> received = new ArrayList<>();
            while (received.size() < 4) {
                Connection.awaitReadable(connection.endpoint());
                int count = connection.receivePassive(batch);
                for (int i = 0; i < count; i++) {
                    received.add(Messages.text(batch, i));
                }
            }
            assertEquals(List.of("first", "second", "", "x"), received);
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreDatagramsThanABatchHoldsWaitForTheNextCall(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch sent = new SendBatch(1000, 50);
            for (int i = 0; i < 50; i++) {
                sent.bytes().put(sent.start(sent.add(2)), (byte) i);
            }
            assertEquals(100, connection.active().send(sent));
            assertEquals(50, sent.sentMessages());

            ReceiveBatch batch = transport.newReceiveBatch();
            Connection.awaitReadable(connection.endpoint());
            assertEquals(32, connection.receivePassive(batch));
            assertEquals(32, batch.count());
            assertEquals(31, batch.bytes().get(batch.offset(31)));
            assertEquals(18, connection.receivePassive(batch));
            assertEquals(18, batch.count());
            assertEquals(32, batch.bytes().get(batch.offset(0)));
            assertEquals(2, batch.length(17));
            assertEquals(Channel.WOULD_BLOCK, connection.receivePassive(batch));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bundlesAreToldApart(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().configure(BUNDLED);
            connection.passiveSender().configure(BUNDLED);
            // Bundles: 64 of 100 bytes, 6 of 100 and the 60, 1 of 20, 2 of 200.
            int[] sizes = new int[74];
            Arrays.fill(sizes, 0, 70, 100);
            sizes[70] = 60;
            sizes[71] = 20;
            sizes[72] = 200;
            sizes[73] = 200;
            assertEquals(7000 + 60 + 20 + 400, connection.active().send(numbered(sizes)));
            ReceiveBatch batch = transport.newReceiveBatch();
            Connection.awaitReadable(connection.endpoint());
            assertEquals(74, connection.receivePassive(batch), "more than the batch has slots");
            assertArrayEquals(sizes, lengths(batch));
            for (int i = 0; i < sizes.length; i++) {
                assertEquals(i, batch.bytes().get(batch.offset(i)));
                assertEquals(connection.active().localAddress().getPort(), batch.sourcePort(i));
            }

            assertEquals(300, connection.passiveSender().send(numbered(100, 100, 100)));
            Connection.awaitReadable(connection.active());
            assertEquals(3, connection.active().receive(batch));
            assertArrayEquals(new int[] {100, 100, 100}, lengths(batch));
        }
    }

    @Test
    void bundleIsCutBeforeItGrowsTooLongForADatagram() throws IOException {
        try (Connection connection = connect(IpFamily.IPV4)) {
            connection.active().configure(BUNDLED);
            connection.passiveSender().configure(BUNDLED);
            assertEquals(65508, connection.active().send(numbered(40000, 25507, 1)));
            ReceiveBatch batch = transport.newReceiveBatch();
            List<Integer> received = new ArrayList<>();
            while (received.size() < 3) {
                Connection.awaitReadable(connection.endpoint());
                connection.receivePassive(batch);
                Arrays.stream(lengths(batch)).forEach(received::add);
            }
            assertEquals(List.of(40000, 25507, 1), received);
        }
    }

    private static SendBatch numbered(int... sizes) {
        SendBatch batch = new SendBatch(1 << 17, sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            batch.bytes().put(batch.start(batch.add(sizes[i])), (byte) i);
        }
        return batch;
    }

    private static int[] lengths(ReceiveBatch batch) {
        return IntStream.range(0, batch.count()).map(batch::length).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void sourceIsTheActiveSidesAddress(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("x"));
            ReceiveBatch batch = transport.newReceiveBatch();
            Connection.awaitReadable(connection.endpoint());
            assertEquals(1, connection.receivePassive(batch));
            assertEquals(connection.active().localAddress().getPort(), batch.sourcePort(0));
            assertEquals(0, batch.sourceHigh(0));
            assertEquals(family == IpFamily.IPV4 ? 0x0000_ffff_7f00_0001L : 1, batch.sourceLow(0));
            assertEquals(0, batch.streamId(0));
        }
    }

    /** An IPv4 address and its IPv4-mapped form are the same peer (protocol.md 1.3). */
    @Test
    void sourceOfIpv4IsTheSameOnADualStackSocket() throws IOException {
        IpFamily.IPV6.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(), OPTIONS)) {
            InetSocketAddress peer = new InetSocketAddress(
                    IpFamily.IPV4.loopback(), endpoint.localAddress().getPort());
            try (Connection connection = Connection.to(endpoint, peer, transport, false, stop)) {
                connection.active().send(Messages.batch("x"));
                ReceiveBatch batch = transport.newReceiveBatch();
                Connection.awaitReadable(endpoint);
                assertEquals(1, connection.receivePassive(batch));
                assertEquals(0, batch.sourceHigh(0));
                assertEquals(0x0000_ffff_7f00_0001L, batch.sourceLow(0));
                connection.passiveSender().send(Messages.batch("back"));
                assertEquals("back", connection.receiveAtActive(4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void largestDatagramArrivesWhole(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch batch = new SendBatch(MAX_IPV4_PAYLOAD, 1);
            batch.add(MAX_IPV4_PAYLOAD);
            batch.bytes().put(MAX_IPV4_PAYLOAD - 1, (byte) 77);
            assertEquals(MAX_IPV4_PAYLOAD, connection.active().send(batch));
            ReceiveBatch received = transport.newReceiveBatch();
            Connection.awaitReadable(connection.endpoint());
            assertEquals(1, connection.receivePassive(received));
            assertEquals(MAX_IPV4_PAYLOAD, received.length(0));
            assertEquals(77, received.bytes().get(received.offset(0) + MAX_IPV4_PAYLOAD - 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooLargeADatagramIsAnErrorBehindThoseBeforeIt(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch batch = new SendBatch(200_000, 3);
            batch.add(10);
            batch.add(70_000);
            batch.add(10);
            assertEquals(10, connection.active().send(batch));
            assertEquals(1, batch.sentMessages());
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> connection.active().send(batch));
            assertTrue(e.is(Errno.EMSGSIZE), e.getMessage());
            assertEquals(1, batch.sentMessages());
        }
    }

    @ParameterizedTest
    @EnumSource
    void portThatNobodyListensToIsReported(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.endpoint().close();
            connection.passiveSender().close();
            connection.active().send(Messages.batch("x"));
            Connection.awaitReadable(connection.active());
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> connection.active().receive(transport.newReceiveBatch()));
            assertEquals(
                    "recv from " + family.text(connection.active().peerAddress().getPort())
                            + ": Connection refused (ECONNREFUSED)",
                    e.getMessage());
            assertEquals(
                    Channel.WOULD_BLOCK, connection.active().receive(transport.newReceiveBatch()), "reported once");
        }
    }

    @ParameterizedTest
    @EnumSource
    void channelsToPeersAreClosedApartFromTheEndpoint(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertNotEquals(
                    connection.endpoint().descriptor(),
                    connection.passiveSender().descriptor());
            connection.passiveSender().close();
            connection.active().send(Messages.batch("x"));
            assertEquals("x", connection.receiveAtPassive(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void channelToAPeerReceivesNothing(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("x"));
            Connection.awaitReadable(connection.endpoint());
            assertEquals(Channel.WOULD_BLOCK, connection.passiveSender().receive(transport.newReceiveBatch()));
            assertEquals("x", connection.receiveAtPassive(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharedBuffersGrowAndNeverShrink(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            DatagramEndpoint endpoint = (DatagramEndpoint) connection.endpoint();
            Channel channel = connection.passiveSender();
            int limit = Math.min(KernelLimits.read("net/core/wmem_max"), KernelLimits.read("net/core/rmem_max"));
            endpoint.grow(new BufferSize(limit, true), new BufferSize(limit, true));
            EffectiveBuffers grown = new EffectiveBuffers(2 * limit, 2 * limit);
            assertEquals(grown, channel.buffers());
            endpoint.grow(new BufferSize(limit / 2, true), new BufferSize(limit / 2, true));
            assertEquals(grown, channel.buffers());
            endpoint.grow(UNTOUCHED, UNTOUCHED);
            assertEquals(grown, channel.buffers());
        }
    }

    @ParameterizedTest
    @EnumSource
    void receiveBufferThatIsOnlyAWishIsRaised(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            int limit = KernelLimits.read("net/core/rmem_max");
            for (Channel channel : List.of(connection.active(), connection.passiveSender())) {
                channel.configure(SocketOptions.of(FlowOptions.DEFAULTS));
                assertEquals(2 * Math.min(4_000_000, limit), channel.buffers().receiveBytes());
            }
            connection.active().configure(withReceiveBuffer(new BufferSize(100_000, true)));
            assertEquals(200_000, connection.active().buffers().receiveBytes());
        }
    }

    private static SocketOptions withReceiveBuffer(BufferSize size) {
        return new SocketOptions(UNTOUCHED, size, false, "default", false, 0, 0, false, false);
    }

    @ParameterizedTest
    @EnumSource
    void requiredBufferBeyondTheLimitIsAnError(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SocketOptions huge = withReceiveBuffer(new BufferSize(1 << 30, true));
            for (Channel channel : List.of(connection.active(), connection.passiveSender())) {
                NativeIoException e = assertThrows(NativeIoException.class, () -> channel.configure(huge));
                assertTrue(e.getMessage().contains("SO_RCVBUF=1073741824"), e.getMessage());
                assertTrue(e.getMessage().contains("net.core.rmem_max"), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shutdownMeansNothingToDatagrams(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().shutdownSending();
            connection.passiveSender().shutdownSending();
            assertEquals(1, connection.active().send(Messages.batch("x")));
            assertEquals("x", connection.receiveAtPassive(1));
            assertEquals(TransportSample.ofDatagrams(0), connection.active().sample());
            assertEquals(
                    TransportSample.ofDatagrams(0), connection.passiveSender().sample());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatASocketHasNoRoomForIsCounted(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            int sent = 0;
            while (connection.passiveSender().sample().droppedDatagrams() < 10) {
                connection.active().send(numbered(new int[32]));
                sent += 32;
            }
            ReceiveBatch batch = transport.newReceiveBatch();
            int received = 0;
            for (int count = connection.receivePassive(batch); count > 0; count = connection.receivePassive(batch)) {
                received += count;
            }
            assertEquals(sent - received, connection.passiveSender().sample().droppedDatagrams());
            assertEquals(0, connection.active().sample().droppedDatagrams());
            PathSample told = connection.passiveSender().paths().get(0);
            assertEquals(Map.of(PathMetric.DROPS, (long) (sent - received)), told.values());
            assertEquals(
                    Map.of(PathMetric.DROPS, 0L),
                    connection.active().paths().get(0).values());

            try (Channel later = ((DatagramEndpoint) connection.endpoint())
                    .channelTo(connection.active().localAddress())) {
                assertEquals(0, later.sample().droppedDatagrams());
                assertEquals(Map.of(PathMetric.DROPS, 0L), later.paths().get(0).values());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void datagramsComeFromTheLocalAddress(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS);
                Channel active = transport.connect(
                        Route.to(endpoint.localAddress(), List.of(family.loopback())), OPTIONS, Long.MAX_VALUE, stop)) {
            assertEquals(family.loopback(), active.localAddress().getAddress());
            assertTrue(active.localAddress().getPort() > 0);
        }
    }
}
