// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MptcpSubflowTest {
    private static final int AF_INET = OsConstant.AF_INET.value();
    private static final int RTT = 68;

    private final ByteBuffer info = buffer(136);
    private final ByteBuffer subflows = buffer(600);
    private final ByteBuffer tcp = buffer(600);

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static InetSocketAddress address(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private List<MptcpSubflow> parse(int infoBytes) {
        return MptcpSubflow.parse(
                new StructView(info, 0, infoBytes),
                new StructView(subflows, 0, subflows.capacity()),
                new StructView(tcp, 0, tcp.capacity()));
    }

    /** An element of 264 and one of {@code tcpBytes} bytes. */
    private void subflow(int index, int id, InetSocketAddress local, InetSocketAddress remote, int tcpBytes, int rtt) {
        subflows.putInt(index * 264, id);
        SocketAddressCodec.encode(local, AF_INET, subflows, index * 264 + 8);
        SocketAddressCodec.encode(remote, AF_INET, subflows, index * 264 + 136);
        tcp.putInt(index * tcpBytes + RTT, rtt);
    }

    @ParameterizedTest
    @CsvSource({"232, 40", "248, 136", "104, 96"})
    void subflowsLieAsFarApartAsTheKernelSays(int tcpBytes, int infoBytes) throws UnknownHostException {
        info.putInt(4, tcpBytes);
        info.putInt(12, 264);
        info.putInt(16, 2);
        subflow(0, 1, address("10.0.1.1", 1111), address("10.0.1.2", 9000), tcpBytes, 5_000);
        subflow(1, 5, address("10.0.2.1", 2222), address("10.0.2.2", 9000), tcpBytes, 40_000);

        List<MptcpSubflow> all = parse(infoBytes);

        assertEquals(2, all.size());
        assertEquals(1, all.get(0).id());
        assertEquals(Optional.of(address("10.0.1.1", 1111)), all.get(0).local());
        assertEquals(5_000, all.get(0).tcp().rttMicros());
        assertEquals(5, all.get(1).id());
        assertEquals(Optional.of(address("10.0.2.2", 9000)), all.get(1).remote());
        assertEquals(40_000, all.get(1).tcp().rttMicros());
    }

    @Test
    void fieldsBeyondTheKernelsElementAreThoseOfNoSubflow() {
        info.putInt(4, 72);
        info.putInt(12, 264);
        info.putInt(16, 1);
        tcp.putInt(RTT, 5_000);
        tcp.putInt(72, 99);

        TcpInfo only = parse(40).get(0).tcp();

        assertEquals(5_000, only.rttMicros());
        assertEquals(-1, only.rttVariationMicros());
    }

    @Test
    void noAnswerMeansNoSubflows() {
        info.putInt(16, 3);
        assertEquals(List.of(), parse(0));
    }

    @Test
    void subflowWithoutAddressesIsThereAllTheSame() {
        info.putInt(4, 232);
        info.putInt(12, 264);
        info.putInt(16, 1);
        assertEquals(Optional.empty(), parse(40).get(0).local());
    }

    @Test
    void elementsEndWhereTheKernelEnded() {
        ByteBuffer data = buffer(1000);
        data.putInt(0, 16);
        data.putInt(4, 3);
        data.putInt(8, 248);
        data.putInt(12, 200);

        List<StructView> elements = MptcpSubflow.elements(new StructView(data, 0, 16 + 200 + 150));

        assertEquals(List.of(new StructView(data, 16, 200), new StructView(data, 216, 150)), elements);
        assertEquals(List.of(), MptcpSubflow.elements(new StructView(data, 0, 0)));
    }

    @Test
    void trafficIsToldByKernelsThatCountIt() {
        info.putInt(44, 3);
        info.putLong(48, 1400);
        info.putLong(56, 10_000);
        info.putLong(64, 20_000);
        info.putLong(72, 9_000);

        assertEquals(new MptcpTraffic(10_000, 9_000, 20_000, 1400, 3), MptcpTraffic.parse(new StructView(info, 0, 96)));
        assertEquals(new MptcpTraffic(-1, -1, -1, -1, -1), MptcpTraffic.parse(new StructView(info, 0, 48)));
        assertEquals(new MptcpTraffic(10_000, -1, 20_000, 1400, 3), MptcpTraffic.parse(new StructView(info, 0, 79)));
    }

    @Test
    void kernelsOldAndNewWaysTellTheSame() throws Exception {
        InetSocketAddress anyPort = address("127.0.0.1", 0);
        try (NativeSocket listener = mptcp(anyPort);
                NativeSocket active = mptcp(anyPort)) {
            listener.bind(anyPort);
            listener.listen(1);
            active.connect(listener.localAddress());
            await(active, OsConstant.POLLOUT);
            await(listener, OsConstant.POLLIN);
            try (NativeSocket passive = listener.accept()) {
                List<MptcpSubflow> inTwo = MptcpSubflow.inTwoAnswers(passive);
                assumeTrue(!inTwo.isEmpty(), "kernel: does not know MPTCP_TCPINFO");

                assertEquals(1, inTwo.size());
                assertEquals(Optional.of(active.localAddress()), inTwo.get(0).remote());
                assertEquals(Optional.of(listener.localAddress()), inTwo.get(0).local());
                assertEquals("ESTABLISHED", inTwo.get(0).tcp().stateName());

                List<MptcpSubflow> inOne = MptcpSubflow.inOneAnswer(passive);
                assumeTrue(!inOne.isEmpty(), "kernel: does not know MPTCP_FULL_INFO");
                assertEquals(inTwo, inOne);
            }
        }
    }

    private static NativeSocket mptcp(InetSocketAddress meantFor) throws NativeIoException {
        try {
            return NativeSocket.open(OsConstant.AF_INET, OsConstant.SOCK_STREAM, OsConstant.IPPROTO_MPTCP, meantFor);
        } catch (NativeIoException e) {
            assumeTrue(false, "mptcp: " + e.getMessage());
            throw e;
        }
    }

    private static void await(NativeSocket socket, OsConstant event) throws NativeIoException {
        PollSet poll = new PollSet(1);
        poll.set(0, socket.number(), event.value());
        assertEquals(1, poll.await(System.nanoTime() + 20_000_000_000L));
    }
}
