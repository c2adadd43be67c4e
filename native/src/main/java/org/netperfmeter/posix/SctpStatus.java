// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/**
 * What SCTP_STATUS and SCTP_GET_ASSOC_STATS say of an association (RFC 6458 section 8.2.1, sctp(7)). -1: the kernel does not
 * tell.
 *
 * @param state SCTP_ESTABLISHED (4), ..., see {@link #stateName}
 * @param unackedChunks DATA chunks under way
 * @param sentPackets of all paths
 * @param receivedPackets of all paths
 * @param retransmittedChunks of all paths
 */
public record SctpStatus(
        int state, long unackedChunks, long sentPackets, long receivedPackets, long retransmittedChunks) {
    /** From SCTP_EMPTY = 0 on. */
    private static final String[] STATES = {
        "EMPTY",
        "CLOSED",
        "COOKIE_WAIT",
        "COOKIE_ECHOED",
        "ESTABLISHED",
        "SHUTDOWN_PENDING",
        "SHUTDOWN_SENT",
        "SHUTDOWN_RECEIVED",
        "SHUTDOWN_ACK_SENT"
    };

    /** Asks about the association of a socket; all is unknown if there is no answer. */
    public static SctpStatus of(NativeSocket socket) {
        StructView status = StructView.ofOption(socket, OsConstant.IPPROTO_SCTP, OsConstant.SCTP_STATUS);
        int state = (int) status.unsigned32(StructLayout.SCTP_STATUS_STATE);
        long unacked = status.unsigned16(StructLayout.SCTP_STATUS_UNACKED);
        return parse(
                state, unacked, StructView.ofOption(socket, OsConstant.IPPROTO_SCTP, OsConstant.SCTP_GET_ASSOC_STATS));
    }

    static SctpStatus parse(int state, long unackedChunks, StructView statistics) {
        return new SctpStatus(
                state,
                unackedChunks,
                statistics.unsigned64(StructLayout.SCTP_STATS_SENT_PACKETS),
                statistics.unsigned64(StructLayout.SCTP_STATS_RECEIVED_PACKETS),
                statistics.unsigned64(StructLayout.SCTP_STATS_RETRANSMISSIONS));
    }

    /** As RFC 6458 calls it, without SCTP_; UNKNOWN if the kernel does not tell. */
    public String stateName() {
        return state >= 0 && state < STATES.length ? STATES[state] : "UNKNOWN";
    }
}
