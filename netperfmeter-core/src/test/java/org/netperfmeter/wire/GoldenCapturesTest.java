// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FrameRate;
import org.netperfmeter.traffic.RetransmissionLimit;
import org.netperfmeter.traffic.TransportProtocol;

/** Whole runs of the original programs, captured on the loopback interface. */
class GoldenCapturesTest {
    private static final String TCP_UDP_1_9_4 = "netperfmeter-1.9.4-tcp-udp.pcap";
    private static final String SCTP_DCCP_1_9_4 = "netperfmeter-1.9.4-sctp-dccp.pcap";
    private static final String TCP_MPTCP_UDP_2_0_10 = "netperfmeter-2.0.10-tcp-mptcp-udp.pcap";

    @ParameterizedTest
    @ValueSource(strings = {TCP_UDP_1_9_4, SCTP_DCCP_1_9_4, TCP_MPTCP_UDP_2_0_10})
    void everyMessageDecodesAndEncodesToTheSameBytes(String name) throws IOException, ProtocolException {
        for (byte[] bytes : messageBytes(Capture.ofResource(name))) {
            Message message = MessageCodec.decode(ByteBuffer.wrap(bytes));

            assertEquals(Hex.of(withoutGarbage(bytes, message)), Hex.of(message));
        }
    }

    @Test
    void allMessagesOf1_9_4OverTcpAndUdpAreFound() throws IOException, ProtocolException {
        assertEquals(
                Map.of(
                        "Acknowledge", 11,
                        "AddFlow", 3,
                        "RemoveFlow", 3,
                        "IdentifyFlow", 3,
                        "DataMessage", 43,
                        "Start", 1,
                        "Stop", 1,
                        "Results", 11),
                counts(TCP_UDP_1_9_4));
    }

    @Test
    void allMessagesOf1_9_4OverSctpAndDccpAreFound() throws IOException, ProtocolException {
        assertEquals(
                Map.of(
                        "Acknowledge", 11,
                        "AddFlow", 3,
                        "RemoveFlow", 3,
                        "IdentifyFlow", 3,
                        "DataMessage", 77,
                        "Start", 1,
                        "Stop", 1,
                        "Results", 12),
                counts(SCTP_DCCP_1_9_4));
    }

    @Test
    void allMessagesOf2_0_10AreFound() throws IOException, ProtocolException {
        assertEquals(
                Map.of(
                        "Acknowledge", 11,
                        "AddFlow", 3,
                        "RemoveFlow", 3,
                        "IdentifyFlow", 3,
                        "DataMessage", 42,
                        "Start", 1,
                        "Stop", 1,
                        "Results", 11),
                counts(TCP_MPTCP_UDP_2_0_10));
    }

    @Test
    void flowsOf1_9_4AreDefinedAsItsUserTypedThem() throws IOException, ProtocolException {
        List<FlowDefinition> flows = flows(TCP_UDP_1_9_4);

        assertEquals(
                List.of("0 Small TCP", "7 Big TCP", "8 Datagrams UDP"),
                flows.stream().map(GoldenCapturesTest::summary).toList());
        assertEquals(new FrameRate(new Constant(5)), flows.get(0).outbound().pace());
        assertEquals(new Constant(100), flows.get(0).outbound().frameBytes());
        assertEquals(1400, flows.get(1).options().maxMessageBytes());
        assertEquals(
                List.of(new Constant(0), new Constant(1)),
                flows.get(2).options().onOff().gapSeconds());
    }

    @Test
    void flowsOf2_0_10AreDefinedAsItsUserTypedThem() throws IOException, ProtocolException {
        List<FlowDefinition> flows = flows(TCP_MPTCP_UDP_2_0_10);

        assertEquals(
                List.of("0 Small TCP", "7 Big MPTCP", "8 Datagrams UDP"),
                flows.stream().map(GoldenCapturesTest::summary).toList());
        assertEquals(4, flows.get(1).options().cmt());
        assertEquals(
                List.of(new Constant(0), new Constant(1)),
                flows.get(2).options().onOff().gapSeconds());
    }

