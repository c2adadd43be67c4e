// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.util.Optional;

/**
 * What a flow has got when its connection is set up.
 *
 * @param localAddress address and port
 * @param remoteAddress address and port
 * @param congestionControl as the system names it; empty: unknown, or the protocol has none
 * @param buffers the sizes in force
 */
public record ConnectionFacts(
        String localAddress, String remoteAddress, Optional<String> congestionControl, EffectiveBuffers buffers) {
    /** Asks the kernel. */
    public static ConnectionFacts of(Channel channel) {
        return new ConnectionFacts(
                PathSample.text(channel.localAddress()),
                PathSample.text(channel.peerAddress()),
                channel.congestionControl(),
                channel.buffers());
    }
}
