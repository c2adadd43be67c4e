// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.netperfmeter.results.Flows.constant;
import static org.netperfmeter.results.Flows.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.traffic.Constant;
import org.netperfmeter.traffic.Exponential;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.FrameGap;
import org.netperfmeter.traffic.Normal;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.traffic.TruncatedNormal;

class ConfigFileTest {
    @TempDir
    private Path directory;

    private Path write(String activeName, ResultNames scalars, ResultNames vectors, FlowDefinition... flows)
            throws IOException {
        Path path = directory.resolve("run.config");
        try (OutputFile output = OutputFile.create(path, false)) {
            ConfigFile.write(output, activeName, "PassiveHost", scalars, vectors, List.of(flows));
        }
        return path;
    }

    @Test
    void fileIsTheOriginals() throws IOException {
        Path path = write(
                "ActiveHost",
                new ResultNames("run.sca"),
                new ResultNames("run.vec"),
                flow(0, "TCP-A", TransportProtocol.TCP, constant(20, 1460), constant(10, 1000)),
                flow(
                        1,
                        "TCP-B",
                        TransportProtocol.TCP,
                        new TrafficPattern(new Constant(10), new Exponential(5000)),
                        constant(5, 20000)),
                flow(2, "UDP-C", TransportProtocol.UDP, constant(15, 500), constant(15, 500)));
        assertEquals(Samples.text("2.0.10/run.config"), Files.readString(path));
    }

    /** Flow IDs count over the streams of all associations; stream IDs are seen in file names only. */
    @Test
    void streamsAreFlowsWithFilesOfTheirOwn() throws IOException {
        FlowOptions unreliable = FlowOptions.builder()
                .reliableFraction(0.25)
                .orderedFraction(0)
                .noDelay(true)
                .build();
        Path path = write(
                "A",
                new ResultNames("run.sca"),
                new ResultNames("run.vec"),
                Flows.stream(4, 0, "First", FlowOptions.DEFAULTS),
                Flows.stream(5, 1, "Second", unreliable),
                flow(6, "Alone", TransportProtocol.DCCP, constant(0, 1420), Flows.SILENCE));
        String text = Files.readString(path);
        assertTrue(text.startsWith("NUM_FLOWS=3\n"), text);
        assertEquals("""
                FLOW5_DESCRIPTION="Second"
                FLOW5_PROTOCOL="SCTP"
                FLOW5_OUTBOUND_FRAME_RATE_VALUE1=10.000000
                FLOW5_OUTBOUND_FRAME_RATE_VALUE2=0.000000
                FLOW5_OUTBOUND_FRAME_RATE_VALUE3=0.000000
                FLOW5_OUTBOUND_FRAME_RATE_VALUE4=0.000000
                FLOW5_OUTBOUND_FRAME_RATE_RNG_ID=0
                FLOW5_OUTBOUND_FRAME_RATE_RNG_NAME="constant"
                FLOW5_OUTBOUND_FRAME_SIZE_VALUE1=1000.000000
                FLOW5_OUTBOUND_FRAME_SIZE_VALUE2=0.000000
                FLOW5_OUTBOUND_FRAME_SIZE_VALUE3=0.000000
                FLOW5_OUTBOUND_FRAME_SIZE_VALUE4=0.000000
                FLOW5_OUTBOUND_FRAME_SIZE_RNG=0
                FLOW5_INBOUND_FRAME_RATE_VALUE1=0.000000
                FLOW5_INBOUND_FRAME_RATE_VALUE2=0.000000
                FLOW5_INBOUND_FRAME_RATE_VALUE3=0.000000
                FLOW5_INBOUND_FRAME_RATE_VALUE4=0.000000
                FLOW5_INBOUND_FRAME_RATE_RNG_ID=0
                FLOW5_INBOUND_FRAME_RATE_RNG_NAME="constant"
                FLOW5_INBOUND_FRAME_SIZE_VALUE1=0.000000
                FLOW5_INBOUND_FRAME_SIZE_VALUE2=0.000000
                FLOW5_INBOUND_FRAME_SIZE_VALUE3=0.000000
                FLOW5_INBOUND_FRAME_SIZE_VALUE4=0.000000
                FLOW5_INBOUND_FRAME_SIZE_RNG=0
                FLOW5_RELIABLE=0.250000
                FLOW5_ORDERED=0.000000
                FLOW5_NODELAY="on"
                FLOW5_DEBUG="off"
                FLOW5_CC="default"
                FLOW5_VECTOR_ACTIVE_NODE="run-active-00000005-0001.vec"
                FLOW5_VECTOR_PASSIVE_NODE="run-passive-00000005-0001.vec"
                """, text.substring(text.indexOf("FLOW5_"), text.indexOf("\nFLOW6_")));
        assertTrue(text.contains("FLOW4_VECTOR_ACTIVE_NODE=\"run-active-00000004-0000.vec\"\n"), text);
        assertTrue(text.contains("FLOW6_PROTOCOL=\"DCCP\"\n"), text);
        assertTrue(text.contains("FLOW6_VECTOR_PASSIVE_NODE=\"run-passive-00000006-0000.vec\"\n"), text);
    }

