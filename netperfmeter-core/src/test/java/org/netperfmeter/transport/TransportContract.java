// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;

/** What every transport does, whatever its protocol, over IPv4 and IPv6. */
@Timeout(60)
abstract class TransportContract {
    static final SocketOptions OPTIONS = SocketOptions.control(false);

    final StopSignal stop = new StopSignal();
    Transport transport;

    abstract Transport newTransport();

    @BeforeEach
    void requireTransport() {
        transport = newTransport();
        assumeTrue(
                transport.support().available(),
                () -> transport.protocol().name().toLowerCase(Locale.ROOT) + ": "
                        + transport.support().reason());
    }

    /** For contracts that are interfaces. */
    public final Transport transport() {
        return transport;
    }

    public final StopSignal stop() {
        return stop;
    }

    @AfterEach
    void closeStop() {
        stop.close();
    }

    @Test
    void availableTransportGivesNoReason() {
        assertEquals("", transport.support().reason());
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsKnowTheirAddresses(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertEquals(
                    new InetSocketAddress(
                            family.loopback(),
                            connection.endpoint().localAddress().getPort()),
                    connection.active().peerAddress());
            assertEquals(
                    connection.active().localAddress(),
                    connection.passiveSender().peerAddress());
            assertEquals(
                    connection.endpoint().localAddress().getPort(),
                    connection.passiveSender().localAddress().getPort());
            assertEquals(transport.protocol(), connection.active().protocol());
            assertEquals(transport.protocol(), connection.passiveSender().protocol());
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesArriveAtThePassiveSideInOrder(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            SendBatch batch = Messages.batch("first", "second", "third one");
            assertEquals(20, connection.active().send(batch));
            assertTrue(batch.isSent());
            assertEquals(3, batch.sentMessages());
            assertEquals(20, batch.sentBytes());
            assertEquals("firstsecondthird one", connection.receiveAtPassive(20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesArriveAtTheActiveSideInOrder(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertEquals(15, connection.passiveSender().send(Messages.batch("first", "second", "last")));
            assertEquals("firstsecondlast", connection.receiveAtActive(15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingToReceiveIsAReturnValue(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(Channel.WOULD_BLOCK, connection.active().receive(batch));
            assertEquals(0, batch.count());
            assertEquals(Channel.WOULD_BLOCK, connection.receivePassive(batch));
            assertEquals(0, batch.count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyBatchSendsNothing(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertEquals(0, connection.active().send(new SendBatch(10, 1)));
            assertEquals(0, connection.passiveSender().send(new SendBatch(10, 1)));
            assertEquals(Channel.WOULD_BLOCK, connection.receivePassive(transport.newReceiveBatch()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void idleChannelIsWritable(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertTrue(connection.active().awaitWritable(Long.MAX_VALUE, stop));
            assertTrue(connection.passiveSender().awaitWritable(Long.MAX_VALUE, stop));
        }
    }

    @ParameterizedTest
    @EnumSource
    void raisedStopEndsAWaitEvenIfTheChannelIsWritable(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            stop.raise();
            assertFalse(connection.active().awaitWritable(Long.MAX_VALUE, stop));
            assertFalse(connection.passiveSender().awaitWritable(Long.MAX_VALUE, stop));
        }
    }

    @ParameterizedTest
    @EnumSource
    void raisedStopCancelsAConnect(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            stop.raise();
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> transport.connect(Route.to(endpoint.localAddress()), OPTIONS, Long.MAX_VALUE, stop));
            assertTrue(e.is(Errno.ECANCELED), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void usedPortIsNamed(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint first = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            int port = first.localAddress().getPort();
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> transport.open(port, List.of(family.loopback()), OPTIONS));
            // SCTP finds out later than the others.
            assertEquals(
                    family.text(port) + ": Address already in use (EADDRINUSE)",
                    e.getMessage().replaceFirst("^(bind|listen) ", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedPortCanBeOpenedAgain(IpFamily family) throws IOException {
        family.assumePresent();
        Endpoint first = transport.open(0, List.of(family.loopback()), OPTIONS);
        int port = first.localAddress().getPort();
        first.close();
        try (Endpoint second = transport.open(port, List.of(family.loopback()), OPTIONS)) {
            assertEquals(port, second.localAddress().getPort());
            assertNotEquals(-1, second.descriptor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTwiceIsHarmless(IpFamily family) throws IOException {
        Connection connection = connect(family);
        for (Pollable pollable : List.of(connection.active(), connection.passiveSender(), connection.endpoint())) {
            pollable.close();
            assertEquals(-1, pollable.descriptor());
            pollable.close();
            assertEquals(-1, pollable.descriptor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendingOnAClosedChannelIsAnError(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().close();
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> connection.active().send(Messages.batch("x")));
            assertTrue(e.is(Errno.EBADF), e.getMessage());
            assertEquals(
                    "send to " + family.text(connection.active().peerAddress().getPort())
                            + ": Bad file descriptor (EBADF)",
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void buffersAreReportedOnBothSides(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            for (Channel channel : List.of(connection.active(), connection.passiveSender())) {
                assertTrue(channel.buffers().sendBytes() > 0);
                assertTrue(channel.buffers().receiveBytes() > 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptedChannelTakesAFlowsOptions(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().configure(OPTIONS);
            connection.active().configure(OPTIONS);
            assertEquals(1, connection.active().send(Messages.batch("x")));
            assertEquals("x", connection.receiveAtPassive(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalConnectionsAreApart(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS);
                Connection first = Connection.to(endpoint, transport, stop);
                Connection second = Connection.to(endpoint, transport, stop)) {
            assertNotEquals(
                    first.passiveSender().peerAddress(), second.passiveSender().peerAddress());
            second.passiveSender().send(Messages.batch("second"));
            first.passiveSender().send(Messages.batch("first"));
            assertEquals("first", first.receiveAtActive(5));
            assertEquals("second", second.receiveAtActive(6));
        }
    }

    /** A connection over a listening side at the family's loopback address. */
    public final Connection connect(IpFamily family) throws IOException {
        family.assumePresent();
        return Connection.open(transport, List.of(family.loopback()), stop);
    }
}
