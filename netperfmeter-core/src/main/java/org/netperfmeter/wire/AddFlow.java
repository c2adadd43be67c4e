// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.Distribution;
import org.netperfmeter.traffic.Exponential;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.OnOffSchedule;
import org.netperfmeter.traffic.RetransmissionLimit;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;

/**
 * Add Flow (protocol.md 4.2): defines a flow at the passive node. Fields are raw, so that any bytes decode;
 * {@link #toDefinition} checks them.
 *
 * <pre>
 * offset size
 *      0    4  header: Type 0x02, Flags: 0x01 debug, 0x02 nodelay, 0x04 repeat; Length 194 + events
 *      4    4  FlowID
 *      8    8  MeasurementID
 *     16    2  StreamID
 *     18    2  Protocol, little-endian
 *     20   32  Description
 *     52    4  OrderedMode              fraction of 2^32-1
 *     56    4  ReliableMode             fraction of 2^32-1
 *     60    4  RetransmissionTrials     bit 31: milliseconds
 *     64   32  FrameRate[4]             of the passive node, doubles; never, if Flow Settings with gaps follow
 *     96   32  FrameSize[4]             of the passive node, doubles
 *    128    1  FrameRateRng
 *    129    1  FrameSizeRng
 *    130    4  RcvBufferSize            0 or less: do not touch
 *    134    4  SndBufferSize            0 or less: do not touch
 *    138    2  MaxMsgSize
 *    140    1  CMT
 *    141    1  CCID
 *    142    2  NDiffPorts               obsolete
 *    144   16  PathMgr                  obsolete
 *    160   16  CongestionControl
 *    176   16  Scheduler                obsolete; here our nodes put their mark (extensions.md):
 *                                       6E 70 6D 78, version 01, 00 00 00, 4 bytes capabilities, 00 00 00 00
 *    192    2  OnOffEvents              number of events
 *    194    …  events                   {@link OnOffEvent}, 36 or 40 bytes each
 * </pre>
 *
 * @param protocol of the transport, unsigned 16 bits
 * @param description of which 32 bytes travel
 * @param orderedMode unsigned 32 bits
 * @param reliableMode unsigned 32 bits
 * @param maxMessageBytes unsigned 16 bits
 * @param cmt unsigned 8 bits
 * @param ccid unsigned 8 bits
 * @param marked whether the sender is one of our nodes; then {@code obsolete.scheduler()} is empty
 * @param eventLayout how the events are laid out
 * @param sender the generation by whose rules the laws are meant
 */
