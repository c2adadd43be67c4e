// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.Pace;
import org.netperfmeter.traffic.TrafficPattern;
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
 *    5     33  law of the gaps between the passive node's frames, in seconds: generator code, 1 byte, and 4 doubles;
 *              missing: the rate of Add Flow counts
 * </pre>
 *
 * @param batchMessages see {@link FlowOptions#batchMessages}
 * @param gso see {@link FlowOptions#gso}
 * @param gapSeconds see {@link FrameGap#seconds}
 */
public record FlowSettings(FlowKey key, int batchMessages, boolean gso, Optional<RawLaw> gapSeconds)
        implements Message {

    private static final int FIXED_BYTES = 12;
    private static final int NUMBER_BYTES = Items.HEADER_BYTES + Integer.BYTES;
    private static final int NUMBERS = 4;

    private static final int FLOW_ID = 1;
    private static final int STREAM_ID = 2;
    private static final int BATCH = 3;
    private static final int GSO = 4;
    private static final int GAP = 5;

    /** What the peer is to know of a flow beyond Add Flow. */
    public static FlowSettings of(FlowKey key, FlowDefinition flow) {
        Optional<RawLaw> gapSeconds = flow.inbound()
                .gaps()
                .map(gap -> RawLaw.of(gap.seconds(), PeerGeneration.CURRENT, "incoming frame gap"));
        return new FlowSettings(
                key, flow.options().batchMessages(), flow.options().gso(), gapSeconds);
    }

    /** Whether there is anything that Add Flow does not say. */
    public boolean isNeeded() {
        return batchMessages != 0 || gso || gapSeconds.isPresent();
    }

    /** What the peer has to be capable of to understand all of it. */
    public Set<Capability> needs() {
        return gapSeconds.isPresent()
                ? Set.of(Capability.FLOW_SETTINGS, Capability.FRAME_GAPS)
                : Set.of(Capability.FLOW_SETTINGS);
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
        Pace pace = gapSeconds.isPresent()
                ? new FrameGap(gapSeconds.get().toDistribution(PeerGeneration.CURRENT, "frame gap"))
                : flow.outbound().pace();
        return new FlowDefinition(
                flow.flowId(),
                flow.streamId(),
                flow.description(),
                flow.protocol(),
                new TrafficPattern(pace, flow.outbound().frameBytes()),
                flow.inbound(),
                options);
    }

    @Override
    public int type() {
        return MessageHeader.FLOW_SETTINGS;
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + NUMBERS * NUMBER_BYTES + (gapSeconds.isPresent() ? Items.HEADER_BYTES + RawLaw.BYTES : 0);
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putLong(key.measurementId());
        Items.put32(buffer, FLOW_ID, key.flowId());
        Items.put32(buffer, STREAM_ID, key.streamId());
        Items.put32(buffer, BATCH, batchMessages);
        Items.put32(buffer, GSO, gso ? 1 : 0);
        gapSeconds.ifPresent(law -> Items.put(buffer, GAP, law.bytes()));
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
        Optional<RawLaw> gapSeconds =
                items.has(GAP) ? Optional.of(RawLaw.of(items.bytes(GAP, RawLaw.BYTES))) : Optional.empty();
        return new FlowSettings(key, items.number32(BATCH), items.number32(GSO) != 0, gapSeconds);
    }
}
