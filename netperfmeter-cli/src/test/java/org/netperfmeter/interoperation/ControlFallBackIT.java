// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The kernel has SCTP, but the passive node cannot be reached by it. */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlFallBackIT {
    private static final long EXIT_SECONDS = 240;

    private Path directory;

    private int port;
    private Node passive;

    @BeforeAll
    void start(@TempDir Path temporary) {
        Requirement.SCTP.assume();
        directory = temporary;
        port = Sockets.freeBasePort();
        passive = Ours.passive(directory, port, "-X");
    }

    @AfterAll
    void end() {
        if (passive != null) {
            passive.close();
        }
    }

    private Node active(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-runtime=1", "-tcp", "const10:const100"));
        return Ours.activeWithSctp(directory, "127.0.0.1", port, arguments);
    }

    @Test
    void refusedControlOverSctpFallsBackToTcp() {
        try (Node active = active("-scalar=run.sca")) {
            assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
            assertTrue(
                    active.output()
                            .contains("Control over TCP, since control over SCTP is not possible: connect 127.0.0.1:"
                                    + (port + 1) + ": Connection refused (ECONNREFUSED)"),
                    active::toString);
        }
        assertEquals("TCP", Scalars.active(directory).comment("control"));
    }

    @Test
    void whoInsistsOnSctpIsRefused() {
        try (Node active = active("-x")) {
            assertEquals(1, active.awaitExit(EXIT_SECONDS), active::toString);
            assertTrue(
                    active.output()
                            .contains("cannot reach the passive node: connect 127.0.0.1:" + (port + 1)
                                    + ": Connection refused (ECONNREFUSED)"),
                    active::toString);
        }
    }

    /** As middleboxes treat what they do not know. */
    @Test
    void unansweredControlOverSctpFallsBackToTcp() {
        Requirement.NETNS.assume();
        tc("qdisc add dev lo clsact");
        try {
            tc("filter add dev lo ingress protocol ip u32 match ip protocol 132 0xff match ip dport " + (port + 1)
                    + " 0xffff action drop");
            try (Node active = active()) {
                assertEquals(0, active.awaitExit(EXIT_SECONDS), active::toString);
                assertTrue(
                        active.output()
                                .contains(
                                        "Control over TCP, since control over SCTP is not possible: connect 127.0.0.1:"
                                                + (port + 1) + ": Connection timed out (ETIMEDOUT)"),
                        active::toString);
            }
        } finally {
            tc("qdisc delete dev lo clsact");
        }
    }

    private void tc(String arguments) {
        List<String> command = new ArrayList<>(List.of("tc"));
        command.addAll(List.of(arguments.split(" ")));
        Commands.output(directory, EXIT_SECONDS, command);
    }
}
