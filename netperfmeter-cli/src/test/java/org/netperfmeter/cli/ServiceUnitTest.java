// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit with which systemd runs a passive node. */
class ServiceUnitTest {
    private static final Path UNIT = Path.of("src/main/dist/systemd/netperfmeter@.service");
    private static final String PROGRAM = "/opt/netperfmeter/bin/netperfmeter";
    /** In tenths: what systemd calls "OK", as far as that goes for a program that uses the network. */
    private static final int MAX_EXPOSURE = 15;

    @TempDir
    private Path directory;

    @Test
    void commandStartsAPassiveNodeWithAStatusSocket() throws IOException {
        String command = Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .replace("ExecStart=" + PROGRAM + " ", "")
                .replace(" $NETPERFMETER_OPTIONS", "")
                .replace("%i", "9000");
        RunPlan.Passive plan = assertInstanceOf(
                RunPlan.Passive.class, RunPlanner.plan(Options.parse(List.of(command.split(" ")), false)));
        assertEquals(9000, plan.config().basePort());
        assertEquals(Optional.of(Path.of("/run/netperfmeter-9000/status")), plan.statusSocket());
        assertEquals(List.of(), plan.notices());
    }

    @Test
    void systemdUnderstandsEveryLine() throws Exception {
        assertEquals("0 ", analyze("verify", "--man=no"));
    }

    @Test
    void serviceMayDoNoMoreThanItNeeds() throws Exception {
        String result = analyze("security", "--offline=true", "--threshold=" + MAX_EXPOSURE);
        assertEquals("0 ", result.substring(0, 2), result);
    }

    /** Exit code and output of systemd-analyze for an instance of the unit whose program exists. */
    private String analyze(String... command) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd: systemd-analyze is not installed");
        Path instance = directory.resolve("netperfmeter@9000.service");
        Files.writeString(instance, Files.readString(UNIT).replace(PROGRAM, "/bin/true"));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(Stream.of(
                                Stream.of("/usr/bin/systemd-analyze"),
                                Stream.of(command),
                                Stream.of(instance.toString()))
                        .flatMap(words -> words)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return process.waitFor() + " " + Files.readString(output);
    }
}
