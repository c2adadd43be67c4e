// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.BufferSize;

/** What the kernel's connections of every protocol do with buffers and local addresses (protocol.md 1.3, 5.8). */
interface KernelConnectionContract {
    int HUGE_BYTES = 1 << 30;

    Transport transport();

    StopSignal stop();

    Connection connect(IpFamily family) throws IOException;

    @ParameterizedTest
    @EnumSource
    default void requiredBufferIsGrantedAsFarAsTheLimitGoes(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().configure(withBuffers(new BufferSize(50_000, true)));
            // Linux reports twice what was set.
            assertEquals(100_000, connection.active().buffers().sendBytes());
            assertEquals(100_000, connection.active().buffers().receiveBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void requiredBufferBeyondTheLimitIsAnError(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> connection.active().configure(withBuffers(new BufferSize(HUGE_BYTES, true))));
            assertTrue(e.is(Errno.ENOBUFS));
            assertTrue(
                    e.getMessage()
                            .matches("setsockopt SO_SNDBUF=1073741824 of .*:" + ConnectionContract.port(connection)
                                    + " \\(granted \\d+, see net\\.core\\.wmem_max\\):"
                                    + " No buffer space available \\(ENOBUFS\\)"),
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void wishedBufferBeyondTheLimitIsCapped(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().configure(withBuffers(new BufferSize(HUGE_BYTES, false)));
            assertTrue(connection.active().buffers().sendBytes() < HUGE_BYTES);
            assertTrue(connection.active().buffers().receiveBytes() < HUGE_BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void connectionComesFromTheLocalAddress(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport().open(0, List.of(family.loopback()), TransportContract.OPTIONS);
                Channel active = transport()
                        .connect(
                                Route.to(endpoint.localAddress(), List.of(family.loopback())),
                                TransportContract.OPTIONS,
                                Long.MAX_VALUE,
                                stop());
                Channel passive = Connection.accept((Listener) endpoint)) {
            assertEquals(family.loopback(), active.localAddress().getAddress());
            assertTrue(active.localAddress().getPort() > 0);
            assertEquals(active.localAddress(), passive.peerAddress());
        }
    }

    @Test
    default void anotherLoopbackAddressIsUsedIfAskedFor() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (Endpoint endpoint = transport().open(0, List.of(), TransportContract.OPTIONS);
                Channel active = transport()
                        .connect(
                                Route.to(
                                        new InetSocketAddress(
                                                IpFamily.IPV4.loopback(),
                                                endpoint.localAddress().getPort()),
                                        List.of(other)),
                                TransportContract.OPTIONS,
                                Long.MAX_VALUE,
                                stop());
                Channel passive = Connection.accept((Listener) endpoint)) {
            assertEquals(other, passive.peerAddress().getAddress());
            assertEquals(active.localAddress(), passive.peerAddress());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void foreignLocalAddressIsNamed(IpFamily family) throws IOException {
        family.assumePresent();
        InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        NativeIoException e = assertThrows(
                NativeIoException.class, () -> transport().open(9000, List.of(foreign), TransportContract.OPTIONS));
        assertEquals("bind 192.0.2.1:9000: Cannot assign requested address (EADDRNOTAVAIL)", e.getMessage());
    }

    @Test
    default void unboundListenerServesBothFamilies() throws IOException {
        IpFamily.IPV6.assumePresent();
        try (Endpoint endpoint = transport().open(0, List.of(), TransportContract.OPTIONS)) {
            for (IpFamily family : IpFamily.values()) {
                InetSocketAddress peer = new InetSocketAddress(
                        family.loopback(), endpoint.localAddress().getPort());
                try (Connection connection = Connection.to(endpoint, peer, transport(), false, stop())) {
                    assertEquals(
                            family.loopback(),
                            connection.passiveSender().peerAddress().getAddress());
                }
            }
        }
    }

    @Test
    default void v6OnlyListenerRefusesIpv4() throws IOException {
        IpFamily.IPV6.assumePresent();
        try (Endpoint endpoint = transport().open(0, List.of(), SocketOptions.control(true))) {
            int port = endpoint.localAddress().getPort();
            InetSocketAddress ipv6 = new InetSocketAddress(IpFamily.IPV6.loopback(), port);
            Connection.to(endpoint, ipv6, transport(), false, stop()).close();
            InetSocketAddress ipv4 = new InetSocketAddress(IpFamily.IPV4.loopback(), port);
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> transport().connect(Route.to(ipv4), TransportContract.OPTIONS, Long.MAX_VALUE, stop()));
            assertTrue(e.is(Errno.ECONNREFUSED), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aHundredConnectionsWaitToBeAccepted(IpFamily family) throws IOException {
        family.assumePresent();
        List<Channel> channels = new ArrayList<>();
        try (Endpoint endpoint = transport().open(0, List.of(family.loopback()), TransportContract.OPTIONS)) {
            for (int i = 0; i < 100; i++) {
                channels.add(transport()
                        .connect(
                                Route.to(endpoint.localAddress(), List.of(family.loopback())),
                                TransportContract.OPTIONS,
                                Long.MAX_VALUE,
                                stop()));
            }
            for (int i = 0; i < 100; i++) {
                channels.add(Connection.accept((Listener) endpoint));
            }
            // All accepted channels have the listener's address.
            assertEquals(
                    101, channels.stream().map(Channel::localAddress).distinct().count());
        } finally {
            channels.forEach(Channel::close);
        }
    }

    private static SocketOptions withBuffers(BufferSize size) {
        return TransportContract.OPTIONS.withBuffers(size, size);
    }
}