    @Test
    void namesWithoutPatternsReferToNoFiles() throws IOException {
        List<String> lines = Files.readAllLines(write("A", new ResultNames(""), new ResultNames(""), flow(-2, "x")));
        assertTrue(lines.contains("SCALAR_ACTIVE_NODE=\"-active\""));
        assertTrue(lines.contains("VECTOR_PASSIVE_NODE=\"-passive\""));
        assertTrue(lines.contains("FLOW4294967294_VECTOR_ACTIVE_NODE=\"-active-fffffffe-0000\""));
    }

    @Test
    void normalLawsHaveNamesWhereTheOriginalHasNone() throws IOException {
        FlowDefinition flow = new FlowDefinition(
                0,
                0,
                "A",
                TransportProtocol.TCP,
                new TrafficPattern(new Normal(5, 1), new Constant(100)),
                new TrafficPattern(new TruncatedNormal(5, 1), new Constant(100)),
                FlowOptions.DEFAULTS);
        List<String> lines = Files.readAllLines(write("Client", new ResultNames(""), new ResultNames(""), flow));
        assertTrue(lines.contains("FLOW0_OUTBOUND_FRAME_RATE_RNG_NAME=\"normal\""));
        assertTrue(lines.contains("FLOW0_INBOUND_FRAME_RATE_RNG_NAME=\"truncnormal\""));
    }

    @Test
    void gapsHaveNamesOfTheirOwn() throws IOException {
        FlowDefinition flow = new FlowDefinition(
                0,
                0,
                "A",
                TransportProtocol.TCP,
                new TrafficPattern(new FrameGap(new Exponential(0.01)), new Constant(100)),
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
        String text = Files.readString(write("Client", new ResultNames(""), new ResultNames(""), flow));
        assertTrue(text.contains("""
                FLOW0_OUTBOUND_FRAME_GAP_VALUE1=0.010000
                FLOW0_OUTBOUND_FRAME_GAP_VALUE2=0.000000
                FLOW0_OUTBOUND_FRAME_GAP_VALUE3=0.000000
                FLOW0_OUTBOUND_FRAME_GAP_VALUE4=0.000000
                FLOW0_OUTBOUND_FRAME_GAP_RNG_ID=2
                FLOW0_OUTBOUND_FRAME_GAP_RNG_NAME="exponential"
                FLOW0_OUTBOUND_FRAME_SIZE_VALUE1=100.000000
                """), text);
        assertFalse(text.contains("OUTBOUND_FRAME_RATE"), text);
    }

    @Test
    void shellThatSourcesTheFileSeesTheTextsAndRunsNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        Path trap = directory.resolve("trap");
        String hostile =
                "a\"; touch " + trap + "; \" $(touch " + trap + ") `touch " + trap + "` $HOME \\ \\\\ ' ! & \u00e9";
        Path config = write(
                hostile,
                new ResultNames(""),
                new ResultNames(""),
                flow(0, "$(touch " + trap + ")`touch " + trap + "` \\ $HOME"));
        Process shell = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        ". \"$1\"; printf '%s\\n%s\\n' \"$NAME_ACTIVE_NODE\" \"$FLOW0_DESCRIPTION\"",
                        "sh",
                        config.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals(hostile + "\n$(touch " + trap + ")`touch " + trap + "` \\ $HOME\n", printed);
        assertTrue(Files.notExists(trap));
    }

    @Test
    void textsOtherThanHarmlessOnesAreEscaped() {
        assertEquals("\"Flow 1: a'b\u00e9\"", QuotedText.shell("Flow 1: a'b\u00e9"));
        assertEquals("\"\\\"\\\\\\$\\`\"", QuotedText.shell("\"\\$`"));
        assertEquals("\"a    b\"", QuotedText.shell("a\u001b\u009b\u2028\u202eb"));
        assertEquals("\"a   b\"", QuotedText.shell("a\r\n\u0000b"));
    }
}
