// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.Exponential;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.Normal;
import org.netperfmeter.traffic.RetransmissionLimit;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.TruncatedNormal;
import org.netperfmeter.traffic.Uniform;

class AddFlowTest {
    private static final int DIFF_PORTS = 142;
    private static final int PATH_MANAGER = 144;
    private static final int CONGESTION_CONTROL = 160;
    private static final int SCHEDULER = 176;
    private static final int EVENT_COUNT = 192;
    private static final int EVENTS = 194;

    // --- What we send ------------------------------------------------------------------------------------------------

    @Test
    void flowWithoutOptionsHasTheValuesOfTheOriginal() {
        ByteBuffer bytes = encode(flow("const0:const1000"), PeerGeneration.CURRENT, false);

        assertEquals(194, bytes.limit());
        assertEquals(0x020000C2, bytes.getInt(0));
        assertEquals("Flow 0", text(bytes, 20, 32));
        assertEquals(-1, bytes.getInt(52));
        assertEquals(-1, bytes.getInt(56));
        assertEquals(-1, bytes.getInt(60));
        assertTrue(isZero(bytes, 64, 66));
        assertEquals(233016, bytes.getInt(130));
        assertEquals(233016, bytes.getInt(134));
        assertEquals(16000, Short.toUnsignedInt(bytes.getShort(138)));
        assertTrue(isZero(bytes, 140, 20));
        assertEquals("default", text(bytes, CONGESTION_CONTROL, 16));
        assertTrue(isZero(bytes, SCHEDULER, 18));
    }

    @Test
    void onlyTheReverseDirectionTravels() {
        ByteBuffer bytes = encode(flow("exp7:const1000:normal20,3:pareto200,2.5"), PeerGeneration.CURRENT, false);

        assertEquals(20, bytes.getDouble(64));
        assertEquals(3, bytes.getDouble(72));
        assertEquals(200, bytes.getDouble(96));
        assertEquals(2.5, bytes.getDouble(104));
        assertEquals(4, bytes.get(128));
        assertEquals(3, bytes.get(129));
    }

    @ParameterizedTest
    @CsvSource({"TCP,0600", "UDP,1100", "DCCP,2100", "SCTP,8400", "QUIC,0501", "MPTCP,0601"})
    void protocolIsLittleEndian(TransportProtocol protocol, String hex) {
        FlowDefinition flow = FlowList.number(List.of(List.of(FlowSpecParser.parse(protocol, "const1:const1"))), 1)
                .get(0);

        ByteBuffer bytes = encode(flow, PeerGeneration.CURRENT, false);

        assertEquals(hex, Hex.of(part(bytes, 18, 2)));
    }

    @Test
    void flagsTellDebugNoDelayAndRepeat() {
        assertEquals(
                0x01,
                encode(flow("0:0:0:0:debug=on"), PeerGeneration.CURRENT, false).get(1));
        assertEquals(
                0x02,
                encode(flow("0:0:0:0:nodelay=on"), PeerGeneration.CURRENT, false)
                        .get(1));
        assertEquals(
                0x04,
                encode(flow("0:0:0:0:onoff=+1,+1,repeat"), PeerGeneration.CURRENT, false)
                        .get(1));
    }

    @Test
    void fractionsAreRoundedHalfToEven() {
        ByteBuffer bytes = encode(flow("0:0:0:0:ordered=0.5:unreliable=1"), PeerGeneration.CURRENT, false);

        assertEquals(0x80000000, bytes.getInt(52)); // 2147483647.5 lies between an odd and an even number
        assertEquals(0, bytes.getInt(56));
    }

    @Test
    void retransmissionLimitTellsItsUnitByBit31() {
        assertEquals(
                0x80000064,
                encode(flow("0:0:0:0:rtx_timeout=100"), PeerGeneration.CURRENT, false)
                        .getInt(60));
        assertEquals(
                100,
                encode(flow("0:0:0:0:rtx_trials=100"), PeerGeneration.CURRENT, false)
                        .getInt(60));
    }

