// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
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
    void kernelIsNotAskedWhenReadsArrived(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().stampReceptions();
            connection.active().send(Messages.batch("x"));
            Connection.awaitReadable(connection.passiveSender());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(1, connection.receivePassive(batch));
            assertTrue(batch.ageNanos(0) < 0);
        }
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
    void kernelTellsOfTheConnectionAndItsSubflow(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("0123456789"));
            connection.receiveAtPassive(10);

            List<PathSample> samples = connection.active().paths();

            assertEquals(2, samples.size());
            PathSample whole = samples.get(0);
            PathSample subflow = samples.get(1);
            assertEquals(PathSample.Part.CONNECTION, whole.part());
            assertEquals(OptionalLong.of(1), whole.value(PathMetric.SUBFLOWS));
            assertEquals(OptionalLong.empty(), whole.value(PathMetric.RTT));
            assertEquals(PathSample.Part.SUBFLOW, subflow.part());
            assertEquals(1, subflow.id());
            assertEquals("ESTABLISHED", subflow.state());
            assertEquals(whole.local(), subflow.local());
            assertEquals(whole.remote(), subflow.remote());
            assertEquals(OptionalLong.of(10), subflow.value(PathMetric.SENT_BYTES));
            assertTrue(subflow.value(PathMetric.RTT).orElse(0) > 0, subflow::toString);
            assertEquals(OptionalLong.empty(), subflow.value(PathMetric.SUBFLOWS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionThatFellBackIsOneOfTcp(IpFamily family) throws IOException {
        family.assumePresent();
        Transport tcp = Transports.of(TransportProtocol.TCP);
        try (Endpoint endpoint = tcp.open(0, List.of(family.loopback()), OPTIONS);
                Connection connection = Connection.to(endpoint, transport, stop)) {
            connection.active().send(Messages.batch("x"));
            assertEquals("x", connection.receiveAtPassive(1));

            List<PathSample> samples = connection.active().paths();

            assertEquals(1, samples.size());
            assertEquals(PathSample.Part.CONNECTION, samples.get(0).part());
            assertEquals(OptionalLong.of(1), samples.get(0).value(PathMetric.SENT_BYTES));
            assertTrue(samples.get(0).value(PathMetric.RTT).orElse(0) > 0, samples::toString);
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
        assertEquals(new BufferSize(700_000, false), adjusted.sendBuffer());
        assertEquals(new BufferSize(4_000_000, false), adjusted.receiveBuffer());
    }

    private static SocketOptions options(BufferSize size) {
        return new SocketOptions(size, size, true, "default", false, 4, 0, false, false);
    }
}
