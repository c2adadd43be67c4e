// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/**
 * What the kernel says of a connection.
 *
 * @param multipath whether a connection that asked for MPTCP has it
 * @param subflows subflows alive, the first included; 1 for other protocols, 0 if unknown
 * @param droppedDatagrams what a UDP socket (the passive node's: of all its flows) had no room for since it was opened,
 *     modulo 2^32 (SO_MEMINFO: the counter that SO_RXQ_OVFL shows); 0 for other protocols
 */
public record TransportSample(Multipath multipath, int subflows, int droppedDatagrams) {
    /** The verdict on MPTCP. */
    public enum Multipath {
        NOT_ASKED,
        YES,
        FELL_BACK,
        UNKNOWN
    }

    public static final TransportSample NONE = new TransportSample(Multipath.NOT_ASKED, 1, 0);

    /** Of a connection that asked for MPTCP. */
    static TransportSample ofMultipath(Multipath multipath, int subflows) {
        return new TransportSample(multipath, subflows, 0);
    }

    /** Of a UDP socket. */
    static TransportSample ofDatagrams(int dropped) {
        return new TransportSample(Multipath.NOT_ASKED, 1, dropped);
    }
}
