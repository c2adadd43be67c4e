// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new user types first. */
class ExamplesIT {
    private static final long SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void quickStartShowsFourFlowsAndLeavesTheirResults() {
        Requirement.MPTCP.assume();
        String output = Commands.output(directory, SECONDS, List.of(example("quick-start"), directory.toString()));

        for (String flow : List.of("Paced TCP", "Saturated TCP", "Paced MPTCP", "Paced UDP")) {
            assertTrue(output.matches("(?s).*\n" + flow + " +active -> passive +[1-9].*"), output);
        }
        assertTrue(output.contains("Results in " + directory), output);
        for (String file :
                List.of("run-active.sca", "run-passive.sca", "run-active.vec.bz2", "run.config", "run.json")) {
            assertTrue(Files.exists(directory.resolve(file)), file);
        }
    }

    @Test
    void experimentMakesATableWithARowARun() throws IOException {
        int port = Sockets.freeBasePort();
        try (Node passive = Ours.passive(directory, port)) {
            Commands.output(
                    directory,
                    SECONDS,
                    List.of(
                            "env",
                            "PROTOCOLS=tcp",
                            "SIZES=500 1400",
                            "RUNS=1",
                            "SECONDS_PER_RUN=0.5",
                            example("experiment"),
                            "127.0.0.1:" + port,
                            directory.toString()));
            assertEquals(0, passive.terminate(), passive::toString);
        }

        List<String[]> rows = Files.readAllLines(directory.resolve("results.tsv")).stream()
                .skip(1)
                .map(row -> row.split("\t"))
                .toList();
        assertEquals(2, rows.size());
        for (String[] row : rows) {
            assertEquals(row[3], row[4], "sent and received bytes");
            assertTrue(Double.parseDouble(row[5]) > 0, String.join(" ", row));
        }
    }

    @Test
    void nodesRunInsideOneProgram() {
        String output = Commands.output(
                directory,
                SECONDS,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        Path.of("target/netperfmeter.jar").toAbsolutePath().toString(),
                        example("src/main/java/org/netperfmeter/examples/TwoNodesInOneProgram.java"),
                        Integer.toString(Sockets.freeBasePort())));

        assertTrue(output.matches("(?s).*Bulk: sent [1-9].*Voice: sent [1-9]\\d* .* received [1-9]\\d*, .*"), output);
    }

    private static String example(String name) {
        return TestBed.root().resolve("examples").resolve(name).toString();
    }
}
