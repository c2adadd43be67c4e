// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.nio.ByteBuffer;

/**
 * What MPTCP_INFO says ({@code struct mptcp_info}, which grows from kernel to kernel).
 *
 * @param subflows alive, the first included
 * @param fellBack whether the connection goes on as TCP
 */
public record MptcpInfo(int subflows, boolean fellBack) {
    /** Room for all that is read here. */
    public static final int BYTES = 96;

    private static final int SUBFLOWS = StructLayout.MPTCP_INFO_SUBFLOWS.value();
    private static final int FLAGS = StructLayout.MPTCP_INFO_FLAGS.value();
    private static final int SUBFLOWS_TOTAL = StructLayout.MPTCP_INFO_SUBFLOWS_TOTAL.value();

    /**
     * Reads the structure.
     *
     * @param length bytes that the kernel filled
     */
    public static MptcpInfo parse(ByteBuffer bytes, int length) {
        int flags = bytes.getInt(FLAGS);
        boolean fellBack = (flags & OsConstant.MPTCP_INFO_FLAG_FALLBACK.value()) != 0;
        // Older kernels count only the subflows that joined the first.
        int subflows = length > SUBFLOWS_TOTAL
                ? Byte.toUnsignedInt(bytes.get(SUBFLOWS_TOTAL))
                : Byte.toUnsignedInt(bytes.get(SUBFLOWS)) + 1;
        return new MptcpInfo(subflows, fellBack);
    }
}
