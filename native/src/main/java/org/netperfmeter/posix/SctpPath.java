// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What SCTP_GET_PEER_ADDR_INFO says of the path to an address of the peer (RFC 6458 section 8.2.2). -1: the kernel does not
 * tell.
 *
 * @param remote empty if unknown
 * @param state SCTP_ACTIVE (2), ..., see {@link #stateName}
 * @param windowBytes congestion window
 * @param rttMillis smoothed round-trip time
 * @param retransmissionTimeoutMillis until the first retransmission
 * @param mtuBytes of the path
 */
public record SctpPath(
        Optional<InetSocketAddress> remote,
        int state,
        long windowBytes,
        long rttMillis,
        long retransmissionTimeoutMillis,
        long mtuBytes) {
    /** From SCTP_INACTIVE = 0 on. */
    private static final String[] STATES = {"INACTIVE", "POTENTIALLY_FAILED", "ACTIVE", "UNCONFIRMED"};

    private static final int MAX_PATHS = 64;
    private static final int ADDRESS = StructLayout.SCTP_PADDRINFO_ADDRESS.value();
    private static final int INET_BYTES = StructLayout.SOCKADDR_IN_BYTES.value();
    private static final int INET6_BYTES = StructLayout.SOCKADDR_IN6_BYTES.value();

    /** Asks for the paths of the association of a socket, in the order of the kernel. */
    public static List<SctpPath> of(NativeSocket socket) {
        List<SctpPath> paths = new ArrayList<>();
        StructView addresses = StructView.ofOption(socket, OsConstant.IPPROTO_SCTP, OsConstant.SCTP_GET_PEER_ADDRS);
        for (byte[] address : addresses(addresses)) {
            StructView answer = ask(socket, address);
            if (!answer.isEmpty()) {
                paths.add(parse(answer));
            }
        }
        return paths;
    }

    /** The addresses of a {@code struct sctp_getaddrs}, which lie there back to back, as they are. */
    static List<byte[]> addresses(StructView struct) {
        List<byte[]> all = new ArrayList<>();
        long count = Math.min(MAX_PATHS, struct.unsigned32(StructLayout.SCTP_GETADDRS_COUNT));
        int at = StructLayout.SCTP_GETADDRS_ADDRESSES.value();
        while (all.size() < count && struct.address(at).isPresent()) {
            boolean inet = struct.bytes().getShort(struct.offset() + at) == OsConstant.AF_INET.value();
            byte[] address = new byte[inet ? INET_BYTES : INET6_BYTES];
            struct.bytes().get(struct.offset() + at, address);
            all.add(address);
            at += address.length;
        }
        return all;
    }

    private static StructView ask(NativeSocket socket, byte[] address) {
        NativeMemory room = StructView.room();
        room.bytes().put(ADDRESS, address);
        int length = socket.tryOption(
                OsConstant.IPPROTO_SCTP,
                OsConstant.SCTP_GET_PEER_ADDR_INFO,
                room,
                StructLayout.SCTP_PADDRINFO_BYTES.value());
        return new StructView(room.bytes(), 0, Math.max(0, length));
    }

    static SctpPath parse(StructView struct) {
        return new SctpPath(
                struct.address(ADDRESS),
                (int) struct.unsigned32(StructLayout.SCTP_PADDRINFO_STATE),
                struct.unsigned32(StructLayout.SCTP_PADDRINFO_WINDOW),
                struct.unsigned32(StructLayout.SCTP_PADDRINFO_RTT),
                struct.unsigned32(StructLayout.SCTP_PADDRINFO_RTO),
                struct.unsigned32(StructLayout.SCTP_PADDRINFO_MTU));
    }

    /** As RFC 6458 calls it, without SCTP_; UNKNOWN if the kernel does not tell. */
    public String stateName() {
        return state >= 0 && state < STATES.length ? STATES[state] : "UNKNOWN";
    }
}
