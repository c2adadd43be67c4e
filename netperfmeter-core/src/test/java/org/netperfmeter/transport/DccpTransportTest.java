// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.MessageVector;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.SystemCalls;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.TransportProtocol;

@Tag("vm")
class DccpTransportTest extends ConnectionContract implements KernelConnectionContract {
    private static final BufferSize UNTOUCHED = new BufferSize(0, false);

    /** In network byte order; the guest and all hosts that are supported are little-endian. */
    private static final int SERVICE_CODE = Integer.reverseBytes(1852861808);

    /** asm-generic/socket.h, and linux/net_tstamp.h: SOF_TIMESTAMPING_RX_SOFTWARE and SOF_TIMESTAMPING_SOFTWARE. */
    private static final int SO_TIMESTAMPING = 37;

    private static final int SOFTWARE_RECEPTION = 1 << 3 | 1 << 4;

    @Override
    Transport newTransport() {
        return Transports.of(TransportProtocol.DCCP);
    }

    /** What arrives at a channel, a text for each packet. */
    private List<String> receive(Channel channel, int packets) throws IOException {
        List<String> received = new ArrayList<>();
        ReceiveBatch batch = transport.newReceiveBatch();
        while (received.size() < packets) {
            Connection.awaitReadable(channel);
            int count = channel.receive(batch);
            assertTrue(count > 0, "nothing received: " + count);
            for (int i = 0; i < count; i++) {
                assertTrue(batch.endsMessage(i));
                received.add(Messages.text(batch, i));
            }
        }
        return received;
    }

