// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.cli.RunPlan.Notice;

/** What is said of flows before anything is sent. */
class FlowHintsTest {
    private static final String HELD_BACK = ": paced frames may be held back by Nagle's algorithm until the peer has"
            + " acknowledged those before; nodelay=on sends them at once";

    private static List<Notice> notices(String words) {
        return RunPlanner.plan(Options.parse(List.of(words.split(" ")), false)).notices();
    }

    @Test
    void pacedFlowsWithNagleAreNamed() {
        assertEquals(List.of(new Notice(LogLevel.INFO, "flow #0" + HELD_BACK)), notices("h -tcp 10:100"));
        assertEquals(
                List.of(new Notice(LogLevel.INFO, "flow #1 and 1 more" + HELD_BACK)),
                notices("h -tcp 0:100 -mptcp 0:100:10:100 -tcp 10:100"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tcp 10:100:0:0:nodelay=on", "-tcp 0:100:0:100", "-udp 10:100", "-dccp 10:100"})
    void otherFlowsAreNotHeldBack(String flow) {
        assertEquals(List.of(), notices("h " + flow));
    }

    @Test
    void bundlesAreForDatagramsOfUdpOnly() {
        assertEquals(List.of(), notices("h -udp 10:100:0:0:gso=on"));
        for (String option : List.of("-tcp", "-mptcp", "-dccp", "-sctp")) {
            assertEquals(
                    "flow specification \"10:100:0:0:gso=on\": gso=on is for UDP flows only",
                    assertThrows(UsageException.class, () -> notices("h " + option + " 10:100:0:0:gso=on"))
                            .getMessage());
        }
    }
}
