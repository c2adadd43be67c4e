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

/**
 * An MPTCP flow that has to go on with TCP, because something on its way has begun to change what it carries: the checksum
 * of a mapping is wrong, and there is no other subflow (RFC 8684, section 3.7).
 */
@Tag("vm")
class FallBackLaterIT {
    private static final long EXIT_SECONDS = 300;

    /**
     * In the namespace of the active node. Only long packets are changed, in a byte that is behind at most 40 + 40 bytes of
     * IP, TCP and options, and 48 of the message's header.
     */
    private static final String CHANGE_WHAT_IS_SENT = """
            ip mptcp limits set subflows 0 add_addr_accepted 0
            echo 1 >/proc/sys/net/mptcp/checksum_enabled
            tc qdisc add dev path1 clsact
            "$@" >active.log 2>&1 & active=$!
            until grep -q 'Starting measurement' active.log || ! kill -0 $active ; do sleep 0.2 ; done
            tc filter add dev path1 egress protocol ip u32 match ip protocol 6 0xff match ip dport 8999 0xffff \\
              match u16 512 0xfe00 at 2 action pedit munge offset 148 u8 invert pipe csum ip tcp
            wait $active
            """;

    @TempDir
    private Path directory;

    @Test
    void fallBackAfterTheSetUpIsWarnedOfAndRecordedByBothNodes() throws IOException {
        Requirement.NETNS.assume();
        Requirement.MPTCP.assume();
        Requirement.PEDIT.assume();
        String program = TestBed.netperfmeter();
        TwoPaths.run(
                directory,
                EXIT_SECONDS,
                "",
                "",
                program + " 9000 >passive.log 2>&1",
                List.of(
                        "bash",
                        "-c",
                        CHANGE_WHAT_IS_SENT,
                        "bash",
                        program,
                        TwoPaths.PASSIVE_NODE,
                        "-y",
                        "-runtime=8",
                        "-scalar=run.sca",
                        "--json=run.json",
                        "-mptcp",
                        "const20:const500:const20:const500"));
        for (String log : List.of("active.log", "passive.log")) {
            String said = Files.readString(directory.resolve(log));
            assertTrue(said.contains("MPTCP flow #0 has fallen back to TCP"), said);
        }
        for (Scalars scalars : List.of(Scalars.active(directory), Scalars.passive(directory))) {
            assertEquals("fell back to TCP", scalars.comment("flow[0].multipath"));
            assertEquals("later", scalars.comment("flow[0].fellBack"));
        }
        assertTrue(Files.readString(directory.resolve("run.json")).contains("\"fellBack\" : \"later\""));
    }
}
