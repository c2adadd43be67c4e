// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

/**
 * What 1.x sends in Add Flow for the out-of-tree MPTCP of its time; that it is there tells a 1.x sender
 * (protocol.md 6.1).
 *
 * @param diffPorts unsigned 16 bits
 * @param pathManager at most 16 bytes
 * @param scheduler at most 16 bytes
 */
public record ObsoleteFields(int diffPorts, String pathManager, String scheduler) {
    /** What 2.x and we send. */
    public static final ObsoleteFields NONE = new ObsoleteFields(0, "", "");
}
