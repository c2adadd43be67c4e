// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * An Add Flow with one on/off event of a size that only some generations accept (protocol.md 6.2). It travels on a control
 * connection of its own, for a measurement that is never started; a peer that does not accept it closes that connection.
 *
 * <pre>
 * offset size
 *      0  192  as Add Flow, of a silent flow
 *    192    2  OnOffEvents: 1
 *    194    …  zeros
 * </pre>
 *
 * @param eventBytes size of the zeros
 */
public record GenerationProbe(FlowKey key, int eventBytes) implements Message {
    private static final int LEGACY_LEAST_BYTES = 4;

    /** What only 1.x acknowledges. */
    public static GenerationProbe legacyProbe(FlowKey key) {
        return new GenerationProbe(key, LEGACY_LEAST_BYTES);
    }

    /** What 2.0.3 and later acknowledge (and 1.x), but not 2.0.0 to 2.0.2. */
    public static GenerationProbe currentProbe(FlowKey key) {
        return new GenerationProbe(key, OnOffEvent.Layout.PACKED.bytes());
    }

    @Override
    public int type() {
        return MessageHeader.ADD_FLOW;
    }

    @Override
    public int encodedBytes() {
        return AddFlow.FIXED_BYTES + eventBytes;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        FlowDefinition silent = new FlowDefinition(
                key.flowId(),
                key.streamId(),
                "Probe",
                TransportProtocol.TCP,
                TrafficPattern.SILENT,
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
        int start = buffer.position() - MessageHeader.BYTES;
        AddFlow.of(silent, key.measurementId(), PeerGeneration.CURRENT, false).encodeBody(buffer);
        buffer.putShort(start + AddFlow.EVENT_COUNT_OFFSET, (short) 1);
        buffer.put(new byte[eventBytes]);
    }
}
