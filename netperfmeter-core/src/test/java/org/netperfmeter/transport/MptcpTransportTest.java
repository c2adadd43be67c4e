// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.TransportSample.Multipath;

class MptcpTransportTest extends KernelStreamContract {
    private static final TransportSample FELL_BACK = TransportSample.ofMultipath(Multipath.FELL_BACK, 1);

    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.MPTCP);
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesSeeMultipathWithOneSubflow(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("x"));
            connection.receiveAtPassive(1);
            TransportSample expected = TransportSample.ofMultipath(Multipath.YES, 1);
            assertEquals(expected, connection.active().sample());
            assertEquals(expected, connection.passiveSender().sample());
        }
    }

    @ParameterizedTest
    @EnumSource
    void peerWithoutMultipathIsSeenByTheActiveSide(IpFamily family) throws IOException {
        family.assumePresent();
        Transport tcp = Transports.of(TransportProtocol.TCP);
        try (Endpoint endpoint = tcp.open(0, List.of(family.loopback()), OPTIONS);
                Connection connection = Connection.to(endpoint, transport, stop)) {
            connection.active().send(Messages.batch("x"));
            assertEquals("x", connection.receiveAtPassive(1));
            assertEquals(TransportProtocol.MPTCP, connection.active().protocol());
            assertEquals(FELL_BACK, connection.active().sample());
        }
    }

    @ParameterizedTest
    @EnumSource
    void peerWithoutMultipathIsSeenByThePassiveSide(IpFamily family) throws IOException {
        family.assumePresent();
        Transport tcp = Transports.of(TransportProtocol.TCP);
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS);
                Connection connection = Connection.to(endpoint, tcp, stop)) {
            connection.active().send(Messages.batch("x"));
            assertEquals("x", connection.receiveAtPassive(1));
            assertEquals(FELL_BACK, connection.passiveSender().sample());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedConnectionHasNoVerdict(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().close();
            assertEquals(
                    TransportSample.ofMultipath(Multipath.UNKNOWN, 0),
                    connection.active().sample());
        }
    }

    @Test
    void severalLocalAddressesMeanAnywhere() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        List<InetAddress> local = List.of(IpFamily.IPV4.loopback(), other);
        try (Endpoint endpoint = transport.open(0, local, OPTIONS)) {
            assertEquals(true, endpoint.localAddress().getAddress().isAnyLocalAddress());
        }
    }

    @Test
    void buffersThatAreOnlyWishesAreRaised() {
        MptcpTransport mptcp = (MptcpTransport) transport;
        SocketOptions adjusted = mptcp.adjusted(options(BufferSize.DEFAULT));
        assertEquals(new BufferSize(1_000_000, false), adjusted.sendBuffer());
        assertEquals(new BufferSize(2_000_000, false), adjusted.receiveBuffer());

        for (BufferSize kept :
                List.of(new BufferSize(233_016, true), new BufferSize(0, false), new BufferSize(2_000_000, false))) {
            assertSame(kept, mptcp.adjusted(options(kept)).sendBuffer());
            assertSame(kept, mptcp.adjusted(options(kept)).receiveBuffer());
        }
    }

    private static SocketOptions options(BufferSize size) {
        return new SocketOptions(size, size, true, "default", false, 4, 0, false, false);
    }
}
