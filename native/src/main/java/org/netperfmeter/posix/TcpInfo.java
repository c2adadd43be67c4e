// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/**
 * What TCP_INFO says of a connection or subflow ({@code struct tcp_info}, tcp(7)). -1: the kernel does not tell.
 *
 * @param state TCP_ESTABLISHED (1), ..., see {@link #stateName}
 * @param rttMicros smoothed round-trip time (RFC 6298)
 * @param rttVariationMicros its mean deviation
 * @param minRttMicros the least within the last minutes (sysctl net.ipv4.tcp_min_rtt_wlen)
 * @param retransmissionTimeoutMicros until the first retransmission
 * @param windowSegments congestion window
 * @param segmentBytes payload of a full segment that is sent
 * @param pathMtuBytes of the path
 * @param sentBytes payload, retransmissions included
 * @param ackedBytes of what was sent; the SYN counts as a byte at the side that has connected, the FIN does at both
 * @param receivedBytes in order, the FIN as a byte
 * @param retransmittedBytes payload
 * @param sentPackets segments, empty ones included
 * @param receivedPackets segments, empty ones included
 * @param retransmissions segments
 * @param unackedPackets segments under way
 * @param deliveryBytesPerSecond the kernel's latest estimate
 * @param busyMicros how long there was something to send
 * @param receiveWindowLimitedMicros how much of that the peer's window held the sender up
 * @param sendBufferLimitedMicros how much of that the send buffer held the sender up
 */
public record TcpInfo(
        int state,
        long rttMicros,
        long rttVariationMicros,
        long minRttMicros,
        long retransmissionTimeoutMicros,
        long windowSegments,
        long segmentBytes,
        long pathMtuBytes,
        long sentBytes,
        long ackedBytes,
        long receivedBytes,
        long retransmittedBytes,
        long sentPackets,
        long receivedPackets,
        long retransmissions,
        long unackedPackets,
        long deliveryBytesPerSecond,
        long busyMicros,
        long receiveWindowLimitedMicros,
        long sendBufferLimitedMicros) {
    /** From TCP_ESTABLISHED = 1 on ({@code include/net/tcp_states.h}). */
    private static final String[] STATES = {
        "UNKNOWN",
        "ESTABLISHED",
        "SYN_SENT",
        "SYN_RECV",
        "FIN_WAIT1",
        "FIN_WAIT2",
        "TIME_WAIT",
        "CLOSE",
        "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN",
        "CLOSING"
    };

    /** What the kernel has for a least round-trip time that it has not measured. */
    private static final long NOT_MEASURED = 0xffff_ffffL;

    /** Asks about a connection; all is unknown if there is no answer. */
    public static TcpInfo of(NativeSocket socket) {
        return parse(StructView.ofOption(socket, OsConstant.IPPROTO_TCP, OsConstant.TCP_INFO));
    }

    static TcpInfo parse(StructView struct) {
        long rtt = struct.unsigned32(StructLayout.TCP_INFO_RTT);
        long minRtt = struct.unsigned32(StructLayout.TCP_INFO_MIN_RTT);
        boolean measured = rtt > 0;
        return new TcpInfo(
                (int) struct.unsigned8(StructLayout.TCP_INFO_STATE),
                measured ? rtt : StructView.UNKNOWN,
                measured ? struct.unsigned32(StructLayout.TCP_INFO_RTT_VARIATION) : StructView.UNKNOWN,
                minRtt == NOT_MEASURED ? StructView.UNKNOWN : minRtt,
                struct.unsigned32(StructLayout.TCP_INFO_RTO),
                struct.unsigned32(StructLayout.TCP_INFO_WINDOW),
                struct.unsigned32(StructLayout.TCP_INFO_SEGMENT),
                struct.unsigned32(StructLayout.TCP_INFO_PATH_MTU),
                struct.unsigned64(StructLayout.TCP_INFO_SENT_BYTES),
                struct.unsigned64(StructLayout.TCP_INFO_ACKED_BYTES),
                struct.unsigned64(StructLayout.TCP_INFO_RECEIVED_BYTES),
                struct.unsigned64(StructLayout.TCP_INFO_RETRANSMITTED_BYTES),
                struct.unsigned32(StructLayout.TCP_INFO_SENT_PACKETS),
                struct.unsigned32(StructLayout.TCP_INFO_RECEIVED_PACKETS),
                struct.unsigned32(StructLayout.TCP_INFO_RETRANSMISSIONS),
                struct.unsigned32(StructLayout.TCP_INFO_UNACKED),
                struct.unsigned64(StructLayout.TCP_INFO_DELIVERY_RATE),
                struct.unsigned64(StructLayout.TCP_INFO_BUSY),
                struct.unsigned64(StructLayout.TCP_INFO_RECEIVE_WINDOW_LIMITED),
                struct.unsigned64(StructLayout.TCP_INFO_SEND_BUFFER_LIMITED));
    }

    /** As ss(8) and others call it, in capitals; UNKNOWN if the kernel does not tell. */
    public String stateName() {
        return state > 0 && state < STATES.length ? STATES[state] : STATES[0];
    }
}
