// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.RetransmissionLimit;

/**
 * How data messages are sent over a stream of an association; decided by chance for each of them (protocol.md 1.7).
 *
 * @param orderedFraction 0..1 of the messages is delivered in order
 * @param reliableFraction 0..1 of the messages is retransmitted until it arrives
 * @param retransmissionLimit of the other messages
 */
public record StreamOptions(double orderedFraction, double reliableFraction, RetransmissionLimit retransmissionLimit) {
    public static StreamOptions of(FlowOptions flow) {
        return new StreamOptions(flow.orderedFraction(), flow.reliableFraction(), flow.retransmissionLimit());
    }
}
