// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netperfmeter.traffic.BufferSize;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.OnOffSchedule;
import org.netperfmeter.traffic.Pareto;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.Uniform;

/** The bytes that the original programs were seen to send (protocol.md 9). */
class TestVectorsTest {
    private static final long ADD_FLOW_MEASUREMENT = 0x9fa8b8ac4e6c241dL;
    private static final long OTHER_MEASUREMENT = 0x154e0a421deb1a77L;

    private static final String ADD_FLOW_UP_TO_MAXMSGSIZE = """
            00000007 9fa8b8ac4e6c241d 0000 0600
            54657374 00000000000000000000000000000000000000000000000000000000
            ffffffff ffffffff ffffffff
            408c200000000000 4091300000000000 0000000000000000 0000000000000000
            407f400000000000 4000000000000000 0000000000000000 0000000000000000
            01 03 00010000 00020000 0578 00 00
            """;
    private static final String CUBIC = "6375626963 0000000000000000000000";

    private static final String ADD_FLOW_2_0_10 = "0206010a"
            + ADD_FLOW_UP_TO_MAXMSGSIZE
            + "0000"
            + Hex.zeros(16)
            + CUBIC
            + Hex.zeros(16)
            + "0002"
            + "00 01 0000 3ff0000000000000"
            + Hex.zeros(24)
            + "00 01 0000 4004000000000000"
            + Hex.zeros(24);

    private static final String ADD_FLOW_1_9_4 = "02060112"
            + ADD_FLOW_UP_TO_MAXMSGSIZE
            + "0004 66756c6c6d657368"
            + Hex.zeros(8)
            + CUBIC
            + "64656661756c74"
            + Hex.zeros(9)
            + "0002"
            + "00 01 0000 00003000 3ff0000000000000"
            + Hex.zeros(24)
            + "00 01 0000 00000060 4004000000000000"
            + Hex.zeros(24);

    /** The command line behind both Add Flows. */
    private static FlowDefinition flow() {
        return FlowList.number(
                        List.of(
                                List.of(
                                        FlowSpecParser.parse(
                                                TransportProtocol.TCP,
                                                "const25:exp1000:uniform900,1100:pareto500,2:id=7:description=Test:nodelay=on"
                                                        + ":rcvbuf=65536:sndbuf=131072:maxmsgsize=1400:cc=cubic:onoff=+1,+2.5,repeat"))),
                        1)
                .get(0);
    }

    @Test
    void addFlowOfCommandLineIsThatOf2_0_10() {
        AddFlow message = AddFlow.of(flow(), ADD_FLOW_MEASUREMENT, PeerGeneration.CURRENT, false);

        assertEquals(Hex.of(Hex.bytes(ADD_FLOW_2_0_10)), Hex.of(message));
    }

    @Test
    void addFlowOf2_0_10IsDecodedAndEncodedAgain() throws ProtocolException {
        AddFlow message = assertInstanceOf(AddFlow.class, Hex.decode(ADD_FLOW_2_0_10));

        assertEquals(PeerGeneration.CURRENT, message.sender());
        assertEquals(OnOffEvent.Layout.PACKED, message.eventLayout());
        assertEquals(AddFlow.of(flow(), ADD_FLOW_MEASUREMENT, PeerGeneration.CURRENT, false), message);
        assertEquals(Hex.of(Hex.bytes(ADD_FLOW_2_0_10)), Hex.of(message));
    }

    @Test
    void addFlowOf1_9_4IsDecodedAndEncodedAgainButForTheHoles() throws ProtocolException {
        AddFlow message = assertInstanceOf(AddFlow.class, Hex.decode(ADD_FLOW_1_9_4));

        assertEquals(PeerGeneration.LEGACY, message.sender());
        assertEquals(OnOffEvent.Layout.PADDED, message.eventLayout());
        assertEquals(new ObsoleteFields(4, "fullmesh", "default"), message.obsolete());
        String withoutGarbage =
                ADD_FLOW_1_9_4.replace("00003000 3ff0", "00000000 3ff0").replace("00000060 4004", "00000000 4004");
        assertEquals(Hex.of(Hex.bytes(withoutGarbage)), Hex.of(message));
    }

