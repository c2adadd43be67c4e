// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.traffic.BufferSize;

/** What the kernel's streams do with options (protocol.md 1.5). */
abstract class KernelStreamContract extends StreamTransportContract implements KernelConnectionContract {
    private static final BufferSize UNTOUCHED = new BufferSize(0, false);

    @ParameterizedTest
    @EnumSource
    void nagleIsSetExplicitlyBothWays(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            for (Channel channel : List.of(connection.active(), connection.passiveSender())) {
                assertEquals(1, option(channel, OsConstant.TCP_NODELAY));
                channel.configure(options(false, "default"));
                assertEquals(0, option(channel, OsConstant.TCP_NODELAY));
                channel.configure(options(true, "default"));
                assertEquals(1, option(channel, OsConstant.TCP_NODELAY));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void congestionControlIsSet(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().configure(options(true, "reno"));
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
        SocketOptions unknown = options(true, "nonsense");
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
                    NativeIoException.class, () -> connection.passiveSender().configure(options(true, "")));
        }
    }

    private static SocketOptions options(boolean noDelay, String congestionControl) {
        return new SocketOptions(UNTOUCHED, UNTOUCHED, noDelay, congestionControl, false, 0, 0, false, false);
    }

    private static int option(Channel channel, OsConstant option) throws NativeIoException {
        return ((StreamChannel) channel).tcpOption(option);
    }
}
