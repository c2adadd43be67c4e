// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A subflow of an MPTCP connection.
 *
 * @param id from 1 on in the order in which they came; where the kernel does not tell (before Linux 6.5): in its list, which
 *     those behind a subflow that ends move up
 * @param local empty if unknown
 * @param remote empty if unknown
 */
public record MptcpSubflow(
        long id, Optional<InetSocketAddress> local, Optional<InetSocketAddress> remote, TcpInfo tcp) {
    /** More than the kernel permits a connection. */
    private static final int MAX_SUBFLOWS = 12;

    private static final int TCP_INFO_ROOM = 320;
    private static final int SUBFLOW_BYTES = StructLayout.MPTCP_SUBFLOW_INFO_BYTES.value();
    private static final int ADDRESSES_BYTES = StructLayout.MPTCP_SUBFLOW_ADDRS_BYTES.value();
    private static final int HEADER_BYTES = StructLayout.MPTCP_SUBFLOW_DATA_BYTES.value();

    /** Where the arrays of MPTCP_FULL_INFO lie, behind room for what its structure may grow to. */
    private static final int SUBFLOW_ARRAY = 512;

    private static final int TCP_ARRAY = SUBFLOW_ARRAY + MAX_SUBFLOWS * SUBFLOW_BYTES;

    /** Asks for the subflows that are there; none if the connection is no MPTCP, or the kernel does not tell. */
    public static List<MptcpSubflow> of(NativeSocket socket) {
        List<MptcpSubflow> all = inOneAnswer(socket);
        return all.isEmpty() ? inTwoAnswers(socket) : all;
    }

    /** By MPTCP_FULL_INFO, since Linux 6.5. */
    static List<MptcpSubflow> inOneAnswer(NativeSocket socket) {
        NativeMemory room = StructView.room();
        ByteBuffer request = room.bytes();
        request.putInt(StructLayout.MPTCP_FULL_INFO_TCP_SIZE.value(), TCP_INFO_ROOM);
        request.putInt(StructLayout.MPTCP_FULL_INFO_SUBFLOW_SIZE.value(), SUBFLOW_BYTES);
        request.putInt(StructLayout.MPTCP_FULL_INFO_ROOM.value(), MAX_SUBFLOWS);
        request.putLong(StructLayout.MPTCP_FULL_INFO_SUBFLOW_ARRAY.value(), room.address() + SUBFLOW_ARRAY);
        request.putLong(StructLayout.MPTCP_FULL_INFO_TCP_ARRAY.value(), room.address() + TCP_ARRAY);
        int length = socket.tryOption(OsConstant.SOL_MPTCP, OsConstant.MPTCP_FULL_INFO, room, SUBFLOW_ARRAY);
        return parse(
                new StructView(request, 0, Math.max(0, length)),
                new StructView(request, SUBFLOW_ARRAY, MAX_SUBFLOWS * SUBFLOW_BYTES),
                new StructView(request, TCP_ARRAY, MAX_SUBFLOWS * TCP_INFO_ROOM));
    }

    /**
     * Reads {@code struct mptcp_full_info} and its two arrays.
     *
     * @param subflows has room for its elements; the kernel tells how long they are, and how many it would have filled
     */
    static List<MptcpSubflow> parse(StructView info, StructView subflows, StructView tcp) {
        int count = (int) Math.min(MAX_SUBFLOWS, info.unsigned32(StructLayout.MPTCP_FULL_INFO_SUBFLOWS));
        int subflowBytes = (int) info.unsigned32(StructLayout.MPTCP_FULL_INFO_SUBFLOW_SIZE);
        int tcpBytes = (int) info.unsigned32(StructLayout.MPTCP_FULL_INFO_TCP_SIZE);
        List<MptcpSubflow> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StructView subflow = subflows.part(i * subflowBytes, subflowBytes);
            int addresses = StructLayout.MPTCP_SUBFLOW_INFO_ADDRESSES.value();
            all.add(new MptcpSubflow(
                    subflow.unsigned32(StructLayout.MPTCP_SUBFLOW_INFO_ID),
                    subflow.address(addresses + StructLayout.MPTCP_SUBFLOW_ADDRS_LOCAL.value()),
                    subflow.address(addresses + StructLayout.MPTCP_SUBFLOW_ADDRS_REMOTE.value()),
                    TcpInfo.parse(tcp.part(i * tcpBytes, tcpBytes))));
        }
        return all;
    }

    /** By MPTCP_TCPINFO and MPTCP_SUBFLOW_ADDRS, since Linux 5.16. */
    static List<MptcpSubflow> inTwoAnswers(NativeSocket socket) {
        List<TcpInfo> tcp = new ArrayList<>();
        for (StructView element : elements(ask(socket, OsConstant.MPTCP_TCPINFO, TCP_INFO_ROOM))) {
            tcp.add(TcpInfo.parse(element));
        }
        List<StructView> addresses = elements(ask(socket, OsConstant.MPTCP_SUBFLOW_ADDRS, ADDRESSES_BYTES));
        // A subflow that came or went in between: nobody knows whose addresses these are.
        boolean belong = addresses.size() == tcp.size();
        List<MptcpSubflow> all = new ArrayList<>();
        for (int i = 0; i < tcp.size(); i++) {
            StructView pair = belong ? addresses.get(i) : new StructView(ByteBuffer.allocate(0), 0, 0);
            all.add(new MptcpSubflow(
                    i + 1L,
                    pair.address(StructLayout.MPTCP_SUBFLOW_ADDRS_LOCAL.value()),
                    pair.address(StructLayout.MPTCP_SUBFLOW_ADDRS_REMOTE.value()),
                    tcp.get(i)));
        }
        return all;
    }

    private static StructView ask(NativeSocket socket, OsConstant option, int elementBytes) {
        NativeMemory room = StructView.room();
        room.bytes().putInt(StructLayout.MPTCP_SUBFLOW_DATA_SIZE.value(), HEADER_BYTES);
        room.bytes().putInt(StructLayout.MPTCP_SUBFLOW_DATA_ELEMENT_SIZE.value(), elementBytes);
        return StructView.ofOption(socket, OsConstant.SOL_MPTCP, option, room);
    }

    /** The elements behind a {@code struct mptcp_subflow_data}, which the kernel has filled as far as they fit. */
    static List<StructView> elements(StructView data) {
        int count = (int) Math.min(MAX_SUBFLOWS, data.unsigned32(StructLayout.MPTCP_SUBFLOW_DATA_SUBFLOWS));
        int elementBytes = (int) data.unsigned32(StructLayout.MPTCP_SUBFLOW_DATA_ELEMENT_SIZE);
        List<StructView> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StructView element = data.part(HEADER_BYTES + i * elementBytes, elementBytes);
            if (!element.isEmpty()) {
                all.add(element);
            }
        }
        return all;
    }
}