    @Test
    void flowOf2_0_10IsDefinedAtThePassiveNode() throws ProtocolException {
        FlowDefinition flow = ((AddFlow) Hex.decode(ADD_FLOW_2_0_10)).toDefinition();

        assertEquals(7, flow.flowId());
        assertEquals("Test", flow.description());
        assertEquals(TransportProtocol.TCP, flow.protocol());
        assertEquals(new TrafficPattern(new Uniform(900, 1100), new Pareto(500, 2)), flow.outbound());
        assertEquals(TrafficPattern.SILENT, flow.inbound());
        assertEquals(flow().options().toBuilder().errorOnAbort(false).build(), flow.options());
        assertEquals(new BufferSize(65536, true), flow.options().receiveBuffer());
        assertEquals(
                new OnOffSchedule(List.of(new Constant(1), new Constant(2.5)), true),
                flow.options().onOff());
    }

    @Test
    void uniformOf1_9_4IsRelative() throws ProtocolException {
        String mean1000Deviation10Percent =
                ADD_FLOW_1_9_4.replace("408c200000000000 4091300000000000", "408f400000000000 3fb999999999999a");

        FlowDefinition flow = ((AddFlow) Hex.decode(mean1000Deviation10Percent)).toDefinition();

        assertEquals(new FrameRate(new Uniform(900, 1100)), flow.outbound().pace());
    }

    @Test
    void identifyFlow() throws ProtocolException {
        assertVector(
                "0401001a 00000007 4bcdf3aa303c6774 9fa8b8ac4e6c241d 0000",
                new IdentifyFlow(new FlowKey(ADD_FLOW_MEASUREMENT, 7, 0), FileFormat.BZIP2));
    }

    @Test
    void acknowledge() throws ProtocolException {
        assertVector(
                "01000018 00000001 154e0a421deb1a77 0000 0000 00000000",
                new Acknowledge(new FlowKey(OTHER_MEASUREMENT, 1, 0), Acknowledge.OKAY, false));
    }

    @Test
    void start() throws ProtocolException {
        assertVector(
                "06010010 00000000 9fa8b8ac4e6c241d",
                new Start(ADD_FLOW_MEASUREMENT, FileFormat.BZIP2, FileFormat.PLAIN));
    }

    @Test
    void stop() throws ProtocolException {
        assertVector("07000010 00000000 9fa8b8ac4e6c241d", new Stop(ADD_FLOW_MEASUREMENT));
    }

    @Test
    void removeFlow() throws ProtocolException {
        assertVector(
                "03000012 00000007 9fa8b8ac4e6c241d 0000", new RemoveFlow(new FlowKey(ADD_FLOW_MEASUREMENT, 7, 0)));
    }

    @Test
    void onlyMessageOfAFrameFromPassiveToActive() throws ProtocolException {
        assertVector(
                "050300c8 00000001 154e0a421deb1a77 0000 0000 00000000 0000000000000000 0000000000000000 000660e23cc83c76"
                        + Hex.of(payload(152, false)),
                new DataMessage(
                        new FlowKey(OTHER_MEASUREMENT, 1, 0),
                        true,
                        true,
                        0,
                        0,
                        0,
                        0x000660e23cc83c76L,
                        payload(152, false)));
        assertEquals("7f7e7d7c", Hex.of(payload(4, false)));
    }

    @Test
    void firstMessageOfAFrameFromActiveToPassive() throws ProtocolException {
        assertVector(
                "05010578 00000001 154e0a421deb1a77 0000 0000 00000001 0000000000000003 0000000000001068 000660e23cc8feeb"
                        + Hex.of(payload(1352, true)),
                new DataMessage(
                        new FlowKey(OTHER_MEASUREMENT, 1, 0),
                        true,
                        false,
                        1,
                        3,
                        0x1068,
                        0x000660e23cc8feebL,
                        payload(1352, true)));
        assertEquals("1e1f2021", Hex.of(payload(4, true)));
    }

    @Test
    void fullAndLastChunkOfResults() throws ProtocolException {
        assertVector("0800057c" + Hex.zeros(1400), new Results(new byte[1400], false));
        assertVector("08010468" + Hex.zeros(1124), new Results(new byte[1124], true));
    }

    private static byte[] payload(int bytes, boolean activeToPassive) {
        ByteBuffer payload = ByteBuffer.allocate(bytes);
        DataHeader.fillPayload(payload, 0, bytes, activeToPassive);
        return payload.array();
    }

    private static void assertVector(String bytes, Message message) throws ProtocolException {
        assertEquals(message, Hex.decode(bytes));
        assertEquals(Hex.of(Hex.bytes(bytes)), Hex.of(message));
    }
}
