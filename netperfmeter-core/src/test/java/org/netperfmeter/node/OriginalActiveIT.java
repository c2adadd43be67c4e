// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.FlowKey;

/** Our passive node as an active node of the original sees it, byte by byte, and as one that does not behave. */
@Timeout(60)
class OriginalActiveIT {
    private static final String ID = "1122334455667788";
    private static final String CONST_50 = "4049000000000000" + zeros(24);
    private static final String CONST_500 = "407f400000000000" + zeros(24);
    private static final String NOTHING = zeros(32);
    private static final String DEFAULT = "64656661756c74" + zeros(9);
    private static final String TCP = "0600";
    private static final String UDP = "1100";
    private static final String DEFAULT_BUFFERS = "00038e38 00038e38";

    private static final String OKAY = "01000018 00000000" + ID + "0000 0000 00000000";
    private static final String ERROR = "01000018 00000000" + ID + "0000 0000 00000001";
    private static final String START = "06000010 00000000" + ID;
    private static final String START_WITHOUT_FILES = "060c0010 00000000" + ID;
    private static final String STOP = "07000010 00000000" + ID;
    private static final String REMOVE = "03000012 00000000" + ID + "0000";
    private static final String IDENTIFY = "0400001a 00000000 4bcdf3aa303c6774" + ID + "0000";
    private static final String IDENTIFY_WITHOUT_VECTOR = "0402001a 00000000 4bcdf3aa303c6774" + ID + "0000";
    private static final String REMOVE_UNKNOWN = "03000012 000000ff" + ID + "0000";
    private static final String UNKNOWN_REFUSED = "01000018 000000ff" + ID + "0000 0000 00000001";

    private RunningPassive passive;
    private RawConnection control;

    @BeforeEach
    void connect() throws IOException {
        passive = RunningPassive.open();
        control = RawConnection.to(passive.basePort + 1);
    }

    @AfterEach
    void close() throws IOException {
        control.close();
        passive.close();
    }

    private static String zeros(int bytes) {
        return "00".repeat(bytes);
    }

    /** Add Flow of 2.0.10, without events. */
    private static String addFlow(String protocol, String rate, String size, String buffers, String congestionControl) {
        return "020000c2 00000000" + ID + "0000" + protocol + "466c6f772030" + zeros(26) + "ff".repeat(12) + rate + size
                + "0000" + buffers + "3e80 00 00" + zeros(18) + congestionControl + zeros(16) + "0000";
    }

    private static String addFlow(String protocol) {
        return addFlow(protocol, CONST_50, CONST_500, DEFAULT_BUFFERS, DEFAULT);
    }

    private static final String ADD_SILENT_FLOW = addFlow(TCP, NOTHING, NOTHING, DEFAULT_BUFFERS, DEFAULT);

    /** A Data message of 100 bytes that is a frame of its own. */
    private static byte[] data(int number) {
        ByteBuffer message = ByteBuffer.allocate(100);
        message.put(RawConnection.bytes("05030064 00000000" + ID + "0000 0000"));
        message.putInt(number).putLong(number).putLong(100L * number).putLong(System.currentTimeMillis() * 1000);
        return message.array();
    }

    /** Add Flow of a silent TCP flow with these texts. */
    private static String addFlow(String description, String congestionControl) {
        HexFormat hex = HexFormat.of();
        byte[] first = Arrays.copyOf(description.getBytes(StandardCharsets.UTF_8), 32);
        byte[] second = Arrays.copyOf(congestionControl.getBytes(StandardCharsets.UTF_8), 16);
        return addFlow(TCP, NOTHING, NOTHING, DEFAULT_BUFFERS, hex.formatHex(second))
                .replace("466c6f772030" + zeros(26), hex.formatHex(first));
    }

    private RawConnection identified(String identify) throws IOException {
        RawConnection data = RawConnection.to(passive.basePort);
        control.send(ADD_SILENT_FLOW);
        control.expect(OKAY);
        data.send(identify);
        control.expect(OKAY);
        return data;
    }

    /** Whatever was said before has been answered, and nothing else was sent. */
    private void expectNothingMore() throws IOException {
        control.send(REMOVE_UNKNOWN);
        control.expect(UNKNOWN_REFUSED);
    }

    // ------ Texts

