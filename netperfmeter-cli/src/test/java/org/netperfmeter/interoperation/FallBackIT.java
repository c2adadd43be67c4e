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

/** An MPTCP flow that has to do with TCP, because something on its way does not know MPTCP. */
class FallBackIT {
    private static final long EXIT_SECONDS = 60;

    @TempDir
    Path directory;

    @Test
    void fallBackIsWarnedOfAndRecordedOnBothSides() throws IOException {
        Requirement.MPTCP.assume();
        int port = Sockets.freeBasePort();
        try (Node passive = Ours.passive(directory, port)) {
            measure(passive, port, Sockets.freeBasePort());
        }
        assertEquals("fell back to TCP", Scalars.active(directory).comment("flow[0].multipath"));
        assertEquals("fell back to TCP", Scalars.passive(directory).comment("flow[0].multipath"));
        assertEquals("at set-up", Scalars.active(directory).comment("flow[0].fellBack"));
        assertEquals("at set-up", Scalars.passive(directory).comment("flow[0].fellBack"));
        assertTrue(Files.readString(directory.resolve("run.json")).contains("\"multipath\" : \"fell back to TCP\""));
    }

    @SuppressWarnings("try") // the tunnels only have to be there
    private void measure(Node passive, int port, int entrance) {
        try (Tunnel data = new Tunnel(entrance - 1, port - 1);
                Tunnel control = new Tunnel(entrance + 1, port + 1);
                Node active = Ours.active(
                        directory,
                        "127.0.0.1",
                        entrance,
                        List.of(
                                "-runtime=2",
                                "-scalar=run.sca",
                                "--json=run.json",
                                "-mptcp",
                                "const50:const500:const50:const500"))) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);

            assertTrue(active.output().contains("MPTCP flow #0 has fallen back to TCP"), active::toString);
            assertTrue(active.output().contains(": fell back to TCP at set-up"), active::toString);
            passive.awaitOutput("MPTCP flow #0 has fallen back to TCP");
        }
    }
}