    @Test
    void descriptionIsCutAtACharacter() {
        String cutWithinACharacter = "x".repeat(31) + "\u00e4";

        ByteBuffer bytes = encode(flow("0:0:0:0:description=" + cutWithinACharacter), PeerGeneration.CURRENT, false);
        ByteBuffer whole =
                encode(flow("0:0:0:0:description=" + "x".repeat(30) + "\u00e4y"), PeerGeneration.CURRENT, false);

        assertEquals("x".repeat(31), text(bytes, 20, 32));
        assertEquals("x".repeat(30) + "\u00e4", text(whole, 20, 32));
    }

    @Test
    void markIsInTheObsoleteScheduler() {
        ByteBuffer bytes = encode(flow("0:0"), PeerGeneration.CURRENT, true);

        assertEquals("6e706d78 01000000 00000000 00000000".replace(" ", ""), Hex.of(part(bytes, SCHEDULER, 16)));
        assertTrue(isZero(bytes, DIFF_PORTS, 18));
    }

    @Test
    void absoluteTimesTravelAsDifferencesMarkedRelative() {
        ByteBuffer bytes = encode(flow("0:0:0:0:onoff=2,4,5"), PeerGeneration.CURRENT, false);

        assertEquals(3, bytes.getShort(EVENT_COUNT));
        assertEquals(EVENTS + 3 * 36, bytes.limit());
        for (int i = 0; i < 3; i++) {
            assertEquals(0x00010000, bytes.getInt(EVENTS + i * 36));
        }
        assertEquals(2, bytes.getDouble(EVENTS + 4));
        assertEquals(2, bytes.getDouble(EVENTS + 36 + 4));
        assertEquals(1, bytes.getDouble(EVENTS + 72 + 4));
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY", "EARLY"})
    void olderReceiversGetTheirEventsWithAHole(PeerGeneration receiver) {
        ByteBuffer bytes = encode(flow("0:0:0:0:onoff=+1.5,+exp2"), receiver, false);

        assertEquals(EVENTS + 2 * 40, bytes.limit());
        assertEquals(1.5, bytes.getDouble(EVENTS + 8));
        assertEquals(0x02010000, bytes.getInt(EVENTS + 40));
        assertEquals(0, bytes.getInt(EVENTS + 44));
        assertEquals(2, bytes.getDouble(EVENTS + 48));
    }

    @Test
    void legacyReceiverGetsUniformRelative() {
        ByteBuffer bytes =
                encode(flow("0:0:uniform900,1100:uniform100,300:onoff=+uniform1,3"), PeerGeneration.LEGACY, false);

        assertEquals(1000, bytes.getDouble(64));
        assertEquals(0.1, bytes.getDouble(72));
        assertEquals(200, bytes.getDouble(96));
        assertEquals(0.5, bytes.getDouble(104));
        assertEquals(2, bytes.getDouble(EVENTS + 8));
        assertEquals(0.5, bytes.getDouble(EVENTS + 16));
    }

    @Test
    void earlyReceiverGetsUniformAbsolute() {
        ByteBuffer bytes = encode(flow("0:0:uniform900,1100:1"), PeerGeneration.EARLY, false);

        assertEquals(900, bytes.getDouble(64));
        assertEquals(1100, bytes.getDouble(72));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0:0:normal10,1:100 | incoming frame rate: a NetPerfMeter 1.x peer does not know the law normal",
                "0:0:5:truncnormal10,1 | incoming frame size: a NetPerfMeter 1.x peer does not know the law truncnormal",
                "0:0:0:0:onoff=+normal1,1 | onoff: a NetPerfMeter 1.x peer does not know the law normal",
                "0:0:5:uniform-3,3 | incoming frame size: a NetPerfMeter 1.x peer cannot express uniform from -3.0 to 3.0,"
                        + " only around a positive centre",
            })
    void legacyReceiverCannotDo(String spec, String message) {
        FlowDefinition flow = flow(spec);

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> AddFlow.of(flow, 1, PeerGeneration.LEGACY, false));