    @Test
    void hostileDescriptionAddsNothingToTheVectorButItself() throws Exception {
        control.send(addFlow("\"\n000009\t$(id)`\u001b[2J\u009b\r\\", "default"));
        control.expect(OKAY);
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            data.send(IDENTIFY);
            control.expect(OKAY);
            control.send(START);
            control.expect(OKAY);
            control.send(STOP);
            control.expect(OKAY);
            List<String[]> rows = ResultFiles.rows(text(control.file()), ResultFiles.MEASUREMENT_HEADER);
            assertEquals("\"__000009_$(id)`_[2J__\\ \"", rows.get(0)[5]);
            ResultFiles.scalars(text(control.file()));
        }
    }

    @Test
    void hostileCongestionControlIsRefusedAndNotRepeated() throws Exception {
        control.send(addFlow("Flow 0", "\u001b[2J\"\n$(id)"));
        control.expect(ERROR);
        expectNothingMore();
        List<String> warnings = passive.events.warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).endsWith("congestion control's name must not contain control characters"));
    }

    @Test
    void congestionControlWithShellCodeIsATextThatTheSystemRefuses() throws Exception {
        control.send(addFlow("Flow 0", "`id`$(id)"));
        control.expect(OKAY);
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            data.send(IDENTIFY);
            control.expect(ERROR);
        }
        assertTrue(
                passive.events.warnings().stream().anyMatch(text -> text.contains("TCP_CONGESTION=`id`$(id) of ")),
                passive.events.notes.toString());
    }

    // ------ A measurement

    @Test
    void wholeMeasurementIsAnsweredByteByByte() throws Exception {
        control.send(addFlow(TCP));
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            control.expect(OKAY);
            data.send(IDENTIFY);
            control.expect(OKAY);
            control.send(START);
            control.expect(OKAY);
            for (int i = 0; i < 60; i++) {
                data.send(data(i));
            }
            for (int i = 0; i < 3; i++) {
                expectData(data.message(), i);
            }
            data.endSending();
            control.send(STOP);
            control.expect(OKAY);
            ResultFiles.rows(text(control.file()), ResultFiles.MEASUREMENT_HEADER);
            String scalarText = text(control.file());
            Map<String, Long> scalars = ResultFiles.scalars(scalarText);
            assertEquals(6000, scalars.get("flow[0] Received Bytes"));
            assertEquals(60, scalars.get("flow[0] Received Packets"));
            assertEquals(60, scalars.get("flow[0] Received Frames"));
            assertEquals(0, scalars.get("total Lost Packets"));
            control.send(REMOVE);
            control.expect(OKAY);
            assertEquals(
                    60,
                    ResultFiles.rows(text(control.file()), ResultFiles.FLOW_HEADER)
                            .size());
            long rest = scalars.get("flow[0] Transmitted Packets") - 3;
            for (int i = 0; i < rest; i++) {
                expectData(data.message(), 3 + i);
            }
            data.expectEnd();
        }
        control.endSending();
        control.expectEnd();
    }

    private static void expectData(byte[] message, int number) {
        ByteBuffer fields = ByteBuffer.wrap(message);
        assertEquals(500, message.length);
        assertEquals("050301f400000000" + ID + "00000000", HexFormat.of().formatHex(message, 0, 20));
        assertEquals(number, fields.getInt(20));
        assertEquals(number, fields.getLong(24));
        assertEquals(500L * number, fields.getLong(32));
        assertEquals("7f7e7d7c", HexFormat.of().formatHex(message, 48, 52));
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    @Test
    void measurementWithoutFilesIsOnlyAcknowledged() throws Exception {
        try (RawConnection data = identified(IDENTIFY_WITHOUT_VECTOR)) {
            control.send(START_WITHOUT_FILES);
            control.expect(OKAY);
            data.endSending();
            control.send(STOP);
            control.expect(OKAY);
            control.send(REMOVE);
            data.expectEnd();
            expectNothingMore();
        }
    }

    @Test
    void datagramsOfTheSourceThatIdentifiedAreCounted() throws Exception {
        try (DatagramSocket data = new DatagramSocket();
                DatagramSocket stranger = new DatagramSocket()) {
            data.setSoTimeout(20_000);
            control.send(addFlow(UDP));
            control.expect(OKAY);
            send(data, RawConnection.bytes(IDENTIFY_WITHOUT_VECTOR));
            control.expect(OKAY);
            send(data, RawConnection.bytes(IDENTIFY_WITHOUT_VECTOR));
            send(stranger, RawConnection.bytes(IDENTIFY_WITHOUT_VECTOR));
            control.send("06040010 00000000" + ID);
            control.expect(OKAY);
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            data.receive(packet);
            assertEquals(500, packet.getLength());
            assertEquals(passive.basePort, packet.getPort());
            for (int i = 0; i < 10; i++) {
                send(data, data(i));
                send(stranger, data(i));
            }
            send(data, RawConnection.bytes("05"));
            send(data, RawConnection.bytes("0503ffff 00000000"));
            control.send(STOP);
            control.expect(OKAY);
            Map<String, Long> scalars = ResultFiles.scalars(text(control.file()));
            assertEquals(10, scalars.get("flow[0] Received Packets"));
            assertEquals(1000, scalars.get("flow[0] Received Bytes"));
            control.send(REMOVE);
            expectNothingMore();
        }
    }

    private void send(DatagramSocket socket, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(
                bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), passive.basePort)));
    }

    @Test
    void dataRightBehindTheIdentifyIsCounted() throws Exception {
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            control.send(ADD_SILENT_FLOW);
            control.expect(OKAY);
            ByteBuffer together = ByteBuffer.allocate(26 + 250);
            together.put(RawConnection.bytes(IDENTIFY_WITHOUT_VECTOR))
                    .put(data(0))
                    .put(data(1))
                    .put(data(2), 0, 50);
            data.send(together.array());
            control.expect(OKAY);
            control.send("06040010 00000000" + ID);
            control.expect(OKAY);
            byte[] third = data(2);
            data.send(Arrays.copyOfRange(third, 50, 100));
            data.endSending();
            control.send(STOP);
            control.expect(OKAY);
            Map<String, Long> scalars = ResultFiles.scalars(text(control.file()));
            assertEquals(3, scalars.get("flow[0] Received Packets"));
            assertEquals(0, scalars.get("total Lost Packets"));
        }
    }

    @Test
    void measurementMayBeStartedAgainOnFlowsThatHaveEnded() throws Exception {
        try (RawConnection data = identified(IDENTIFY)) {
            data.endSending();
            for (int i = 0; i < 2; i++) {
                control.send(START);
                control.expect(OKAY);
                control.send(STOP);
                control.expect(OKAY);
                control.file();
                ResultFiles.scalars(text(control.file()));
            }
            control.send(REMOVE);
            control.expect(OKAY);
            assertEquals(List.of(), ResultFiles.rows(text(control.file()), ResultFiles.FLOW_HEADER));
            data.expectEnd();
        }
    }

    @Test
    void flowMayBeRemovedWhileItsMeasurementRuns() throws Exception {
        control.send(addFlow(TCP));
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            control.expect(OKAY);
            data.send(IDENTIFY);
            control.expect(OKAY);
            control.send(START);
            control.expect(OKAY);
            expectData(data.message(), 0);
            control.send(REMOVE);
            control.expect(OKAY);
            ResultFiles.rows(text(control.file()), ResultFiles.FLOW_HEADER);
            data.skipToEnd();
            control.send(STOP);
            control.expect(OKAY);
            control.file();
            assertTrue(ResultFiles.scalars(text(control.file())).get("flow[0] Transmitted Packets") > 0);
        }
        expectNothingMore();
    }

    // ------ Refusals

    @Test
    void repeatedIdentifyIsNotAcknowledgedAgain() throws Exception {
        try (RawConnection data = identified(IDENTIFY);
                RawConnection second = RawConnection.to(passive.basePort)) {
            data.send(IDENTIFY);
            second.send(IDENTIFY);
            second.expectEnd();
            expectNothingMore();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0400001a 00000000 4bcdf3aa303c6774 1122334455667788 0000", // unknown
                "0400001a 00000000 4bcdf3aa303c6775 1122334455667788 0000", // wrong magic number
                "04000019 00000000 4bcdf3aa303c6774 1122334455667788 00", // too short
                "05030030", // Data of nobody
                "04000003", // a length less than its header's
                "0400ffff",
                "474554202f20485454502f312e310d0a",
            })
    void connectionThatIsNoFlowIsClosed(String bytes) throws Exception {
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            data.send(bytes);
            data.expectEnd();
        }
        expectNothingMore();
    }

    @Test
    void controlConnectionWithGarbageIsClosedAndOthersGoOn() throws Exception {
        try (RawConnection other = RawConnection.to(passive.basePort + 1)) {
            other.send("02000003");
            other.expectEnd();
        }
        try (RawConnection other = RawConnection.to(passive.basePort + 1)) {
            other.send("0200");
        }
        expectNothingMore();
    }

    @ParameterizedTest
    @CsvSource({
        "0600, 7fffffff00038e38, 64656661756c74000000000000000000", // a buffer that no system grants
        "0600, 00038e387fffffff, 64656661756c74000000000000000000",
        "0600, 00038e3800038e38, 6e6f7375636863630000000000000000", // congestion control "nosuchcc"
        "1100, 00038e3800038e38, 64656661756c74000000000000000000", // a UDP flow over TCP
    })
    void flowThatCannotBeSetUpIsRefusedAtItsIdentify(String protocol, String buffers, String congestionControl)
            throws Exception {
        control.send(addFlow(protocol, NOTHING, NOTHING, buffers, congestionControl));
        control.expect(OKAY);
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            data.send(IDENTIFY);
            control.expect(ERROR);
            data.expectEnd();
        }
        control.send(REMOVE);
        expectNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100", "8400", "2100"})
    void flowOfAProtocolThatIsNotOfferedIsRefused(String protocol) throws Exception {
        control.send(addFlow(protocol));
        control.expect(ERROR);
        expectNothingMore();
    }

    @Test
    void flowWithoutSenseIsRefused() throws Exception {
        control.send(addFlow(TCP, "7ff8000000000000" + zeros(24), CONST_500, DEFAULT_BUFFERS, DEFAULT));
        control.expect(ERROR);
        control.send(ADD_SILENT_FLOW);
        control.expect(OKAY);
    }

    @Test
    void identifyOfAFlowThatWasRemovedIsRefused() throws Exception {
        control.send(ADD_SILENT_FLOW, REMOVE);
        control.expect(OKAY);
        expectNothingMore();
        try (RawConnection data = RawConnection.to(passive.basePort)) {
            data.send(IDENTIFY);
            data.expectEnd();
        }
        assertEquals(0, passive.node.registry().size());
    }

    @Test
    void peerThatDoesNotReadItsAnswersGetsThemAllOnceItDoes() throws Exception {
        int requests = 300_000;
        byte[] request = RawConnection.bytes(REMOVE_UNKNOWN);
        ByteBuffer thousand = ByteBuffer.allocate(1000 * request.length);
        for (int i = 0; i < 1000; i++) {
            thousand.put(request);
        }
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < requests; i += 1000) {
                    control.send(thousand.array());
                }
                control.send(START_WITHOUT_FILES, STOP);
            } catch (IOException e) {
                // The reader misses the answers.
            }
        });
        writer.start();
        byte[] answer = RawConnection.bytes(UNKNOWN_REFUSED);
        for (int i = 0; i < requests; i++) {
            byte[] message = control.message();
            if (!Arrays.equals(answer, message)) {
                assertEquals(HexFormat.of().formatHex(answer), HexFormat.of().formatHex(message));
            }
        }
        writer.join();
        control.expect(OKAY);
        control.expect(OKAY);
        expectNothingMore();
    }

    // ------ The active node is gone

    @Test
    void killedActiveNodeLeavesNothingBehindAndOthersAreServed() throws Exception {
        RawConnection data = RawConnection.to(passive.basePort);
        control.send(addFlow(TCP, NOTHING, CONST_500, DEFAULT_BUFFERS, DEFAULT));
        control.expect(OKAY);
        data.send(IDENTIFY);
        control.expect(OKAY);
        control.send(START);
        control.expect(OKAY);
        data.message();
        assertEquals(1, passive.node.registry().size());
        control.reset();
        data.skipToEnd();
        data.close();
        RunningPassive.awaitEndOfPeers();
        assertEquals(0, passive.node.registry().size());
        new ActiveRun(passive.basePort).flow("TCP 100:100:100:100").seconds(0.1).run();
    }

    @Test
    void endOfTheControlConnectionEndsFlowsThatWereNeverStarted() throws Exception {
        try (RawConnection data = identified(IDENTIFY)) {
            control.close();
            data.expectEnd();
        }
        RunningPassive.awaitEndOfPeers();
        assertEquals(Optional.empty(), passive.node.registry().sessionOf(new FlowKey(0x1122334455667788L, 0, 0)));
    }

    @Test
    void killedDuringAnUploadLeavesThePassiveNodeServing() throws Exception {
        try (RawConnection data = identified(IDENTIFY)) {
            control.send(START);
            control.expect(OKAY);
            data.endSending();
            control.send(STOP);
            control.expect(OKAY);
            control.reset();
            data.expectEnd();
        }
        new ActiveRun(passive.basePort).flow("TCP 100:100").seconds(0.1).run();
    }
}
