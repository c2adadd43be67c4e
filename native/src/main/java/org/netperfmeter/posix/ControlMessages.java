// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/**
 * {@code struct cmsghdr} (RFC 3542 section 20) as bytes: the ancillary data of sendmsg and recvmsg. Offsets are those of the
 * buffer, which is in native byte order.
 *
 * <pre>
 * 0                 8       12     16
 * length (8 bytes)  level   type   data, padded to a multiple of 8
 * </pre>
 *
 * <pre>{@code
 * for (int at = start; ControlMessages.isPresent(buffer, at, end); at = ControlMessages.next(buffer, at)) { ... }
 * }</pre>
 */
public final class ControlMessages {
    private static final int LENGTH = StructLayout.CMSGHDR_LENGTH.value();
    private static final int LEVEL = StructLayout.CMSGHDR_LEVEL.value();
    private static final int TYPE = StructLayout.CMSGHDR_TYPE.value();
    private static final int DATA = StructLayout.CMSGHDR_DATA.value();
    private static final int ALIGNMENT = StructLayout.CMSGHDR_ALIGNMENT.value();

    private ControlMessages() {}

    /** Bytes that a message with this much data takes, padding included (CMSG_SPACE). */
    public static int space(int dataBytes) {
        return DATA + aligned(dataBytes);
    }

    /** Writes a header; returns the offset at which the caller puts the data. */
    public static int put(ByteBuffer buffer, int offset, int level, int type, int dataBytes) {
        buffer.putLong(offset + LENGTH, DATA + dataBytes);
        buffer.putInt(offset + LEVEL, level);
        buffer.putInt(offset + TYPE, type);
        return offset + DATA;
    }

    /** Whether a whole message lies between the offset and the end. */
    public static boolean isPresent(ByteBuffer buffer, int offset, int end) {
        if (end - offset < DATA) {
            return false;
        }
        long length = buffer.getLong(offset + LENGTH);
        return length >= DATA && length <= end - offset;
    }

    public static int level(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + LEVEL);
    }

    public static int type(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + TYPE);
    }

    public static int dataOffset(int offset) {
        return offset + DATA;
    }

    public static int dataBytes(ByteBuffer buffer, int offset) {
        return (int) buffer.getLong(offset + LENGTH) - DATA;
    }

    /** Offset of the following message, if there is one. */
    public static int next(ByteBuffer buffer, int offset) {
        return offset + aligned((int) buffer.getLong(offset + LENGTH));
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
