// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/**
 * Into how many datagrams a buffer is to be cut when it is sent, and how they were put together when it was received, as
 * control data (udp(7): UDP_SEGMENT, UDP_GRO). Offsets are those of the buffer, which is in native byte order. Allocates
 * nothing.
 */
public final class UdpControlData {
    private static final int LEVEL = OsConstant.IPPROTO_UDP.value();
    private static final int SEGMENT = OsConstant.UDP_SEGMENT.value();
    private static final int GRO = OsConstant.UDP_GRO.value();

    /** Room for what {@link #putSegment} writes. */
    public static final int SEND_BYTES = ControlMessages.space(Short.BYTES);

    /** Room for what the kernel writes if asked for UDP_GRO. */
    public static final int RECEIVE_BYTES = ControlMessages.space(Integer.BYTES);

    private UdpControlData() {}

    /**
     * Has the buffer cut into datagrams.
     *
     * @param segmentBytes payload of each datagram but the last, which may be shorter; 1..65535
     */
    public static void putSegment(ByteBuffer buffer, int offset, int segmentBytes) {
        int data = ControlMessages.put(buffer, offset, LEVEL, SEGMENT, Short.BYTES);
        buffer.putShort(data, (short) segmentBytes);
    }

    /** Payload of each datagram but the last in the received buffer; 0 if the control data does not tell: it is one. */
    public static int segmentBytes(ByteBuffer buffer, int offset, int length) {
        int end = offset + length;
        for (int at = offset; ControlMessages.isPresent(buffer, at, end); at = ControlMessages.next(buffer, at)) {
            if (isSegmentSize(buffer, at)) {
                return buffer.getInt(ControlMessages.dataOffset(at));
            }
        }
        return 0;
    }

    private static boolean isSegmentSize(ByteBuffer buffer, int at) {
        return ControlMessages.level(buffer, at) == LEVEL
                && ControlMessages.type(buffer, at) == GRO
                && ControlMessages.dataBytes(buffer, at) >= Integer.BYTES;
    }
}
