// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Wireshark makes of a run of ours: it has a dissector for NPMP that is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireIT {
    private static final int FLOWS = 3;
    private static final long EXIT_SECONDS = 60;

    private Path directory;
    private int port;

    @BeforeAll
    void capture(@TempDir Path temporary) {
        Requirement.TSHARK.assume();
        Requirement.MPTCP.assume();
        directory = temporary;
        port = Sockets.freeBasePort();
        try (PacketCapture capture =
                        PacketCapture.start(directory, "run.pcap", "portrange " + (port - 1) + "-" + (port + 1));
                Node passive = Ours.passive(directory, port);
                Node active = Ours.active(
                        directory,
                        "127.0.0.1",
                        port,
                        List.of(
                                "-runtime=2",
                                "-scalar=run.sca",
                                "-vector=run.vec",
                                "-tcp",
                                "const5:const200:const5:const100:description=Small",
                                "-mptcp",
                                "const2:const3000:const0:const0:maxmsgsize=1400:nodelay=on",
                                "-udp",
                                "const5:const100:const5:const100:onoff=+0,+1"))) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
            assertEquals(0, passive.terminate(), passive::toString);
            capture.finish();
        }
    }

    @Test
    void nothingIsMalformed() {
        assertEquals("", tshark("-Y", "_ws.malformed"));
    }

    @Test
    void eachTypeOccursAsOftenAsTheProtocolWants() {
        Map<String, Long> types = new TreeMap<>(Arrays.stream(
                        fields("netperfmeter", "netperfmeter.message_type").split("[\n,]"))
                .collect(Collectors.groupingBy(type -> type, Collectors.counting())));
        long data = Scalars.active(directory).total("Transmitted Packets")
                + Scalars.passive(directory).total("Transmitted Packets");

        // A file of results may take several messages: a vector and a scalar file, and one a flow.
        long results = types.remove("8");
        assertTrue(results >= 2 + FLOWS, () -> results + " Results");
        // The clocks are compared four times before and after the run, and now and then meanwhile.
        long clockRequests = types.remove("70");
        assertTrue(clockRequests >= 8, () -> clockRequests + " Clock Requests");
        assertEquals(clockRequests, types.remove("71"));
        // Acknowledged are Measurement Settings, Start, Stop, and of each flow Add, Identify and Remove.
        assertEquals(
                Map.of(
                        "1",
                        3L + 3 * FLOWS,
                        "2",
                        (long) FLOWS,
                        "3",
                        (long) FLOWS,
                        "4",
                        (long) FLOWS,
                        "5",
                        data,
                        "6",
                        1L,
                        "7",
                        1L,
                        "64",
                        2L,
                        "69",
                        1L),
                types);
    }

    /** Its Scheduler field, which the dissector does not know, says that we know extensions. */
    @Test
    void markedAddFlowIsReadAsBefore() {
        assertEquals(
                List.of(
                        "0|6|Small|5|100|16000|233016|0",
                        "1|6|Flow 1|0|0|1400|233016|1",
                        "2|17|Flow 2|5|100|16000|233016|0"),
                rows(
                        "netperfmeter.message_type==2",
                        "netperfmeter.addflow_flowid",
                        "netperfmeter.addflow_protocol",
                        "netperfmeter.addflow_description",
                        "netperfmeter.addflow_framerate1",
                        "netperfmeter.addflow_framesize1",
                        "netperfmeter.addflow_maxmsgsize",
                        "netperfmeter.addflow_rcvbuffersize",
                        "netperfmeter.addflow_flags.nodelay"));
        assertTrue(tshark("-Y", "netperfmeter.message_type==2", "-x").contains("npmx"));
    }

    /** Two frames of 3000 bytes in messages of 1400 bytes at most; all messages of a frame may share a segment. */
    @Test
    void messagesOfAFrameAreNumberedAndMarked() {
        List<List<String>> columns = Stream.of(
                        "netperfmeter.message_flags",
                        "netperfmeter.message_length",
                        "netperfmeter.data_frameid",
                        "netperfmeter.data_packetseqnumber",
                        "netperfmeter.data_byteseqnumber")
                .map(name -> List.of(fields("netperfmeter.data_flowid==1", name).split("[\n,]"))
                        .subList(0, 6))
                .toList();

        assertEquals(
                List.of(
                        List.of("1", "0", "2", "1", "0", "2"),
                        List.of("1400", "1400", "200", "1400", "1400", "200"),
                        List.of("0", "0", "0", "1", "1", "1"),
                        List.of("0", "1", "2", "3", "4", "5"),
                        List.of("0", "1400", "2800", "3000", "4400", "5800")),
                columns);
    }

    @Test
    void datagramIsExactlyOneMessage() {
        assertEquals(
                List.of("108|3|100|0|0|0", "108|3|100|1|1|100", "108|3|100|2|2|200"),
                rows(
                                "netperfmeter.data_flowid==2 && udp.dstport==" + port,
                                "udp.length",
                                "netperfmeter.message_flags",
                                "netperfmeter.message_length",
                                "netperfmeter.data_frameid",
                                "netperfmeter.data_packetseqnumber",
                                "netperfmeter.data_byteseqnumber")
                        .subList(0, 3));
    }

    /** Fields of the messages that the filter lets through: a row a message, bars between fields, decimal numbers. */
    private List<String> rows(String filter, String... names) {
        return fields(filter, names).lines().flatMap(WireIT::messages).toList();
    }

    /** Messages that follow each other soon may share a segment; commas are between the values of a field then. */
    private static Stream<String> messages(String packet) {
        List<String[]> columns = Arrays.stream(packet.split("\\|", -1))
                .map(column -> column.split(",", -1))
                .toList();
        return IntStream.range(0, columns.get(0).length)
                .mapToObj(message ->
                        columns.stream().map(column -> column[message]).collect(Collectors.joining("|")));
    }

    /** Fields of the packets that the filter lets through: a line a packet, bars between fields, decimal numbers. */
    private String fields(String filter, String... names) {
        List<String> arguments = new ArrayList<>(List.of("-Y", filter, "-T", "fields", "-E", "separator=|"));
        for (String name : names) {
            arguments.addAll(List.of("-e", name));
        }
        return tshark(arguments.toArray(String[]::new)).replaceAll("0x0*([0-9a-f])", "$1");
    }

    private String tshark(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "bash", "-c", "tshark -X lua_script:\"$0\" -X lua_script1:\"$1\" -r run.pcap \"${@:2}\" 2>tshark.err"));
        command.add(TestBed.tool("npmp.lua"));
        command.add(Integer.toString(port));
        command.addAll(List.of(arguments));
        return Commands.output(directory, EXIT_SECONDS, command);
    }
}
