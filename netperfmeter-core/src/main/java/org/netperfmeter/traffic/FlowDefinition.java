// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

/**
 * A flow as one node sees it, numbered and complete.
 *
 * @param flowId unsigned 32 bits, unique together with the stream ID
 * @param streamId 0..65535; more than 0: shares the connection of the flow before
 * @param description without control characters and double quotes, which would break the lines of result files; at a
 *     passive node: the first 32 bytes of the active's
 * @param outbound what this node sends
 * @param inbound what this node receives, as far as it knows: a passive node is not told, and has silence here
 */
public record FlowDefinition(
        int flowId,
        int streamId,
        String description,
        TransportProtocol protocol,
        TrafficPattern outbound,
        TrafficPattern inbound,
        FlowOptions options) {
    public FlowDefinition {
        if (streamId < 0 || streamId > 0xFFFF) {
            throw new IllegalArgumentException("stream ID must be 0..65535: " + streamId);
        }
        if (!HarmlessText.isHarmless(description) || description.indexOf('"') >= 0) {
            throw new IllegalArgumentException("description must not contain control characters or double quotes");
        }
    }

    /** Whether this code point may be part of a description. */
    public static boolean isAllowedInDescription(int codePoint) {
        return HarmlessText.isHarmless(codePoint) && codePoint != '"';
    }

    /** The largest message that this node may send, in bytes; 0 if it sends nothing. */
    public int largestOutboundMessageBytes() {
        return largestMessageBytes(outbound);
    }

    /** The largest message that this node may receive, as far as it knows, in bytes; 0 if there is none. */
    public int largestInboundMessageBytes() {
        return largestMessageBytes(inbound);
    }

    private int largestMessageBytes(TrafficPattern pattern) {
        int largestFrameBytes = Math.max(FlowOptions.MIN_MESSAGE_BYTES, pattern.largestFrameBytes());
        return pattern.isSilent() ? 0 : Math.min(options.maxMessageBytes(), largestFrameBytes);
    }

    /** Identifies this flow at both nodes. */
    public FlowKey key(long measurementId) {
        return new FlowKey(measurementId, flowId, streamId);
    }
}
