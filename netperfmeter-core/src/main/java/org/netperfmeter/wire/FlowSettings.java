// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * Flow Settings (extensions.md), active to passive: options of a flow for which Add Flow has no place. Sent between a flow's
 * Add Flow and its Identify; the answer is an Acknowledge.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x44, Flags 0
 *      4    8  MeasurementID
 *     12    …  items: 2 bytes type, 2 bytes length of the value, value
 *
 * type length
 *    1      4  FlowID
 *    2      4  StreamID
 *    3      4  messages of a batch, 0..512; 0: as many as are good
 *    4      4  1: UDP datagrams in bundles; 0: each on its own
 * </pre>
 *
 * @param batchMessages see {@link FlowOptions#batchMessages}
 * @param gso see {@link FlowOptions#gso}
 */
public record FlowSettings(FlowKey key, int batchMessages, boolean gso) implements Message {
    /** Bit in the capabilities of a {@link Hello}: this message is understood. */
    public static final long CAPABILITY = 1;

    private static final int FIXED_BYTES = 12;
    private static final int NUMBER_BYTES = Items.HEADER_BYTES + Integer.BYTES;
    private static final int ITEMS = 4;

    private static final int FLOW_ID = 1;
    private static final int STREAM_ID = 2;
    private static final int BATCH = 3;
    private static final int GSO = 4;

    /** What the peer is to know of a flow beyond Add Flow. */
    public static FlowSettings of(FlowKey key, FlowOptions options) {
        return new FlowSettings(key, options.batchMessages(), options.gso());
    }

    /** Whether there is anything that Add Flow does not say. */
    public boolean isNeeded() {
        return batchMessages != 0 || gso;
    }

    /**
     * The flow with these settings.
     *
     * @throws IllegalArgumentException if they cannot be
     */
    public FlowDefinition applyTo(FlowDefinition flow) {
        if (gso && flow.protocol() != TransportProtocol.UDP) {
            throw new IllegalArgumentException("gso=on is for UDP flows only");
        }
        FlowOptions options =
                flow.options().toBuilder().batchMessages(batchMessages).gso(gso).build();
        return new FlowDefinition(
                flow.flowId(),
                flow.streamId(),
                flow.description(),
                flow.protocol(),
                flow.outbound(),
                flow.inbound(),
                options);
    }

    @Override
    public int type() {
        return MessageHeader.FLOW_SETTINGS;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + ITEMS * NUMBER_BYTES;
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(key.measurementId());
        put(buffer, FLOW_ID, key.flowId());
        put(buffer, STREAM_ID, key.streamId());
        put(buffer, BATCH, batchMessages);
        put(buffer, GSO, gso ? 1 : 0);
    }

    private static void put(ByteBuffer buffer, int item, int value) {
        Items.put(buffer, item, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    static FlowSettings decode(ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Flow Settings", body, FIXED_BYTES);
        long measurementId = body.getLong();
        Items items = Items.get("Flow Settings", body);
        FlowKey key;
        try {
            key = new FlowKey(measurementId, items.number32(FLOW_ID), items.number32(STREAM_ID));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Flow Settings: " + e.getMessage());
        }
        return new FlowSettings(key, items.number32(BATCH), items.number32(GSO) != 0);
    }
}
