// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

/**
 * What MPTCP_INFO says of the traffic of a whole connection, since Linux 6.5. -1: the kernel does not tell.
 *
 * @param sentBytes payload, what was sent again included
 * @param ackedBytes payload
 * @param receivedBytes payload
 * @param retransmittedBytes what was sent again on another subflow
 * @param retransmissions how often that was done
 */
public record MptcpTraffic(
        long sentBytes, long ackedBytes, long receivedBytes, long retransmittedBytes, long retransmissions) {
    /** Asks about a connection. */
    public static MptcpTraffic of(NativeSocket socket) {
        return parse(StructView.ofOption(socket, OsConstant.SOL_MPTCP, OsConstant.MPTCP_INFO));
    }

    static MptcpTraffic parse(StructView struct) {
        return new MptcpTraffic(
                struct.unsigned64(StructLayout.MPTCP_INFO_SENT_BYTES),
                struct.unsigned64(StructLayout.MPTCP_INFO_ACKED_BYTES),
                struct.unsigned64(StructLayout.MPTCP_INFO_RECEIVED_BYTES),
                struct.unsigned64(StructLayout.MPTCP_INFO_RETRANSMITTED_BYTES),
                known(struct) ? struct.unsigned32(StructLayout.MPTCP_INFO_RETRANSMISSIONS) : StructView.UNKNOWN);
    }

    /** Before there was this field its place was the end of the structure, whose length the kernel rounded up. */
    private static boolean known(StructView struct) {
        return struct.unsigned64(StructLayout.MPTCP_INFO_RETRANSMITTED_BYTES) != StructView.UNKNOWN;
    }
}
