// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.RetransmissionLimit;
import org.netperfmeter.traffic.TransportProtocol;

@Tag("vm")
class SctpTransportTest extends ConnectionContract implements KernelConnectionContract {
    private static final BufferSize UNTOUCHED = new BufferSize(0, false);
    private static final SocketOptions DATA = SocketOptions.of(FlowOptions.DEFAULTS);
    private static final StreamOptions RELIABLE = StreamOptions.of(FlowOptions.DEFAULTS);

    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.SCTP);
    }

    /** A data association over which both sides may use many streams. */
    private Connection connectForData(IpFamily family) throws IOException {
        family.assumePresent();
        Endpoint endpoint = transport.open(0, List.of(family.loopback()), DATA);
        Channel active = transport.connect(Route.to(endpoint.localAddress()), DATA, Long.MAX_VALUE, stop);
        return new Connection(transport, endpoint, active, Connection.accept((Listener) endpoint), true);
    }

    /** What arrives at a channel: a text {@code stream:message} for each message, "|" where a message did not end. */
    private List<String> receive(Channel channel, int messages) throws IOException {
        List<String> received = new ArrayList<>();
        ReceiveBatch batch = transport.newReceiveBatch();
        while (received.size() < messages) {
            Connection.awaitReadable(channel);
            int pieces = channel.receive(batch);
            for (int i = 0; i < pieces; i++) {
                received.add(batch.streamId(i) + ":" + Messages.text(batch, i) + (batch.endsMessage(i) ? "" : "|"));
            }
        }
        return received;
    }

    @ParameterizedTest
    @EnumSource
    void kernelTellsOfTheAssociationAndItsPaths(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            connection.active().send(Messages.batch("x"));
            assertEquals("x", connection.receiveAtPassive(1));

            for (Channel side : List.of(connection.active(), connection.passiveSender())) {
                List<PathSample> samples = side.paths();
                PathSample whole = samples.get(0);
                assertEquals(PathSample.Part.CONNECTION, whole.part());
                assertEquals("ESTABLISHED", whole.state());
                assertEquals(OptionalLong.of(samples.size() - 1), whole.value(PathMetric.SUBFLOWS));
                assertTrue(whole.value(PathMetric.SENT_PACKETS).orElse(0) > 0, whole::toString);
                assertEquals(OptionalLong.of(0), whole.value(PathMetric.RETRANSMISSIONS));
                PathSample path = samples.stream()
                        .filter(sample -> sample.part() == PathSample.Part.PATH
                                && sample.remote().equals(whole.remote()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(samples));
                assertEquals("ACTIVE", path.state());
                assertTrue(path.value(PathMetric.CONGESTION_WINDOW).orElse(0) > 0, path::toString);
                assertTrue(path.value(PathMetric.RETRANSMISSION_TIMEOUT).orElse(0) > 0, path::toString);
                assertTrue(path.value(PathMetric.MTU_BYTES).orElse(0) > 0, path::toString);
                assertFalse(path.value(PathMetric.RTT).equals(OptionalLong.of(0)), path::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void kernelSaysHowLongMessagesHaveWaited(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            connection.passiveSender().stampReceptions();
            long beforeNanos = System.nanoTime();
            connection.active().send(Messages.batch("x"));
            ReceiveBatch batch = transport.newReceiveBatch();
            int pieces = 0;
            while (pieces <= 0) {
                Connection.awaitReadable(connection.passiveSender());
                pieces = connection.receivePassive(batch);
            }
            long passedNanos = System.nanoTime() - beforeNanos;
            assertTrue(batch.ageNanos(0) > 0, () -> batch.ageNanos(0) + " ns");
            assertTrue(batch.ageNanos(0) <= passedNanos, () -> batch.ageNanos(0) + " of " + passedNanos + " ns");
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesKeepTheirBounds(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("first", "second", "x"));
            assertEquals(List.of("0:first", "0:second", "0:x"), receive(connection.passiveSender(), 3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsAreToldApartInBothDirections(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family);
                Channel zero = ((Association) connection.active()).stream(0, RELIABLE);
                Channel first = ((Association) connection.active()).stream(1, RELIABLE);
                Channel last = ((Association) connection.active()).stream(65534, RELIABLE);
                Channel back = ((Association) connection.passiveSender()).stream(65534, RELIABLE)) {
            first.send(Messages.batch("a"));
            last.send(Messages.batch("b"));
            zero.send(Messages.batch("c"));
            assertEquals(List.of("1:a", "65534:b", "0:c"), receive(connection.passiveSender(), 3));
            back.send(Messages.batch("d"));
            assertEquals(List.of("65534:d"), receive(connection.active(), 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamBelongsToItsAssociation(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family);
                Channel stream = ((Association) connection.active()).stream(3, RELIABLE)) {
            assertSame(connection.active(), stream.connection());
            assertSame(connection.active(), connection.active().connection());
            assertNotEquals(connection.active().descriptor(), stream.descriptor());
            assertEquals(connection.active().peerAddress(), stream.peerAddress());
            assertEquals(connection.active().localAddress(), stream.localAddress());
            assertEquals(connection.active().buffers(), stream.buffers());
            assertEquals(Channel.WOULD_BLOCK, stream.receive(transport.newReceiveBatch()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamThatWasNotNegotiatedIsAnError(IpFamily family) throws IOException {
        try (Connection connection = connect(family);
                Channel stream = ((Association) connection.active()).stream(65534, RELIABLE)) {
            NativeIoException e = assertThrows(NativeIoException.class, () -> stream.send(Messages.batch("x")));
            assertTrue(e.is(Errno.EINVAL), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void largestMessageArrivesWhole(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            SendBatch batch = new SendBatch(65535, 1);
            batch.add(65535);
            batch.bytes().put(65534, (byte) 77);
            assertEquals(65535, connection.active().send(batch));
            ReceiveBatch received = transport.newReceiveBatch();
            int bytes = 0;
            boolean ended = false;
            while (!ended) {
                Connection.awaitReadable(connection.passiveSender());
                int pieces = connection.passiveSender().receive(received);
                for (int i = 0; i < pieces; i++) {
                    assertFalse(ended);
                    bytes += received.length(i);
                    ended = received.endsMessage(i);
                }
            }
            assertEquals(65535, bytes);
            int last = received.count() - 1;
            assertEquals(77, received.bytes().get(received.offset(last) + received.length(last) - 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void unorderedAndUnreliableMessagesArriveOnALosslessPath(IpFamily family) throws IOException {
        for (RetransmissionLimit limit : List.of(
                RetransmissionLimit.UNLIMITED,
                new RetransmissionLimit(RetransmissionLimit.Kind.TRIALS, 0),
                new RetransmissionLimit(RetransmissionLimit.Kind.MILLISECONDS, 10_000))) {
            try (Connection connection = connectForData(family);
                    Channel stream = ((Association) connection.active()).stream(5, new StreamOptions(0, 0, limit))) {
                stream.send(Messages.batch("x"));
                assertEquals(List.of("5:x"), receive(connection.passiveSender(), 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullAssociationTakesWholeMessagesAndLaterTheRest(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            SendBatch batch = new SendBatch(60_000, 60);
            int sent = 0;
            do {
                batch.clear();
                for (int i = 0; i < 60; i++) {
                    batch.bytes().putInt(batch.start(batch.add(1000)), sent + i);
                }
                while (!batch.isSent() && connection.active().send(batch) != Channel.WOULD_BLOCK) {
                    assertEquals(1000 * batch.sentMessages(), batch.sentBytes());
                }
                sent += batch.sentMessages();
            } while (batch.isSent());
            assertTrue(batch.sentMessages() < 60);

            int expected = sent + 60 - batch.sentMessages();
            ReceiveBatch received = transport.newReceiveBatch();
            int next = 0;
            while (next < expected) {
                connection.active().send(batch);
                Connection.awaitReadable(connection.passiveSender());
                int pieces = connection.passiveSender().receive(received);
                for (int i = 0; i < pieces; i++) {
                    assertEquals(1000, received.length(i));
                    assertEquals(next, received.bytes().getInt(received.offset(i)));
                    next++;
                }
            }
            assertTrue(batch.isSent());
        }
    }

    /** What was sent before arrives, and then the end, at both sides. */
    @ParameterizedTest
    @EnumSource
    void associationEndsInOrderForBothSides(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            connection.active().send(Messages.batch("last"));
            connection.passiveSender().send(Messages.batch("back"));
            connection.passiveSender().shutdownSending();
            assertEquals(List.of("0:last"), receive(connection.passiveSender(), 1));
            assertEnd(connection.passiveSender());
            assertEquals(List.of("0:back"), receive(connection.active(), 1));
            assertEnd(connection.active());
        }
    }

    private void assertEnd(Channel channel) throws IOException {
        ReceiveBatch batch = transport.newReceiveBatch();
        int result;
        do {
            Connection.awaitReadable(channel);
            result = channel.receive(batch);
        } while (result == Channel.WOULD_BLOCK);
        assertEquals(Channel.END_OF_STREAM, result);
        assertEquals(0, batch.count());
        assertEquals(Channel.END_OF_STREAM, channel.receive(batch));
    }

    @ParameterizedTest
    @EnumSource
    void endedAssociationTakesNothing(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            connection.passiveSender().shutdownSending();
            assertEnd(connection.active());
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> connection.active().send(Messages.batch("late")));
            assertTrue(e.getMessage().startsWith("send to " + family.text(port(connection))), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void associationEndsWhenSendingHasEndedOnAllItsStreams(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family);
                Channel zero = ((Association) connection.passiveSender()).stream(0, RELIABLE);
                Channel first = ((Association) connection.passiveSender()).stream(1, RELIABLE)) {
            zero.shutdownSending();
            zero.shutdownSending();
            first.send(Messages.batch("still"));
            assertEquals(List.of("1:still"), receive(connection.active(), 1));
            first.shutdownSending();
            assertEnd(connection.active());
        }
    }

    @ParameterizedTest
    @EnumSource
    void associationClosesWithItsLastStream(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            Channel zero = ((Association) connection.passiveSender()).stream(0, RELIABLE);
            Channel first = ((Association) connection.passiveSender()).stream(1, RELIABLE);
            zero.close();
            zero.close();
            assertNotEquals(-1, connection.passiveSender().descriptor());
            first.send(Messages.batch("still"));
            assertEquals(List.of("1:still"), receive(connection.active(), 1));
            first.close();
            assertEquals(-1, connection.passiveSender().descriptor());
            assertEnd(connection.active());
        }
    }

    /** A peer that closes with unread data aborts the association. */
    @ParameterizedTest
    @EnumSource
    void abortedAssociationIsReported(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            // Behind the first message no notification is left that would make it readable.
            connection.active().send(Messages.batch("read"));
            assertEquals("read", connection.receiveAtPassive(4));
            connection.active().send(Messages.batch("unread"));
            Connection.awaitReadable(connection.passiveSender());
            connection.passiveSender().close();
            NativeIoException e = assertThrows(NativeIoException.class, () -> receiveToTheEnd(connection.active()));
            assertEquals(
                    "recv from " + family.text(port(connection)) + ": Connection reset by peer (ECONNRESET)",
                    e.getMessage());
        }
    }

    /** Notifications that say nothing of the end may come before it. */
    private void receiveToTheEnd(Channel channel) throws NativeIoException {
        ReceiveBatch batch = transport.newReceiveBatch();
        int received;
        do {
            Connection.awaitReadable(channel);
            received = channel.receive(batch);
        } while (received != Channel.END_OF_STREAM);
    }

    @ParameterizedTest
    @EnumSource
    void multipathModeIsRefused(IpFamily family) throws IOException {
        try (Connection connection = connectForData(family)) {
            SocketOptions cmt = new SocketOptions(UNTOUCHED, UNTOUCHED, false, "default", false, 1, 0, false, false);
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> connection.active().configure(cmt));
            assertTrue(e.is(Errno.EOPNOTSUPP), e.getMessage());
            assertTrue(e.getMessage().contains("cmt=1"), e.getMessage());
        }
    }

    @Test
    void listenerServesAllItsAddresses() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (Endpoint endpoint = transport.open(0, List.of(IpFamily.IPV4.loopback(), other), OPTIONS)) {
            for (InetAddress address : List.of(IpFamily.IPV4.loopback(), other)) {
                InetSocketAddress peer =
                        new InetSocketAddress(address, endpoint.localAddress().getPort());
                try (Connection connection = Connection.to(endpoint, peer, transport, false, stop)) {
                    connection.active().send(Messages.batch("x"));
                    assertEquals(List.of("0:x"), receive(connection.passiveSender(), 1));
                }
            }
        }
    }

    @Test
    void activeSideBindsToAllItsAddresses() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
        InetAddress third = InetAddress.getByAddress(new byte[] {127, 0, 0, 4});
        try (Endpoint endpoint = transport.open(0, List.of(), OPTIONS)) {
            InetSocketAddress peer = new InetSocketAddress(
                    IpFamily.IPV4.loopback(), endpoint.localAddress().getPort());
            try (Channel active =
                            transport.connect(Route.to(peer, List.of(other, third)), OPTIONS, Long.MAX_VALUE, stop);
                    Channel passive = Connection.accept((Listener) endpoint)) {
                InetAddress from = passive.peerAddress().getAddress();
                assertTrue(from.equals(other) || from.equals(third), from::toString);
                assertEquals(
                        active.localAddress().getPort(), passive.peerAddress().getPort());
            }
        }
    }

    @Test
    void peerMayHaveSeveralAddresses() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (Endpoint endpoint = transport.open(0, List.of(IpFamily.IPV4.loopback(), other), OPTIONS)) {
            Route route = new Route(endpoint.localAddress(), List.of(other), List.of());
            try (Channel active = transport.connect(route, OPTIONS, Long.MAX_VALUE, stop);
                    Channel passive = Connection.accept((Listener) endpoint)) {
                active.send(Messages.batch("x"));
                assertEquals(List.of("0:x"), receive(passive, 1));
            }
        }
    }

    @Test
    void foreignLocalAddressBehindAnotherIsNamed() throws IOException {
        InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        NativeIoException e = assertThrows(
                NativeIoException.class,
                () -> transport.open(9000, List.of(IpFamily.IPV4.loopback(), foreign), OPTIONS));
        assertEquals("bind 192.0.2.1:9000: Cannot assign requested address (EADDRNOTAVAIL)", e.getMessage());
    }
}
