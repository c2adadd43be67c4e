// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Other people's programs read our results. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadersIT {
    private static final Pattern R_CODE = Pattern.compile("```r\n(.*?)```", Pattern.DOTALL);
    private static final long EXIT_SECONDS = 60;

    private Path directory;
    private Scalars passive;

    @BeforeAll
    void run(@TempDir Path temporary) {
        directory = temporary;
        int port = Sockets.freeBasePort();
        try (Node passiveNode = Ours.passive(directory, port);
                Node active = Ours.active(
                        directory,
                        "127.0.0.1",
                        port,
                        List.of(
                                "-runtime=2.5",
                                "-scalar=run.sca",
                                "--extended-scalars",
                                "--correct-clock",
                                "-vector=run.vec.bz2",
                                "-tcp",
                                "const50:const1460:const25:const500:description=Two words",
                                "-udp",
                                "const50:const1400:const25:const500:description=C\\it's # \\"))) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
            assertEquals(0, passiveNode.terminate(), passiveNode::toString);
        }
        passive = Scalars.passive(directory);
    }

    /** The code of the README, with a line added that prints what it read in whole numbers. */
    @Test
    void codeOfTheReadmeReadsEveryKindOfFile() throws IOException {
        Requirement.R.assume();
        Matcher readme = R_CODE.matcher(Files.readString(TestBed.root().resolve("README.md")));
        assertTrue(readme.find(), "the README shows no R code");
        Path script = Files.writeString(directory.resolve("readme.R"), readme.group(1) + """
                cat("Bytes:", with(scalars, value[object == "netPerfMeter.passive.flow[0]" & name == "Received Bytes"]), "\\n")
                cat("Messages:", max(messages$AbsPackets), "\\n")
                cat("Raw delays:", all(abs(messages$Delay - messages$DelayCorrection) < 1000), "\\n")
                cat("Rate:", with(rates, sprintf("%.3f", RelBytes[FlowID == 0 & Action == "Received"])),
                    with(rates, sprintf("%.3f", Interval[FlowID == 0 & Action == "Received"])), "\\n")
                cat("Actions:", sort(unique(vector$Action)), "\\n")
                cat("Descriptions:", sort(unique(vector$Description)), "\\n")
                partial <- read.table("partial.vec", header = TRUE)
                cat("Partial:", identical(partial, vector), "\\n")
                """);
        String append = "{ bzcat run-passive.vec.bz2; echo \"# partial: the peer's \\\"end\\\"\"; } > partial.vec";
        Commands.output(directory, EXIT_SECONDS, List.of("sh", "-c", append));

        String output = Commands.output(directory, EXIT_SECONDS, List.of("Rscript", "--vanilla", script.toString()));

        assertTrue(output.contains("Bytes: " + passive.flow(0, "Received Bytes") + " \n"), output);
        assertTrue(output.contains("Messages: " + passive.flow(0, "Received Packets") + " \n"), output);
        assertTrue(output.contains("Raw delays: TRUE \n"), output);
        // Without tick 0, and without a tick that came while the network was drained.
        double end = (passive.total("Last Statistics Event") - passive.total("First Statistics Event")) / 1e6;
        List<String[]> run = Commands.output(directory, EXIT_SECONDS, List.of("bzcat", "run-passive.vec.bz2"))
                .lines()
                .map(line -> line.split("\t"))
                .filter(row -> row.length > 11 && row[4].equals("0") && row[7].equals("\"Received\""))
                .skip(1)
                .filter(row -> Double.parseDouble(row[2]) <= end)
                .toList();
        String rate = String.format(Locale.ROOT, "Rate: %.3f %.3f \n", sum(run, 11), sum(run, 3));
        assertTrue(run.size() > 0 && output.contains(rate), rate + output);
        assertTrue(output.contains("Actions: Lost Received Sent \n"), output);
        assertTrue(output.contains("Descriptions: C\\it's # \\  Total Two words \n"), output);
        assertTrue(output.contains("Partial: TRUE \n"), output);
    }

    private static double sum(List<String[]> rows, int column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).sum();
    }

    @Test
    void createsummaryReadsScalarsAndPassesOverComments() throws IOException {
        Requirement.CREATESUMMARY.assume();
        Files.writeString(directory.resolve("commands"), "--values=first\n--input=run-passive.sca\n");

        String output = Commands.output(
                directory, EXIT_SECONDS, List.of("sh", "-c", "createsummary Run -batch -compress=0 -quiet <commands"));

        // Run number (none is named), value number, split, index, value of "Run", value of the scalar.
        assertEquals(
                List.of(row("0", 0), row("1", 1)),
                Files.readAllLines(directory.resolve("passive.flow-ReceivedBytes.data")).stream()
                        .skip(1)
                        .map(line -> line.replace('\t', ' '))
                        .toList(),
                output);
        assertTrue(!output.contains("NOTE") && !output.contains("ERROR"), output);
        List<String> percentiles = Files.readAllLines(directory.resolve("passive.flow-Delay99.9thPercentile.data"));
        assertEquals(3, percentiles.size(), "a header and two flows: " + percentiles);
        String flow0 = percentiles.get(1).replace('\t', ' ');
        assertEquals("0 1 \"\" 0 first " + passive.flowText(0, "Delay 99.9th Percentile"), flow0);
    }

    @Test
    void createsummaryMakesATableOfTheClocks() throws IOException {
        Requirement.CREATESUMMARY.assume();
        Files.writeString(directory.resolve("commands"), "--values=first\n--input=run-active.sca\n");

        String output = Commands.output(
                directory, EXIT_SECONDS, List.of("sh", "-c", "createsummary Run -batch -compress=0 -quiet <commands"));

        for (String name :
                List.of("ReferenceTime", "Offset", "Drift", "OffsetErrorBound", "DriftErrorBound", "Exchanges")) {
            Path table = directory.resolve("active.clock-" + name + ".data");
            assertEquals(2, Files.readAllLines(table).size(), "a header and a value: " + output);
        }
    }

    private String row(String index, int flow) {
        return "0 1 \"\" " + index + " first " + passive.flow(flow, "Received Bytes") + ".000000";
    }
}