        assertEquals(message, refused.getMessage());
        AddFlow.of(flow, 1, PeerGeneration.CURRENT, false);
    }

    @Test
    void ownDirectionDoesNotConcernALegacyReceiver() {
        AddFlow.of(flow("normal5,1:normal1000,3:1:100"), 1, PeerGeneration.LEGACY, false);
    }

    @Test
    void asManyEventsAsFitIntoAMessageOfTheReceiver() {
        FlowDefinition most = flow("0:0:0:0:onoff=" + "+1,".repeat(1814) + "+1");
        FlowDefinition mostForLegacy = flow("0:0:0:0:onoff=" + "+1,".repeat(1632) + "+1");

        assertEquals(
                194 + 1815 * 36,
                AddFlow.of(most, 1, PeerGeneration.CURRENT, true).encodedBytes());
        assertEquals(
                194 + 1633 * 40,
                AddFlow.of(mostForLegacy, 1, PeerGeneration.LEGACY, true).encodedBytes());
        assertThrows(IllegalArgumentException.class, () -> AddFlow.of(most, 1, PeerGeneration.LEGACY, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0:0:uniform1,2:100",
                "0:0:1:normal100,2",
                "0:0:truncnormal1,2:100",
                "0:0:0:0:onoff=+1",
                "0:0:0:0:onoff=+1,+1,repeat"
            })
    void encodingDependsOnTheGeneration(String spec) {
        assertTrue(AddFlow.dependsOnGeneration(flow(spec)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform1,2:normal100,2:const1:exp100", "default", "0:0:pareto1,2:1:onoff=repeat"})
    void encodingDoesNotDependOnTheGeneration(String spec) {
        assertFalse(AddFlow.dependsOnGeneration(flow(spec)));
    }

    // --- What we receive ---------------------------------------------------------------------------------------------

    @Test
    void everyFlowOfOursComesBackAsThePassiveSeesIt() throws ProtocolException {
        FlowDefinition flow = flow("exp3:const1000:uniform20,30:truncnormal500,20:id=4000000000:maxmsgsize=1400"
                + ":ordered=0.25:reliable=0.75:rtx_trials=3:rcvbuf=0:sndbuf=100000:cmt=1:ccid=3:nodelay=on:debug=on"
                + ":cc=reno:description=Gr\u00fc\u00dfe:onoff=+1,+exp2,repeat");

        FlowDefinition received =
                decode(encode(flow, PeerGeneration.CURRENT, true)).toDefinition();

        assertEquals(flow.flowId(), received.flowId());
        assertEquals(flow.description(), received.description());
        assertEquals(flow.inbound(), received.outbound());
        assertEquals(TrafficPattern.SILENT, received.inbound());
        assertEquals(0.25, received.options().orderedFraction(), 1e-9);
        assertEquals(0.75, received.options().reliableFraction(), 1e-9);
        assertEquals(
                flow.options().toBuilder()
                        .errorOnAbort(false)
                        .orderedFraction(received.options().orderedFraction())
                        .reliableFraction(received.options().reliableFraction())
                        .receiveBuffer(new BufferSize(0, false))
                        .build(),
                received.options());
    }

    @Test
    void legacyUniformSurvivesTheWayBack() throws ProtocolException {
        ByteBuffer bytes =
                encode(flow("0:0:uniform900,1100:uniform100,300:onoff=+uniform1,3"), PeerGeneration.LEGACY, false);
        bytes.putShort(DIFF_PORTS, (short) 4);

        FlowDefinition received = decode(bytes).toDefinition();

        assertEquals(new FrameRate(new Uniform(900, 1100)), received.outbound().pace());
        assertEquals(new Uniform(100, 300), received.outbound().frameBytes());
        assertEquals(List.of(new Uniform(1, 3)), received.options().onOff().gapSeconds());
    }

    @Test
    void negativeDeviationOfALegacySenderIsTheSameInterval() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:uniform0,1:1"), PeerGeneration.CURRENT, false);
        bytes.putShort(DIFF_PORTS, (short) 4);
        bytes.putDouble(64, 100);
        bytes.putDouble(72, -0.25);

        assertEquals(
                new FrameRate(new Uniform(75, 125)),
                decode(bytes).toDefinition().outbound().pace());
    }

    @Test
    void markIsRecognisedBeforeTheObsoleteFields() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:uniform1,2:1"), PeerGeneration.CURRENT, true);
        bytes.putShort(DIFF_PORTS, (short) 4);

        AddFlow message = decode(bytes);

        assertTrue(message.marked());
        assertEquals(PeerGeneration.CURRENT, message.sender());
        assertEquals(
                new FrameRate(new Uniform(1, 2)),
                message.toDefinition().outbound().pace());
    }

    @Test
    void markOfALaterVersionIsAMark() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0"), PeerGeneration.CURRENT, true);
        bytes.put(SCHEDULER + 4, (byte) 2);
        bytes.putInt(SCHEDULER + 8, 0xCAFE);

        assertTrue(decode(bytes).marked());
    }

    @ParameterizedTest
    @ValueSource(ints = {DIFF_PORTS + 1, PATH_MANAGER, PATH_MANAGER + 15, SCHEDULER, SCHEDULER + 15})
    void anyByteInAnObsoleteFieldTellsALegacySender(int offset) throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0"), PeerGeneration.CURRENT, false);
        bytes.put(offset, (byte) 1);

        AddFlow message = decode(bytes);

        assertEquals(PeerGeneration.LEGACY, message.sender());
        assertFalse(message.marked());
    }

    @Test
    void eventsWithAHoleTellAnEarlySender() throws ProtocolException {
        AddFlow message = decode(encode(flow("0:0:0:0:onoff=+1,+2"), PeerGeneration.EARLY, false));

        assertEquals(PeerGeneration.EARLY, message.sender());
        assertEquals(
                List.of(new Constant(1), new Constant(2)),
                message.toDefinition().options().onOff().gapSeconds());
    }

    /** protocol.md 6.1: what the length and the sender say of ten events. */
    @ParameterizedTest
    @CsvSource({
        "360, false, PACKED",
        "360, true,  PACKED",
        "400, false, PADDED",
        "400, true,  PADDED",
        "401, true,  PADDED",
        "401, false, PACKED",
        "399, true,  PACKED",
        "399, false, PACKED",
        "361, true,  PACKED",
    })
    void layoutFollowsFromLengthAndSender(int eventBytes, boolean legacy, OnOffEvent.Layout layout)
            throws ProtocolException {
        assertEquals(layout, decode(withEvents(10, eventBytes, legacy)).eventLayout());
    }

    @ParameterizedTest
    @CsvSource({"1, 35, true", "1, 4, true", "1, 0, false", "10, 359, false", "65535, 2000, false"})
    void messageTooShortForItsEventsIsNone(int events, int eventBytes, boolean legacy) {
        assertThrows(ProtocolException.class, () -> decode(withEvents(events, eventBytes, legacy)));
    }

    @Test
    void trailingBytesAreIgnored() throws ProtocolException {
        AddFlow message = decode(withEvents(0, 77, false));

        assertEquals(List.of(), message.events());
        assertEquals(194, message.encodedBytes());
    }

    @Test
    void messageShorterThanItsFixedFieldsIsNone() {
        ByteBuffer bytes = ByteBuffer.allocate(193).put(0, (byte) 2).putShort(2, (short) 193);

        ProtocolException refused = assertThrows(ProtocolException.class, () -> decode(bytes));

        assertEquals("Add Flow of 193 bytes is shorter than 194", refused.getMessage());
    }

    @Test
    void garbageInTheHolesIsIgnored() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:0:0:onoff=+1.25"), PeerGeneration.EARLY, false);
        bytes.putInt(EVENTS + 4, 0xDEADBEEF);

        assertEquals(
                List.of(new Constant(1.25)),
                decode(bytes).toDefinition().options().onOff().gapSeconds());
    }

    @Test
    void valuesWithoutRelativeFlagAreRelative() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:0:0:onoff=+4,+2"), PeerGeneration.CURRENT, false);
        bytes.put(EVENTS + 1, (byte) 0);
        bytes.put(EVENTS + 37, (byte) 0);

        AddFlow message = decode(bytes);

        assertFalse(message.events().get(0).relative());
        assertEquals(
                List.of(new Constant(4), new Constant(2)),
                message.toDefinition().options().onOff().gapSeconds());
    }

    @ParameterizedTest
    @CsvSource({
        "233016, 233016, false",
        "233015, 233015, true",
        "2147483647, 2147483647, true",
        "0, 0, false",
        "-1, 0, false",
    })
    void theDefaultBufferSizeIsAWishAndOthersAreRequired(int raw, int bytes, boolean required)
            throws ProtocolException {
        ByteBuffer message = encode(flow("0:0"), PeerGeneration.CURRENT, false);
        message.putInt(130, raw);
        message.putInt(134, raw);

        FlowDefinition flow = decode(message).toDefinition();

        assertEquals(new BufferSize(bytes, required), flow.options().receiveBuffer());
        assertEquals(new BufferSize(bytes, required), flow.options().sendBuffer());
    }

    @ParameterizedTest
    @CsvSource({
        "FFFFFFFF, UNLIMITED, 0",
        "80000000, MILLISECONDS, 0",
        "FFFFFFFE, MILLISECONDS, 2147483646",
        "00000000, TRIALS, 0",
        "7FFFFFFF, TRIALS, 2147483647",
    })
    void retransmissionLimitIsReadByBit31(String raw, RetransmissionLimit.Kind kind, int value)
            throws ProtocolException {
        ByteBuffer message = encode(flow("0:0"), PeerGeneration.CURRENT, false);
        message.putInt(60, Integer.parseUnsignedInt(raw, 16));

        assertEquals(
                new RetransmissionLimit(kind, value),
                decode(message).toDefinition().options().retransmissionLimit());
    }

    @Test
    void passiveNodeKeepsTheDefaultsOfWhatIsNotSent() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:0:0:defragtimeout=9:v6only"), PeerGeneration.CURRENT, false);

        FlowDefinition flow = decode(bytes).toDefinition();

        assertEquals(5000, flow.options().defragmentTimeoutMillis());
        assertFalse(flow.options().errorOnAbort());
        assertFalse(flow.options().v6Only());
    }

    @Test
    void emptyCongestionControlIsTheDefault() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0"), PeerGeneration.CURRENT, false);
        for (int i = 0; i < 16; i++) {
            bytes.put(CONGESTION_CONTROL + i, (byte) 0);
        }

        assertEquals("default", decode(bytes).toDefinition().options().congestionControl());
    }

    @Test
    void textsMayFillTheirFields() throws ProtocolException {
        ByteBuffer bytes = encode(
                flow("0:0:0:0:cc=0123456789abcdef:description=" + "d".repeat(32)), PeerGeneration.CURRENT, false);

        AddFlow message = decode(bytes);

        assertEquals("0123456789abcdef", message.congestionControl());
        assertEquals("d".repeat(32), message.description());
    }

    @Test
    void characterThatASenderCutIsDropped() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:0:0:description=" + "x".repeat(32)), PeerGeneration.CURRENT, false);
        bytes.put(50, (byte) 0xE2).put(51, (byte) 0x82); // two of the three bytes of a euro sign

        assertEquals("x".repeat(30), decode(bytes).description());
    }

    @Test
    void hostileDescriptionIsMadeHarmless() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:0:0:description=abcdef"), PeerGeneration.CURRENT, false);
        bytes.put(21, (byte) '\n').put(23, (byte) '"');

        assertEquals("a_c_ef", decode(bytes).toDefinition().description());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18  | 0500             | unknown protocol 5",
                "18  | 0602             | unknown protocol 518",
                "128 | 06               | frame rate: unknown generator code 6",
                "129 | ff               | frame size: unknown generator code 255",
                "64  | 7ff8000000000000 | frame rate: value must be finite: NaN",
                "96  | 7ff0000000000000 | frame size: value must be finite: Infinity",
                "138 | 0000             | message size must be 48..65535: 0",
                "138 | 002f             | message size must be 48..65535: 47",
                "160 | 0a               | congestion control's name must not contain control characters",
            })
    void fieldIsInvalid(int offset, String hex, String reason) throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0"), PeerGeneration.CURRENT, false);
        byte[] patch = Hex.bytes(hex);
        bytes.put(offset, patch);
        AddFlow message = decode(bytes);

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, message::toDefinition);

        assertEquals(reason, refused.getMessage());
    }

    @Test
    void paretoNeedsAPositiveShape() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:pareto5,2:1"), PeerGeneration.CURRENT, false);
        bytes.putDouble(72, 0);
        AddFlow message = decode(bytes);

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, message::toDefinition);

        assertEquals("frame rate: shape must be positive: 0.0", refused.getMessage());
    }

    @Test
    void invalidEventIsNamed() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:0:0:onoff=+4,+2"), PeerGeneration.CURRENT, false);
        bytes.put(EVENTS + 36, (byte) 9);
        AddFlow message = decode(bytes);

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, message::toDefinition);

        assertEquals("on/off event 2: unknown generator code 9", refused.getMessage());
    }

    @Test
    void gapsAreOnlyForOurNodes() {
        FlowDefinition flow = flow("0:0:gap-exp0.01:500");
        assertTrue(AddFlow.of(flow, 1, PeerGeneration.CURRENT, true)
                .toDefinition()
                .outbound()
                .isSilent());
        for (boolean marked : new boolean[] {true, false}) {
            PeerGeneration receiver = marked ? PeerGeneration.LEGACY : PeerGeneration.CURRENT;
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> AddFlow.of(flow, 1, receiver, marked));
            assertEquals("incoming frame gaps: a NetPerfMeter peer does not know their laws", refused.getMessage());
        }
        assertEquals(
                AddFlow.of(flow("0:0:0:0"), 1, PeerGeneration.LEGACY, false),
                AddFlow.of(flow("0:0:gap-exp1:0"), 1, PeerGeneration.LEGACY, false));
    }

    @Test
    void garbageInUnusedParametersIsIgnored() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:exp5:1"), PeerGeneration.CURRENT, false);
        bytes.putDouble(72, Double.NaN);

        TrafficPattern pattern = decode(bytes).toDefinition().outbound();

        assertEquals(new FrameRate(new Exponential(5)), pattern.pace());
    }

    @Test
    void normalLawsArriveFromCurrentSenders() throws ProtocolException {
        ByteBuffer bytes = encode(flow("0:0:normal5,1:truncnormal-3,2"), PeerGeneration.CURRENT, false);

        assertEquals(
                new TrafficPattern(new Normal(5, 1), new TruncatedNormal(-3, 2)),
                decode(bytes).toDefinition().outbound());
    }

    // --- Tools -------------------------------------------------------------------------------------------------------

    private static FlowDefinition flow(String spec) {
        return FlowList.number(List.of(List.of(FlowSpecParser.parse(TransportProtocol.TCP, spec))), 1)
                .get(0);
    }

    private static ByteBuffer encode(FlowDefinition flow, PeerGeneration receiver, boolean marked) {
        return ByteBuffer.wrap(MessageCodec.encode(AddFlow.of(flow, 0x1122334455667788L, receiver, marked)));
    }

    private static AddFlow decode(ByteBuffer bytes) throws ProtocolException {
        return (AddFlow) MessageCodec.decode(bytes.duplicate());
    }

    private static ByteBuffer withEvents(int events, int eventBytes, boolean legacy) {
        byte[] plain = part(encode(flow("0:0"), PeerGeneration.CURRENT, false), 0, EVENTS);
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(plain, EVENTS + eventBytes));
        bytes.putShort(2, (short) (EVENTS + eventBytes));
        bytes.putShort(DIFF_PORTS, (short) (legacy ? 4 : 0));
        bytes.putShort(EVENT_COUNT, (short) events);
        return bytes;
    }

    private static String text(ByteBuffer bytes, int offset, int fieldBytes) {
        return FixedText.get(bytes.duplicate().position(offset), fieldBytes);
    }

    private static boolean isZero(ByteBuffer bytes, int offset, int length) {
        return Arrays.equals(part(bytes, offset, length), new byte[length]);
    }

    private static byte[] part(ByteBuffer bytes, int offset, int length) {
        byte[] part = new byte[length];
        bytes.get(offset, part);
        return part;
    }
}
