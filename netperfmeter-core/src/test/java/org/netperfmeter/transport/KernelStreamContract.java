// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
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
    void kernelStampsOnlyWhereItIsAskedTo(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("x"));
            Connection.awaitReadable(connection.passiveSender());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(1, connection.receivePassive(batch));
            assertTrue(batch.ageNanos(0) < 0);
        }
    }

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
            assertTrue(connection.passiveSender().congestionControl().isPresent());
            connection.passiveSender().configure(options(true, "reno"));
            assertEquals(Optional.of("reno"), connection.passiveSender().congestionControl());
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

    static SocketOptions options(boolean noDelay, String congestionControl) {
        return new SocketOptions(UNTOUCHED, UNTOUCHED, noDelay, congestionControl, false, 0, 0, false, false);
    }

    private static int option(Channel channel, OsConstant option) throws NativeIoException {
        return ((StreamChannel) channel).tcpOption(option);
    }
}
