// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel has no SCTP, over which control goes by default. */
class ControlWithoutSctpIT {
    private static final long EXIT_SECONDS = 60;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireLack() {
        assumeFalse(Requirement.SCTP.isMet(), "no-sctp: this kernel has SCTP");
    }

    private Node active(int port, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-runtime=1", "-scalar=run.sca"));
        all.addAll(List.of(arguments));
        return Ours.activeWithSctp(directory, "127.0.0.1", port, all);
    }

    @Test
    void nodesAgreeOnTcp() {
        int port = Sockets.freeBasePort();
        try (Node passive = Ours.passive(directory, port);
                Node active = active(port, "-tcp", "const10:const100")) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
            assertEquals(0, passive.terminate(), passive::toString);

            assertTrue(
                    active.output().contains("Control over TCP, since control over SCTP is not possible: "),
                    active::toString);
            assertTrue(passive.output().contains("control over SCTP is not offered: "), passive::toString);
        }
        assertEquals("TCP", Scalars.active(directory).comment("control"));
    }

    @Test
    void whoInsistsOnSctpIsToldWhatIsMissing() {
        assertRefused("-x: control over SCTP is not possible on this host: ", "-x", "-tcp", "const10:const100");
    }

    @Test
    void flowOverSctpIsRefusedBeforeAnythingIsSent() {
        assertRefused("SCTP flow #0 is not possible on this host: ", "-y", "-sctp", "const10:const100");
    }

    private void assertRefused(String reason, String... arguments) {
        try (Node active = active(Sockets.freeBasePort(), arguments)) {
            assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
            assertTrue(active.output().contains(reason), active::toString);
        }
    }
}
