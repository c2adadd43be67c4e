// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/**
 * What the kernel says of a connection.
 *
 * @param multipath whether a connection that asked for MPTCP has it
 * @param subflows subflows alive, the first included; 1 for other protocols, 0 if unknown
 */
public record TransportSample(Multipath multipath, int subflows) {
    /** The verdict on MPTCP. */
    public enum Multipath {
        NOT_ASKED,
        YES,
        FELL_BACK,
        UNKNOWN
    }

    public static final TransportSample NONE = new TransportSample(Multipath.NOT_ASKED, 1);
}
