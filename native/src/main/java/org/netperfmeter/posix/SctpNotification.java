// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel tells of an association in place of a message (RFC 6458 section 6.1). Offsets are those of the buffer;
 * numbers are read in native byte order, whatever the buffer's.
 */
public final class SctpNotification {
    /** What a notification means to its association. */
    public enum Meaning {
        /** Nothing that would change anything. */
        NOTHING,
        /** The association has ended in order. */
        ENDED,
        /** The association is lost: the peer has aborted it, does not answer, or has begun it anew. */
        LOST,
        /** The rest of a message of which a part was delivered will not come. */
        MESSAGE_ABORTED
    }

    private static final int TYPE = StructLayout.SCTP_NOTIFICATION_TYPE.value();
    private static final int ASSOC_CHANGE_STATE = StructLayout.SCTP_ASSOC_CHANGE_STATE.value();
    private static final int PDAPI_STREAM = StructLayout.SCTP_PDAPI_STREAM.value();

    private SctpNotification() {}

    /** The meaning of the notification of this length that begins here; one that is too short means nothing. */
    public static Meaning meaning(ByteBuffer buffer, int offset, int length) {
        int type = length < TYPE + Short.BYTES ? 0 : number(buffer, offset + TYPE);
        if (type == OsConstant.SCTP_ASSOC_CHANGE.value() && length >= ASSOC_CHANGE_STATE + Short.BYTES) {
            return meaningOfChange(number(buffer, offset + ASSOC_CHANGE_STATE));
        }
        boolean aborted =
                type == OsConstant.SCTP_PARTIAL_DELIVERY_EVENT.value() && length >= PDAPI_STREAM + Integer.BYTES;
        return aborted ? Meaning.MESSAGE_ABORTED : Meaning.NOTHING;
    }

    private static Meaning meaningOfChange(int state) {
        if (state == OsConstant.SCTP_SHUTDOWN_COMP.value()) {
            return Meaning.ENDED;
        }
        boolean lost = state == OsConstant.SCTP_COMM_LOST.value() || state == OsConstant.SCTP_RESTART.value();
        return lost ? Meaning.LOST : Meaning.NOTHING;
    }

    /** The stream of the message that was aborted. */
    public static int abortedStreamId(ByteBuffer buffer, int offset) {
        return number(buffer, offset + PDAPI_STREAM);
    }

    /** Two bytes as an unsigned number; of four bytes, the lower half. */
    private static int number(ByteBuffer buffer, int offset) {
        return Short.toUnsignedInt(
                buffer.order() == ByteOrder.nativeOrder()
                        ? buffer.getShort(offset)
                        : Short.reverseBytes(buffer.getShort(offset)));
    }
}
