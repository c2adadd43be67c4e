// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.posix.NativeMemory;
import org.netperfmeter.posix.NativeSocket;
import org.netperfmeter.posix.OsConstant;

/** Reads how many datagrams a socket had no room for. */
final class DropCounter {
    private static final int DROPS_OFFSET = OsConstant.SK_MEMINFO_DROPS.value() * Integer.BYTES;

    private final NativeSocket socket;
    private final NativeMemory information = NativeMemory.allocate(DROPS_OFFSET + Integer.BYTES);
    private int last;

    DropCounter(NativeSocket socket) {
        this.socket = socket;
    }

    /** Modulo 2^32; what was read last if the socket is closed, 0 if the kernel does not tell. */
    synchronized int read() {
        int length = socket.tryOption(OsConstant.SOL_SOCKET, OsConstant.SO_MEMINFO, information);
        if (length > DROPS_OFFSET) {
            last = information.bytes().getInt(DROPS_OFFSET);
        }
        return last;
    }
}
