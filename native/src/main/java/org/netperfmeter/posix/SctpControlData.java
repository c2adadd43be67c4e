// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a message of SCTP is sent and how it was received, as control data (RFC 6458 sections 5.3.2 and 5.3.5). Offsets are
 * those of the buffer, which is in native byte order. Allocates nothing.
 */
public final class SctpControlData {
    private static final int LEVEL = OsConstant.IPPROTO_SCTP.value();
    private static final int SNDRCV = OsConstant.SCTP_SNDRCV.value();
    private static final int RCVINFO = OsConstant.SCTP_RCVINFO.value();

    private static final int SNDRCV_DATA_BYTES = StructLayout.SCTP_SNDRCVINFO_BYTES.value();
    private static final int SNDRCV_STREAM = StructLayout.SCTP_SNDRCVINFO_STREAM.value();
    private static final int SNDRCV_FLAGS = StructLayout.SCTP_SNDRCVINFO_FLAGS.value();
    private static final int SNDRCV_PPID = StructLayout.SCTP_SNDRCVINFO_PPID.value();
    private static final int SNDRCV_CONTEXT = StructLayout.SCTP_SNDRCVINFO_CONTEXT.value();
    private static final int SNDRCV_LIFETIME = StructLayout.SCTP_SNDRCVINFO_LIFETIME.value();
    private static final int SNDRCV_ASSOCIATION = StructLayout.SCTP_SNDRCVINFO_ASSOCIATION.value();
    private static final int RCVINFO_STREAM = StructLayout.SCTP_RCVINFO_STREAM.value();

    /** Room for what {@link #putSend} writes. */
    public static final int SEND_BYTES = ControlMessages.space(SNDRCV_DATA_BYTES);

    /** Room for what the kernel writes if asked for SCTP_RECVRCVINFO. */
    public static final int RECEIVE_BYTES = ControlMessages.space(StructLayout.SCTP_RCVINFO_BYTES.value());

    private SctpControlData() {}

    /**
     * Writes how a message is to be sent. (SCTP_SNDRCV says it in one piece; SCTP_SNDINFO would need a second one for
     * partial reliability.)
     *
     * @param flags SCTP_UNORDERED, SCTP_PR_SCTP_TTL, SCTP_PR_SCTP_RTX
     * @param payloadProtocol the identifier that the peer is to see; on the wire in network order
     * @param limit of the partial reliability: ms or retransmissions
     */
    public static void putSend(ByteBuffer buffer, int offset, int streamId, int flags, int payloadProtocol, int limit) {
        int data = ControlMessages.put(buffer, offset, LEVEL, SNDRCV, SNDRCV_DATA_BYTES);
        buffer.putInt(data + SNDRCV_STREAM, 0);
        buffer.putShort(data + SNDRCV_STREAM, (short) streamId);
        buffer.putShort(data + SNDRCV_FLAGS, (short) flags);
        // The kernel passes it on as it is.
        boolean swapped = buffer.order() == ByteOrder.LITTLE_ENDIAN;
        buffer.putInt(data + SNDRCV_PPID, swapped ? Integer.reverseBytes(payloadProtocol) : payloadProtocol);
        buffer.putInt(data + SNDRCV_CONTEXT, 0);
        buffer.putInt(data + SNDRCV_LIFETIME, limit);
        buffer.putInt(data + SNDRCV_ASSOCIATION, 0);
    }

    /** The stream of a received message (0..65535); 0 if the control data does not tell. */
    public static int streamId(ByteBuffer buffer, int offset, int length) {
        int end = offset + length;
        for (int at = offset; ControlMessages.isPresent(buffer, at, end); at = ControlMessages.next(buffer, at)) {
            if (isReceiveInformation(buffer, at)) {
                return Short.toUnsignedInt(buffer.getShort(ControlMessages.dataOffset(at) + RCVINFO_STREAM));
            }
        }
        return 0;
    }

    private static boolean isReceiveInformation(ByteBuffer buffer, int at) {
        return ControlMessages.level(buffer, at) == LEVEL
                && ControlMessages.type(buffer, at) == RCVINFO
                && ControlMessages.dataBytes(buffer, at) >= RCVINFO_STREAM + Short.BYTES;
    }
}
