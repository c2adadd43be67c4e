// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Wireshark makes of a run of ours over SCTP and DCCP, with nothing but the dissector that it has: that finds the
 * messages by their payload protocol identifiers, or by their Identify.
 */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SctpAndDccpWireIT {
    private static final long EXIT_SECONDS = 240;
    private static final String SCTP = "132";
    private static final String DCCP = "33";
    private static final String CONTROL_PAYLOAD = "36";
    private static final String DATA_PAYLOAD = "37";
    private static final String IDENTIFY_FLOW = "4";
    private static final String DATA = "5";
    private static final int DCCP_FLOW = 3;

    /** "npmp" in ASCII. */
    private static final String SERVICE_CODE = "1852861808";

    /** What tshark says of each packet; of several chunks of a packet, their values with commas between. */
    private List<Packet> packets;

    private Scalars active;
    private Scalars passive;

    /** A packet, and of each SCTP chunk or DCCP packet in it what it carries. */
    private record Packet(
            String protocol,
            String malformed,
            String serviceCode,
            List<String> payloads,
            List<String> streams,
            List<String> types,
            List<String> identifyStreams,
            List<String> dataStreams,
            List<String> dataFlows) {
        static Packet of(String line) {
            String[] fields = line.split("\\|", -1);
            return new Packet(
                    fields[0],
                    fields[1],
                    fields[2],
                    list(fields[3]),
                    list(fields[4]),
                    list(fields[5]),
                    list(fields[6]),
                    list(fields[7]),
                    list(fields[8]));
        }

        private static List<String> list(String field) {
            return field.isEmpty() ? List.of() : Arrays.asList(field.split(","));
        }
    }

    @BeforeAll
    void capture(@TempDir Path directory) {
        Requirement.SCTP.assume();
        Requirement.DCCP.assume();
        Requirement.TSHARK.assume();
        int port = Sockets.freeBasePort();
        try (PacketCapture capture = PacketCapture.start(directory, "run.pcap", "sctp or ip proto 33");
                Node passiveNode = Ours.passive(directory, port);
                Node activeNode = Ours.activeWithSctp(
                        directory,
                        "127.0.0.1",
                        port,
                        List.of(
                                "-x",
                                "-runtime=2",
                                "-scalar=run.sca",
                                "-vector=run.vec",
                                "-sctp",
                                "const5:const200:const5:const100",
                                "const5:const3000:const5:const3000:maxmsgsize=1400",
                                "const5:const200:const5:const100:unordered=1",
                                "-dccp",
                                "const5:const200:const5:const100:id=" + DCCP_FLOW))) {
            assertEquals(0, activeNode.awaitExit(EXIT_SECONDS), activeNode::toString);
            assertEquals(0, passiveNode.terminate(), passiveNode::toString);
            capture.finish();
        }
        active = Scalars.active(directory);
        passive = Scalars.passive(directory);
        packets = dissect(directory);
    }

    private static List<Packet> dissect(Path directory) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "exec tshark \"$@\" 2>tshark.err",
                "sh",
                "-r",
                "run.pcap",
                "-T",
                "fields",
                "-E",
                "separator=|"));
        for (String field : List.of(
                "ip.proto",
                "_ws.malformed",
                "dccp.service_code",
                "sctp.data_payload_proto_id",
                "sctp.data_sid",
                "netperfmeter.message_type",
                "netperfmeter.identifyflow_streamid",
                "netperfmeter.data_streamid",
                "netperfmeter.data_flowid")) {
            command.addAll(List.of("-e", field));
        }
        // Stream identifiers are written in hexadecimal by the one dissector, and in decimal by the other.
        return Commands.output(directory, EXIT_SECONDS, command)
                .replaceAll("0x0*([0-9a-f])", "$1")
                .lines()
                .map(Packet::of)
                .toList();
    }

    private List<Packet> packetsOf(String protocol) {
        return packets.stream()
                .filter(packet -> packet.protocol().equals(protocol))
                .toList();
    }

    @Test
    void nothingIsMalformed() {
        assertFalse(packets.isEmpty());
        assertEquals(
                List.of(),
                packets.stream().filter(packet -> !packet.malformed().isEmpty()).toList());
    }

    @Test
    void eachChunkIsAMessageOfItsPayloadProtocol() {
        for (Packet packet : packetsOf(SCTP)) {
            assertEquals(
                    packet.types().stream()
                            .map(type -> type.equals(DATA) ? DATA_PAYLOAD : CONTROL_PAYLOAD)
                            .toList(),
                    packet.payloads(),
                    packet::toString);
        }
    }

    @Test
    void everyTypeOfMessageIsThere() {
        assertEquals(
                List.of("1", "2", "3", "4", "5", "6", "64", "69", "7", "70", "71", "8"),
                List.copyOf(new TreeSet<>(packetsOf(SCTP).stream()
                        .flatMap(packet -> packet.types().stream())
                        .collect(Collectors.toSet()))));
    }

    @Test
    void identifyGoesOverTheStreamOfItsFlow() {
        List<Packet> identifies = packetsOf(SCTP).stream()
                .filter(packet -> packet.types().contains(IDENTIFY_FLOW))
                .toList();
        assertEquals(
                List.of(List.of("0"), List.of("1"), List.of("2")),
                identifies.stream().map(Packet::identifyStreams).toList());
        assertEquals(
                List.of(List.of("0"), List.of("1"), List.of("2")),
                identifies.stream().map(Packet::streams).toList());
    }

    @Test
    void dataGoesOverTheStreamOfItsFlow() {
        for (Packet packet : packetsOf(SCTP)) {
            if (packet.types().contains(DATA)) {
                assertEquals(packet.dataStreams(), packet.streams(), packet::toString);
            }
        }
    }

    @Test
    void everyDataMessageIsFound() {
        for (int flow = 0; flow <= DCCP_FLOW; flow++) {
            String id = Integer.toString(flow);
            long sent = active.flow(flow, "Transmitted Packets") + passive.flow(flow, "Transmitted Packets");
            assertTrue(sent > 0);
            assertEquals(
                    sent,
                    packetsOf(flow == DCCP_FLOW ? DCCP : SCTP).stream()
                            .flatMap(packet -> packet.dataFlows().stream())
                            .filter(id::equals)
                            .count());
        }
    }

    @Test
    void packetOfDccpIsExactlyOneMessage() {
        assertTrue(packetsOf(DCCP).stream().allMatch(packet -> packet.types().size() <= 1));
    }

    @Test
    void connectionOfDccpAsksForTheServiceOfNetPerfMeter() {
        assertEquals(
                List.of(SERVICE_CODE),
                packetsOf(DCCP).stream()
                        .map(Packet::serviceCode)
                        .filter(code -> !code.isEmpty())
                        .distinct()
                        .toList());
    }
}