    @ParameterizedTest
    @EnumSource
    void messagesKeepTheirBounds(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("first", "second", "x"));
            assertEquals(List.of("first", "second", "x"), receive(connection.passiveSender(), 3));
        }
    }

    /** A few bytes above the limit the kernel may still take, but the path need not. */
    @ParameterizedTest
    @EnumSource
    void largestMessageArrivesWholeAndAMuchLargerOneIsAnError(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            assertEquals(
                    connection.passiveSender().maxMessageBytes(),
                    connection.active().maxMessageBytes());
            for (Channel sender : List.of(connection.active(), connection.passiveSender())) {
                int largest = sender.maxMessageBytes();
                SendBatch batch = new SendBatch(2 * largest + 17, 2);
                batch.add(largest);
                batch.bytes().put(largest - 1, (byte) 77);
                batch.add(largest + 17);
                assertEquals(largest, sender.send(batch));
                assertEquals(1, batch.sentMessages());

                Channel receiver = sender == connection.active() ? connection.passiveSender() : connection.active();
                ReceiveBatch received = transport.newReceiveBatch();
                Connection.awaitReadable(receiver);
                assertEquals(1, receiver.receive(received));
                assertEquals(largest, received.length(0));
                assertEquals(77, received.bytes().get(received.offset(0) + largest - 1));

                NativeIoException e = assertThrows(NativeIoException.class, () -> sender.send(batch));
                assertEquals(
                        "send to " + family.text(sender.peerAddress().getPort()) + " a message of " + (largest + 17)
                                + " bytes over a path with packets of up to " + largest
                                + " (see maxmsgsize): Message too long (EMSGSIZE)",
                        e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedChannelHasNoLimitToSpeakOf(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().close();
            assertEquals(Integer.MAX_VALUE, connection.active().maxMessageBytes());
        }
    }

    /**
     * The short queue before congestion control makes most sends wait. What gets lost behind it (bursts that are longer than
     * the receiver's window of valid sequence numbers do) is gone; the rest keeps its order.
     */
    @ParameterizedTest
    @EnumSource
    void fullQueueIsAReturnValueAndOrderIsKept(IpFamily family) throws IOException {
        int messages = 1000;
        try (Connection connection = connect(family)) {
            SendBatch batch = new SendBatch(messages * Integer.BYTES, messages);
            for (int i = 0; i < messages; i++) {
                batch.bytes().putInt(batch.start(batch.add(Integer.BYTES)), i);
            }
            ReceiveBatch received = transport.newReceiveBatch();
            List<Integer> arrived = new ArrayList<>();
            int refusals = 0;
            while (!batch.isSent()) {
                if (connection.active().send(batch) == Channel.WOULD_BLOCK) {
                    refusals++;
                    assertTrue(connection.active().awaitWritable(Long.MAX_VALUE, stop));
                }
                int count = connection.passiveSender().receive(received);
                for (int i = 0; i < count; i++) {
                    assertEquals(Integer.BYTES, received.length(i));
                    arrived.add(received.bytes().getInt(received.offset(i)));
                }
            }
            assertTrue(refusals > 0);
            assertEquals(messages * Integer.BYTES, batch.sentBytes());
            assertEquals(0, arrived.get(0));
            assertEquals(arrived.stream().sorted().distinct().toList(), arrived);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endComesBehindTheLastPacket(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("last", "but one"));
            connection.active().close();
            assertEquals(List.of("last", "but one"), receive(connection.passiveSender(), 2));
            Connection.awaitReadable(connection.passiveSender());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(Channel.END_OF_STREAM, connection.passiveSender().receive(batch));
            assertEquals(0, batch.count());
            assertEquals(Channel.END_OF_STREAM, connection.passiveSender().receive(batch));
        }
    }

    /** Packets and end in one call: the end is kept for the next. */
    @ParameterizedTest
    @EnumSource
    void packetsBeforeTheEndAreReceivedTogether(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("a", "b"));
            connection.active().close();
            awaitEnd(connection.passiveSender());
            ReceiveBatch batch = transport.newReceiveBatch();
            assertEquals(2, connection.passiveSender().receive(batch));
            assertEquals(2, batch.count());
            assertEquals("b", Messages.text(batch, 1));
            assertEquals(Channel.END_OF_STREAM, connection.passiveSender().receive(batch));
        }
    }

    /** Waits until the kernel has seen the peer's end, without receiving. */
    private void awaitEnd(Channel channel) throws NativeIoException {
        SendBatch batch = Messages.batch("probe");
        assertThrows(NativeIoException.class, () -> {
            while (channel.awaitWritable(Long.MAX_VALUE, stop)) {
                batch.clear();
                batch.add(5);
                channel.send(batch);
            }
        });
    }

    /** A peer that closes with unread data aborts the connection. */
    @ParameterizedTest
    @EnumSource
    void abortedConnectionIsReported(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().send(Messages.batch("unread"));
            Connection.awaitReadable(connection.passiveSender());
            connection.passiveSender().close();
            Connection.awaitReadable(connection.active());
            NativeIoException e = assertThrows(
                    NativeIoException.class, () -> connection.active().receive(transport.newReceiveBatch()));
            assertEquals(
                    "recv from " + family.text(port(connection)) + ": Connection reset by peer (ECONNRESET)",
                    e.getMessage());
        }
    }

    /** There is no half-close: both directions go on. */
    @ParameterizedTest
    @EnumSource
    void shutdownEndsNothing(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.active().shutdownSending();
            connection.passiveSender().shutdownSending();
            connection.active().send(Messages.batch("there"));
            connection.passiveSender().send(Messages.batch("back"));
            assertEquals(List.of("there"), receive(connection.passiveSender(), 1));
            assertEquals(List.of("back"), receive(connection.active(), 1));
            assertEquals(TransportSample.NONE, connection.active().sample());
        }
    }

    @ParameterizedTest
    @EnumSource
    void congestionControlIsAskedFor(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS);
                Channel active = transport.connect(Route.to(endpoint.localAddress()), ccid(2), Long.MAX_VALUE, stop);
                Channel passive = Connection.accept((Listener) endpoint)) {
            active.send(Messages.batch("x"));
            assertEquals(List.of("x"), receive(passive, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownCongestionControlIsNamedWithThoseOfTheKernel(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> transport.connect(Route.to(endpoint.localAddress()), ccid(248), Long.MAX_VALUE, stop));
            assertTrue(
                    e.getMessage()
                            .matches("setsockopt DCCP_SOCKOPT_CCID=248 of \\S+:"
                                    + endpoint.localAddress().getPort()
                                    + " \\(this kernel has 2(, \\d+)*\\): Invalid argument \\(EINVAL\\)"),
                    e.getMessage());
        }
    }

    /** The passive side is told of it, too late to have a say. */
    @ParameterizedTest
    @EnumSource
    void acceptedConnectionKeepsItsCongestionControl(IpFamily family) throws IOException {
        try (Connection connection = connect(family)) {
            connection.passiveSender().configure(ccid(248));
            connection.passiveSender().send(Messages.batch("x"));
            assertEquals(List.of("x"), receive(connection.active(), 1));
        }
    }

    private static SocketOptions ccid(int ccid) {
        return new SocketOptions(UNTOUCHED, UNTOUCHED, false, "default", false, 0, ccid, false, false);
    }

    @ParameterizedTest
    @EnumSource
    void serviceCodeIsThatOfTheProtocol(IpFamily family) throws IOException {
        family.assumePresent();
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS)) {
            connectWithServiceCode(SERVICE_CODE, endpoint.localAddress()).close();
            Channel accepted = Connection.accept((Listener) endpoint);
            assertNotNull(accepted);
            accepted.close();

            NativeIoException e = assertThrows(
                    NativeIoException.class,
                    () -> connectWithServiceCode(Integer.reverseBytes(SERVICE_CODE), endpoint.localAddress()));
            assertTrue(e.is(Errno.EBADRQC), e.getMessage());
        }
    }

    private NativeSocket connectWithServiceCode(int code, InetSocketAddress peer) throws NativeIoException {
        NativeSocket socket = NativeSocket.open(
                LocalAddresses.family(peer.getAddress()), OsConstant.SOCK_DCCP, OsConstant.IPPROTO_DCCP, peer);
        try {
            socket.setOption(OsConstant.SOL_DCCP, OsConstant.DCCP_SOCKOPT_SERVICE, code);
            socket.connect(peer);
            NativeChannel.awaitConnected(socket, peer, Long.MAX_VALUE, stop);
            return socket;
        } catch (NativeIoException e) {
            socket.close();
            throw e;
        }
    }

    /** It takes the options and has nothing to say: the program's own stamps are all there is for DCCP. */
    @ParameterizedTest
    @EnumSource
    void kernelDoesNotSayHowLongPacketsHaveWaited(IpFamily family) throws IOException {
        family.assumePresent();
        InetSocketAddress any = new InetSocketAddress(family.loopback(), 0);
        OsConstant domain = LocalAddresses.family(family.loopback());
        try (NativeSocket udp = NativeSocket.open(domain, OsConstant.SOCK_DGRAM, OsConstant.IPPROTO_UDP, any)) {
            udp.bind(any);
            try (Channel sender = Transports.of(TransportProtocol.UDP)
                    .connect(Route.to(udp.localAddress()), OPTIONS, Long.MAX_VALUE, stop)) {
                assertTrue(controlBytes(sender, udp, OsConstant.SO_TIMESTAMPNS.value(), 1) > 0);
                assertTrue(controlBytes(sender, udp, SO_TIMESTAMPING, SOFTWARE_RECEPTION) > 0);
            }
        }
        try (Endpoint endpoint = transport.open(0, List.of(family.loopback()), OPTIONS);
                NativeSocket dccp = connectWithServiceCode(SERVICE_CODE, endpoint.localAddress());
                Channel sender = Connection.accept((Listener) endpoint)) {
            assertEquals(0, controlBytes(sender, dccp, OsConstant.SO_TIMESTAMPNS.value(), 1));
            assertEquals(0, controlBytes(sender, dccp, SO_TIMESTAMPING, SOFTWARE_RECEPTION));
        }
    }

    /** How much the kernel says beside a message, after it has been asked to. */
    private static int controlBytes(Channel sender, NativeSocket receiver, int option, int value)
            throws NativeIoException {
        assertEquals(0, receiver.trySetOption(OsConstant.SOL_SOCKET, option, value));
        sender.send(Messages.batch("x"));
        awaitReadable(receiver);
        NativeMemory memory = NativeMemory.allocate(100);
        MessageVector vector = new MessageVector(1, 256);
        vector.setPayload(0, memory.address(), memory.size());
        vector.prepareToReceive(0);
        assertEquals(1, SystemCalls.recvmmsg(receiver.number(), vector.address(0), 1, 0));
        assertEquals(1, vector.length(0));
        assertEquals(0, receiver.trySetOption(OsConstant.SOL_SOCKET, option, 0));
        return vector.controlLength(0);
    }

    private static void awaitReadable(NativeSocket socket) {
        Connection.awaitReadable(new Pollable() {
            @Override
            public int descriptor() {
                return socket.number();
            }

            @Override
            public void close() {
                // Whoever has opened the socket closes it.
            }
        });
    }
}
