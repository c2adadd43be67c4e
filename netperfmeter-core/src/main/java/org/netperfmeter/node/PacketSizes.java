// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.transport.Channel;

/** Whether the messages of a flow fit where a message is a packet, and packets are not fragmented (DCCP). */
final class PacketSizes {
    private PacketSizes() {}

    /**
     * To be called when a flow's channel is connected.
     *
     * @throws IOException if messages of this flow, in a direction that this node knows, may be too large for the path; it
     *     says what to do
     */
    static void check(FlowDefinition flow, Channel channel) throws IOException {
        check(flow, channel.maxMessageBytes());
    }

    static void check(FlowDefinition flow, int packetBytes) throws IOException {
        int messageBytes = Math.max(flow.largestOutboundMessageBytes(), flow.largestInboundMessageBytes());
        if (messageBytes > packetBytes) {
            throw new IOException(flow.protocol() + " flow #" + Integer.toUnsignedString(flow.flowId())
                    + ": messages of up to " + messageBytes + " bytes do not fit into packets of " + packetBytes
                    + " bytes on this path; add maxmsgsize=" + packetBytes + " (or less) to the flow");
        }
    }
}
