// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

/** Whose time stamp says when a message was received. */
public enum TimeStamping {
    /** This program's, when it has read the message. */
    APP,
    /**
     * The kernel's, where it tells: of each datagram of UDP and each message of SCTP; of TCP of the last segment of each
     * read, so that what the same read brings before it counts as arriving with it. Of MPTCP it is the first segment of
     * those that waited together, so that the others would arrive too early: it is not used. DCCP has none, although Linux
     * takes the option (seen with 6.1).
     */
    KERNEL
}