    @Test
    void streamsOfAnAssociationAreDefinedAsTheirUserTypedThem() throws IOException, ProtocolException {
        List<FlowDefinition> flows = flows(SCTP_DCCP_1_9_4);

        assertEquals(
                List.of("0 Stream0 SCTP", "1 Stream1 SCTP", "2 DCCP DCCP"),
                flows.stream().map(GoldenCapturesTest::summary).toList());
        assertEquals(1, flows.get(1).streamId());
        assertEquals(0.0, flows.get(1).options().orderedFraction());
        assertEquals(0.0, flows.get(1).options().reliableFraction());
        assertEquals(
                new RetransmissionLimit(RetransmissionLimit.Kind.MILLISECONDS, 100),
                flows.get(1).options().retransmissionLimit());
    }

    @Test
    void generationOfEachSenderIsRecognised() throws IOException, ProtocolException {
        assertEquals(
                List.of(PeerGeneration.LEGACY, PeerGeneration.LEGACY, PeerGeneration.LEGACY),
                addFlows(TCP_UDP_1_9_4).stream().map(AddFlow::sender).toList());
        assertEquals(
                List.of(PeerGeneration.CURRENT, PeerGeneration.CURRENT, PeerGeneration.CURRENT),
                addFlows(TCP_MPTCP_UDP_2_0_10).stream().map(AddFlow::sender).toList());
    }

    @Test
    void payloadPatternIsThatOfTheOriginal() throws IOException, ProtocolException {
        for (Message message : messages(TCP_MPTCP_UDP_2_0_10)) {
            if (message instanceof DataMessage data) {
                boolean activeToPassive = data.payload()[0] == 30;
                ByteBuffer expected = ByteBuffer.allocate(data.payload().length);
                DataHeader.fillPayload(expected, 0, data.payload().length, activeToPassive);

                assertEquals(Hex.of(expected.array()), Hex.of(data.payload()));
            }
        }
    }

    private static String summary(FlowDefinition flow) {
        TransportProtocol protocol = flow.protocol();
        return flow.flowId() + " " + flow.description() + " " + protocol;
    }

    private static Map<String, Integer> counts(String name) throws IOException, ProtocolException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Message message : messages(name)) {
            counts.merge(message.getClass().getSimpleName(), 1, Integer::sum);
        }
        return counts;
    }

    private static List<FlowDefinition> flows(String name) throws IOException, ProtocolException {
        return addFlows(name).stream().map(AddFlow::toDefinition).toList();
    }

    private static List<AddFlow> addFlows(String name) throws IOException, ProtocolException {
        return messages(name).stream()
                .filter(AddFlow.class::isInstance)
                .map(AddFlow.class::cast)
                .toList();
    }

    private static List<Message> messages(String name) throws IOException, ProtocolException {
        List<Message> messages = new ArrayList<>();
        for (byte[] bytes : messageBytes(Capture.ofResource(name))) {
            messages.add(MessageCodec.decode(ByteBuffer.wrap(bytes)));
        }
        return messages;
    }

    /** The bytes of each message; those of streams are cut by their length fields. */
    private static List<byte[]> messageBytes(Capture capture) throws ProtocolException {
        List<byte[]> messages = new ArrayList<>(capture.messages());
        for (byte[] stream : capture.streams()) {
            MessageAssembler assembler = new MessageAssembler(MessageHeader.MAX_MESSAGE_BYTES);
            assembler.append(ByteBuffer.wrap(stream));
            int messagesBefore = messages.size();
            for (int at = 0; at < stream.length; ) {
                int bytes = MessageHeader.messageBytes(ByteBuffer.wrap(stream), at);
                messages.add(Arrays.copyOfRange(stream, at, at + bytes));
                at += bytes;
            }
            int assembled = 0;
            while (assembler.next() != null) {
                assembled++;
            }
            assertEquals(messages.size() - messagesBefore, assembled);
            assertFalse(assembler.isIncomplete());
        }
        return messages;
    }

    /** The bytes with zeros where the original's compiler left holes with garbage. */
    private static byte[] withoutGarbage(byte[] bytes, Message message) {
        byte[] clean = bytes.clone();
        if (message instanceof AddFlow addFlow && addFlow.eventLayout() == OnOffEvent.Layout.PADDED) {
            for (int i = 0; i < addFlow.events().size(); i++) {
                ByteBuffer.wrap(clean).putInt(194 + 40 * i + 4, 0);
            }
        }
        return clean;
    }
}