public record AddFlow(
        FlowKey key,
        boolean debug,
        boolean noDelay,
        boolean repeat,
        int protocol,
        String description,
        int orderedMode,
        int reliableMode,
        int retransmissionTrials,
        RawLaw frameRate,
        RawLaw frameSize,
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxMessageBytes,
        int cmt,
        int ccid,
        ObsoleteFields obsolete,
        String congestionControl,
        boolean marked,
        OnOffEvent.Layout eventLayout,
        List<OnOffEvent> events,
        PeerGeneration sender)
        implements Message {
    static final int EVENT_COUNT_OFFSET = 192;
    static final int FIXED_BYTES = 194;

    private static final int DIFF_PORTS_OFFSET = 142;
    private static final int SCHEDULER_OFFSET = 176;
    private static final int DESCRIPTION_BYTES = 32;
    private static final int NAME_BYTES = 16;

    private static final int DEBUG = 0x01;
    private static final int NO_DELAY = 0x02;
    private static final int REPEAT = 0x04;

    private static final int MARK = 0x6E706D78;
    private static final int MARK_VERSION = 1;

    private static final double FRACTION_SCALE = 4294967295.0;
    private static final int RETRANSMISSION_UNLIMITED = 0xFFFFFFFF;
    private static final int RETRANSMISSION_MILLIS = 0x80000000;

    public AddFlow {
        events = List.copyOf(events);
        if (marked && !obsolete.scheduler().isEmpty()) {
            throw new IllegalArgumentException("the mark takes the place of scheduler " + obsolete.scheduler());
        }
    }

    /**
     * The message that defines a flow of an active node at its passive peer.
     *
     * @param receiver the generation by whose rules laws and events are written
     * @param marked whether to bear the mark of our nodes (extensions.md)
     * @throws IllegalArgumentException if a peer of this generation cannot do what the flow asks for, naming it
     */
    public static AddFlow of(FlowDefinition flow, long measurementId, PeerGeneration receiver, boolean marked) {
        FlowOptions options = flow.options();
        AddFlow message = new AddFlow(
                flow.key(measurementId),
                options.debug(),
                options.noDelay(),
                options.onOff().repeat(),
                flow.protocol().number(),
                flow.description(),
                rawFraction(options.orderedFraction()),
                rawFraction(options.reliableFraction()),
                rawLimit(options.retransmissionLimit()),
                rawRate(flow.inbound(), receiver, marked),
                RawLaw.of(flow.inbound().frameBytes(), receiver, "incoming frame size"),
                options.receiveBuffer().bytes(),
                options.sendBuffer().bytes(),
                options.maxMessageBytes(),
                options.cmt(),
                options.ccid(),
                ObsoleteFields.NONE,
                options.congestionControl(),
                marked,
                receiver.eventLayout(),
                rawEvents(options.onOff(), receiver),
                receiver);
        if (message.encodedBytes() > MessageHeader.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "onoff: " + message.events.size() + " events are more than a message to this peer can hold");
        }
        return message;
    }

    /** Whether an encoding of this flow depends on the peer's generation. */
    public static boolean dependsOnGeneration(FlowDefinition flow) {
        return !flow.options().onOff().isAlwaysOn()
                || (flow.inbound().pace() instanceof FrameRate rate && RawLaw.dependsOnGeneration(rate.perSecond()))
                || RawLaw.dependsOnGeneration(flow.inbound().frameBytes());
    }

    /**
     * The flow as the receiving passive node sees it: its outbound is the reverse direction.
     *
     * <p>What would break the lines of result files in its description is replaced by underscores. An empty name of a
     * congestion control is taken as the default.
     *
     * @throws IllegalArgumentException saying which field is invalid
     */
    public FlowDefinition toDefinition() {
        TransportProtocol transport = TransportProtocol.ofNumber(protocol)
                .orElseThrow(() -> new IllegalArgumentException("unknown protocol " + protocol));
        FlowOptions options = FlowOptions.builder()
                .maxMessageBytes(maxMessageBytes)
                .orderedFraction(Integer.toUnsignedLong(orderedMode) / FRACTION_SCALE)
                .reliableFraction(Integer.toUnsignedLong(reliableMode) / FRACTION_SCALE)
                .retransmissionLimit(limit(retransmissionTrials))
                .receiveBuffer(bufferSize(receiveBufferBytes))
                .sendBuffer(bufferSize(sendBufferBytes))
                .cmt(cmt)
                .ccid(ccid)
                .errorOnAbort(false)
                .noDelay(noDelay)
                .debug(debug)
                .congestionControl(
                        congestionControl.isEmpty() ? FlowOptions.DEFAULT_CONGESTION_CONTROL : congestionControl)
                .onOff(schedule())
                .build();
        TrafficPattern outbound = new TrafficPattern(
                frameRate.toDistribution(sender, "frame rate"), frameSize.toDistribution(sender, "frame size"));
        return new FlowDefinition(
                key.flowId(),
                key.streamId(),
                harmless(description),
                transport,
                outbound,
                TrafficPattern.SILENT,
                options);
    }

    @Override
    public int type() {
        return MessageHeader.ADD_FLOW;
    }

    @Override
    public int flags() {
        return (debug ? DEBUG : 0) | (noDelay ? NO_DELAY : 0) | (repeat ? REPEAT : 0);
    }

    @Override
    public int encodedBytes() {
        return FIXED_BYTES + events.size() * eventLayout.bytes();
    }

    @Override
    public void encodeBody(ByteBuffer buffer) {
        buffer.putInt(key.flowId());
        buffer.putLong(key.measurementId());
        buffer.putShort((short) key.streamId());
        buffer.putShort(Short.reverseBytes((short) protocol));
        FixedText.put(buffer, description, DESCRIPTION_BYTES);
        buffer.putInt(orderedMode);
        buffer.putInt(reliableMode);
        buffer.putInt(retransmissionTrials);
        frameRate.putParameters(buffer);
        frameSize.putParameters(buffer);
        buffer.put((byte) frameRate.code());
        buffer.put((byte) frameSize.code());
        buffer.putInt(receiveBufferBytes);
        buffer.putInt(sendBufferBytes);
        buffer.putShort((short) maxMessageBytes);
        buffer.put((byte) cmt);
        buffer.put((byte) ccid);
        buffer.putShort((short) obsolete.diffPorts());
        FixedText.put(buffer, obsolete.pathManager(), NAME_BYTES);
        FixedText.put(buffer, congestionControl, NAME_BYTES);
        if (marked) {
            buffer.putInt(MARK);
            buffer.put((byte) MARK_VERSION);
            buffer.put(new byte[NAME_BYTES - Integer.BYTES - 1]);
        } else {
            FixedText.put(buffer, obsolete.scheduler(), NAME_BYTES);
        }
        buffer.putShort((short) events.size());
        for (OnOffEvent event : events) {
            event.encode(buffer, eventLayout);
        }
    }

    static AddFlow decode(int flags, ByteBuffer body) throws ProtocolException {
        MessageHeader.requireBytes("Add Flow", body, FIXED_BYTES);
        boolean marked = body.getInt(SCHEDULER_OFFSET - MessageHeader.BYTES) == MARK;
        boolean legacy = !marked && hasObsoleteFields(body);

        int flowId = body.getInt();
        long measurementId = body.getLong();
        int streamId = Short.toUnsignedInt(body.getShort());
        int protocol = Short.toUnsignedInt(Short.reverseBytes(body.getShort()));
        String description = FixedText.get(body, DESCRIPTION_BYTES);
        int orderedMode = body.getInt();
        int reliableMode = body.getInt();
        int retransmissionTrials = body.getInt();
        double[] frameRate = RawLaw.getParameters(body);
        double[] frameSize = RawLaw.getParameters(body);
        int frameRateCode = Byte.toUnsignedInt(body.get());
        int frameSizeCode = Byte.toUnsignedInt(body.get());
        int receiveBufferBytes = body.getInt();
        int sendBufferBytes = body.getInt();
        int maxMessageBytes = Short.toUnsignedInt(body.getShort());
        int cmt = Byte.toUnsignedInt(body.get());
        int ccid = Byte.toUnsignedInt(body.get());
        int diffPorts = Short.toUnsignedInt(body.getShort());
        String pathManager = FixedText.get(body, NAME_BYTES);
        String congestionControl = FixedText.get(body, NAME_BYTES);
        String scheduler = FixedText.get(body, NAME_BYTES);
        int eventCount = Short.toUnsignedInt(body.getShort());
        OnOffEvent.Layout layout = eventLayout(eventCount, body.remaining(), legacy);
        List<OnOffEvent> events = new ArrayList<>(eventCount);
        for (int i = 0; i < eventCount; i++) {
            events.add(OnOffEvent.decode(body, layout));
        }
        return new AddFlow(
                new FlowKey(measurementId, flowId, streamId),
                (flags & DEBUG) != 0,
                (flags & NO_DELAY) != 0,
                (flags & REPEAT) != 0,
                protocol,
                description,
                orderedMode,
                reliableMode,
                retransmissionTrials,
                RawLaw.of(frameRateCode, frameRate),
                RawLaw.of(frameSizeCode, frameSize),
                receiveBufferBytes,
                sendBufferBytes,
                maxMessageBytes,
                cmt,
                ccid,
                new ObsoleteFields(diffPorts, pathManager, marked ? "" : scheduler),
                congestionControl,
                marked,
                layout,
                events,
                generation(marked, legacy, layout));
    }

    /** protocol.md 6.1: 1.x fills them always, 2.x never. */
    private static boolean hasObsoleteFields(ByteBuffer body) {
        int diffPortsAndPathManager = DIFF_PORTS_OFFSET - MessageHeader.BYTES;
        int scheduler = SCHEDULER_OFFSET - MessageHeader.BYTES;
        return !isZero(body, diffPortsAndPathManager, Short.BYTES + NAME_BYTES) || !isZero(body, scheduler, NAME_BYTES);
    }

    private static boolean isZero(ByteBuffer body, int offset, int bytes) {
        for (int i = offset; i < offset + bytes; i++) {
            if (body.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** protocol.md 6.1. */
    private static OnOffEvent.Layout eventLayout(int events, int eventBytes, boolean legacy) throws ProtocolException {
        int packedBytes = events * OnOffEvent.Layout.PACKED.bytes();
        int paddedBytes = events * OnOffEvent.Layout.PADDED.bytes();
        if (eventBytes < packedBytes) {
            throw new ProtocolException(
                    "Add Flow with " + events + " on/off events, but only " + eventBytes + " bytes for them");
        }
        boolean padded = eventBytes != packedBytes
                && events > 0
                && (eventBytes == paddedBytes || (legacy && eventBytes >= paddedBytes));
        return padded ? OnOffEvent.Layout.PADDED : OnOffEvent.Layout.PACKED;
    }

    private static PeerGeneration generation(boolean marked, boolean legacy, OnOffEvent.Layout layout) {
        if (marked) {
            return PeerGeneration.CURRENT;
        }
        if (legacy) {
            return PeerGeneration.LEGACY;
        }
        return layout == OnOffEvent.Layout.PADDED ? PeerGeneration.EARLY : PeerGeneration.CURRENT;
    }

    /** Gaps have no place here. Without the Flow Settings that tell them, nothing shall be sent. */
    private static RawLaw rawRate(TrafficPattern pattern, PeerGeneration receiver, boolean marked) {
        if (pattern.pace() instanceof FrameRate rate) {
            return RawLaw.of(rate.perSecond(), receiver, "incoming frame rate");
        }
        if (pattern.gaps().isEmpty()) {
            return RawLaw.of(new Constant(0), receiver, "incoming frame rate");
        }
        if (!marked || receiver == PeerGeneration.LEGACY) {
            throw new IllegalArgumentException("incoming frame gaps: a NetPerfMeter peer does not know their laws");
        }
        return RawLaw.of(new Exponential(0), receiver, "incoming frame rate");
    }

    private static int rawFraction(double fraction) {
        return (int) (long) Math.rint(fraction * FRACTION_SCALE);
    }

    private static int rawLimit(RetransmissionLimit limit) {
        return switch (limit.kind()) {
            case UNLIMITED -> RETRANSMISSION_UNLIMITED;
            case MILLISECONDS -> limit.value() | RETRANSMISSION_MILLIS;
            case TRIALS -> limit.value();
        };
    }

    private static RetransmissionLimit limit(int raw) {
        if (raw == RETRANSMISSION_UNLIMITED) {
            return RetransmissionLimit.UNLIMITED;
        }
        RetransmissionLimit.Kind kind = (raw & RETRANSMISSION_MILLIS) != 0
                ? RetransmissionLimit.Kind.MILLISECONDS
                : RetransmissionLimit.Kind.TRIALS;
        return new RetransmissionLimit(kind, raw & ~RETRANSMISSION_MILLIS);
    }

    /** A peer sends its default as any other size; that it is one makes it a wish here, too. */
    private static BufferSize bufferSize(int raw) {
        return raw == BufferSize.DEFAULT_BYTES ? BufferSize.DEFAULT : new BufferSize(Math.max(0, raw), raw > 0);
    }

    private static List<OnOffEvent> rawEvents(OnOffSchedule onOff, PeerGeneration receiver) {
        return onOff.gapSeconds().stream()
                .map(gap -> new OnOffEvent(RawLaw.of(gap, receiver, "onoff"), true))
                .toList();
    }

    private OnOffSchedule schedule() {
        List<Distribution> gaps = new ArrayList<>(events.size());
        for (OnOffEvent event : events) {
            gaps.add(event.law().toDistribution(sender, "on/off event " + (gaps.size() + 1)));
        }
        return new OnOffSchedule(gaps, repeat);
    }

    private static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints()
                .map(codePoint -> FlowDefinition.isAllowedInDescription(codePoint) ? codePoint : '_')
                .forEach(harmless::appendCodePoint);
        return harmless.toString();
    }
}
