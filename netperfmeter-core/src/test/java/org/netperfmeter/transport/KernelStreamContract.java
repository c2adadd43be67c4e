// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.BufferSize;

/** What the kernel's streams do with options and local addresses (protocol.md 1.3, 1.5, 5.8). */
abstract class KernelStreamContract extends StreamTransportContract {
    private static final BufferSize UNTOUCHED = new BufferSize(0, false);
    private static final int HUGE_BYTES = 1 << 30;

    @ParameterizedTest
    @EnumSource
    void nagleIsSetExplicitlyBothWays(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            for (Channel channel : List.of(connection.active(), connection.passiveSender())) {
                assertEquals(1, option(channel, OsConstant.TCP_NODELAY));
                channel.configure(options(UNTOUCHED, false, "default", false));
                assertEquals(0, option(channel, OsConstant.TCP_NODELAY));
                channel.configure(options(UNTOUCHED, true, "default", false));
                assertEquals(1, option(channel, OsConstant.TCP_NODELAY));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void congestionControlIsSet(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().configure(options(UNTOUCHED, true, "reno", false));
            // The option's value is a text; read as a number it is the first four of its bytes.
            int reno = ByteBuffer.wrap("reno".getBytes(StandardCharsets.US_ASCII))
                    .order(ByteOrder.nativeOrder())
                    .getInt();
            assertEquals(reno, option(connection.passiveSender(), OsConstant.TCP_CONGESTION));
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownCongestionControlIsNamed(IpFamily family) throws IOException {
        family.assumePresent();
        SocketOptions unknown = options(UNTOUCHED, true, "nonsense", false);
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            InetSocketAddress peer = endpoint.localAddress();
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> transport.connect(Route.to(peer), unknown, Long.MAX_VALUE, stop));
            assertEquals(
                    "setsockopt TCP_CONGESTION=nonsense of " + family.text(peer.getPort())
                            + ": No such file or directory (ENOENT)",
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyCongestionControlIsAnErrorAsWithTheOriginal(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertThrows(
                    NativeIoException.class,
                    () -> connection.passiveSender().configure(options(UNTOUCHED, true, "", false)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void requiredBufferIsGrantedAsFarAsTheLimitGoes(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().configure(options(new BufferSize(50_000, true), true, "default", false));
            // Linux reports twice what was set.
            assertEquals(100_000, connection.active().buffers().sendBytes());
            assertEquals(100_000, connection.active().buffers().receiveBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void requiredBufferBeyondTheLimitIsAnError(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> connection
                            .active()
                            .configure(options(new BufferSize(HUGE_BYTES, true), true, "default", false)));
            assertTrue(e.is(Errno.ENOBUFS));
            assertTrue(
                    e.getMessage()
                            .matches("setsockopt SO_SNDBUF=1073741824 of .*:" + port(connection)
                                    + " \\(granted \\d+, see net\\.core\\.wmem_max\\):"
                                    + " No buffer space available \\(ENOBUFS\\)"),
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void wishedBufferBeyondTheLimitIsCapped(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().configure(options(new BufferSize(HUGE_BYTES, false), true, "default", false));
            assertTrue(connection.active().buffers().sendBytes() < HUGE_BYTES);
            assertTrue(connection.active().buffers().receiveBytes() < HUGE_BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionComesFromTheLocalAddress(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS);
                Channel active = transport.connect(
                        Route.to(endpoint.localAddress(), List.of(family.loopback())), OPTIONS, Long.MAX_VALUE, stop);
                Channel passive = Connection.accept((Listener) endpoint)) {
            assertEquals(family.loopback(), active.localAddress().getAddress());
            assertTrue(active.localAddress().getPort() > 0);
            assertEquals(active.localAddress(), passive.peerAddress());
        }
    }

    @Test
    void anotherLoopbackAddressIsUsedIfAskedFor() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (Endpoint endpoint = transport.open(0, List.of(), OPTIONS);
                Channel active = transport.connect(
                        Route.to(
                                new InetSocketAddress(
                                        IpFamily.IPV4.loopback(),
                                        endpoint.localAddress().getPort()),
                                List.of(other)),
                        OPTIONS,
                        Long.MAX_VALUE,
                        stop);
                Channel passive = Connection.accept((Listener) endpoint)) {
            assertEquals(other, passive.peerAddress().getAddress());
            assertEquals(active.localAddress(), passive.peerAddress());
        }
    }

    @ParameterizedTest
    @EnumSource
    void foreignLocalAddressIsNamed(IpFamily family) throws IOException {
        family.assumePresent();
        InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        NativeIoException e =
                assertThrows(NativeIoException.class, () -> transport.open(9000, List.of(foreign), OPTIONS));
        assertEquals("bind 192.0.2.1:9000: Cannot assign requested address (EADDRNOTAVAIL)", e.getMessage());
    }

    @Test
    void unboundListenerServesBothFamilies() throws IOException {
        IpFamily.IPV6.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(), OPTIONS)) {
            for (IpFamily family : IpFamily.values()) {
                InetSocketAddress peer = new InetSocketAddress(
                        family.loopback(), endpoint.localAddress().getPort());
                try (Connection connection = Connection.to(endpoint, peer, transport, false, stop)) {
                    assertEquals(
                            family.loopback(),
                            connection.passiveSender().peerAddress().getAddress());
                }
            }
        }
    }

    @Test
    void v6OnlyListenerRefusesIpv4() throws IOException {
        IpFamily.IPV6.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(), options(UNTOUCHED, true, "default", true))) {
            int port = endpoint.localAddress().getPort();
            InetSocketAddress ipv6 = new InetSocketAddress(IpFamily.IPV6.loopback(), port);
            Connection.to(endpoint, ipv6, transport, false, stop).close();
            InetSocketAddress ipv4 = new InetSocketAddress(IpFamily.IPV4.loopback(), port);
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> transport.connect(Route.to(ipv4), OPTIONS, Long.MAX_VALUE, stop));
            assertTrue(e.is(Errno.ECONNREFUSED), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHundredConnectionsWaitToBeAccepted(IpFamily family) throws IOException {
        family.assumePresent();
        List<Channel> channels = new ArrayList<>();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            for (int i = 0; i < 100; i++) {
                channels.add(transport.connect(
                        Route.to(endpoint.localAddress(), List.of(family.loopback())), OPTIONS, Long.MAX_VALUE, stop));
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

    static SocketOptions options(BufferSize size, boolean noDelay, String congestionControl, boolean v6Only) {
        return new SocketOptions(size, size, noDelay, congestionControl, v6Only, 0, 0, false);
    }

    private static int option(Channel channel, OsConstant option) throws NativeIoException {
        return ((StreamChannel) channel).tcpOption(option);
    }
}
