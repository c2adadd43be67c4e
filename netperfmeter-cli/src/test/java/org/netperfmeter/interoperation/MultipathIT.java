// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, two paths of 20 Mbit/s between them. */
@Tag("slow")
class MultipathIT {
    private static final String PATH = "rate 20mbit";
    private static final long EXIT_SECONDS = 60;

    @TempDir
    Path directory;

    @Test
    void mptcpUsesBothPathsAndTcpOne() throws IOException {
        Requirement.NETNS.assume();
        Requirement.MPTCP.assume();

        long tcpBytes = measure("-tcp");
        long mptcpBytes = measure("-mptcp");

        assertTrue(mptcpBytes >= 1.7 * tcpBytes, () -> "TCP: " + tcpBytes + " bytes, MPTCP: " + mptcpBytes);
        assertEquals("MPTCP", Scalars.active(directory).comment("flow[0].multipath"));
        assertEquals("2", Scalars.active(directory).comment("flow[0].subflowsMaximum"));
        assertEquals("2", Scalars.passive(directory).comment("flow[0].subflowsMaximum"));
        assertTrue(Files.readString(directory.resolve("run.json")).contains("\"subflowsMaximum\" : 2"));
        assertBothSubflowsAreRecorded();
    }

    private void assertBothSubflowsAreRecorded() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("run-active-transport.vec"));
        List<String> columns = List.of(lines.get(0).split("\t", -1));
        // The row number has no name.
        int state = columns.indexOf("State") + 1;
        for (String path : List.of("10.77.1.", "10.77.2.")) {
            String[] last = lines.stream()
                    .map(line -> line.split("\t", -1))
                    .filter(row -> row[columns.indexOf("Part") + 1].equals("\"Subflow\""))
                    .filter(row -> row[columns.indexOf("LocalAddress") + 1].startsWith('"' + path + "1:"))
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new AssertionError("no subflow over " + path + " in " + lines));
            assertTrue(last[columns.indexOf("RemoteAddress") + 1].startsWith('"' + path + "2:"), () -> last[state]);
            assertEquals("\"ESTABLISHED\"", last[state]);
            assertTrue(Double.parseDouble(last[columns.indexOf("RTT") + 1]) > 0);
            // A path of 20 Mbit/s brings 20 MB in 8 s.
            long sentBytes = Long.parseLong(last[columns.indexOf("SentBytes") + 1]);
            assertTrue(sentBytes > 10_000_000, () -> path + ": " + sentBytes + " bytes");
        }
    }

    /** Gives how many bytes a saturated flow brought over in 8 s. */
    private long measure(String protocol) {
        String program = TestBed.netperfmeter();
        TwoPaths.run(
                directory,
                EXIT_SECONDS,
                PATH,
                PATH,
                program + " 9000",
                List.of(
                        program,
                        TwoPaths.PASSIVE_NODE,
                        "-y",
                        "-runtime=8",
                        "-scalar=run.sca",
                        "--json=run.json",
                        "--transport-vector=run.vec",
                        protocol,
                        "const0:const1400"));
        return Scalars.passive(directory).flow(0, "Received Bytes");
    }
}
