// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.netperfmeter.cli.Plans.active;
import static org.netperfmeter.cli.Plans.passive;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.node.ControlTransport;

class ControlOptionsTest {
    /** The three switches of the passive node, each in the order of the command line. */
    @ParameterizedTest
    @CsvSource({
        "'',          SCTP TCP",
        "-x,          SCTP TCP",
        "-y,          SCTP TCP",
        "-w,          SCTP TCP MPTCP",
        "-X,          TCP",
        "-X -w,       TCP MPTCP",
        "-Y,          SCTP",
        "-x -Y,       SCTP",
        "-W,          SCTP TCP",
        "-w -W,       SCTP TCP",
        "-W -w,       SCTP TCP MPTCP",
        "-w -Y,       SCTP",
        "-Y -w,       SCTP TCP MPTCP",
        "-Y -y,       SCTP TCP",
        "-X -Y -x,    SCTP",
        "-X -Y -y,    TCP",
        "-control-over-mptcp -no-control-over-sctp -no-control-over-mptcp, TCP",
    })
    void passiveNodeAcceptsWhatItsSwitchesLeave(String words, String accepted) {
        assertEquals(
                Stream.of(accepted.split(" ")).map(ControlTransport::valueOf).collect(Collectors.toSet()),
                passive("9000 " + words).control());
    }

    /** One variable at the active node, which the options with capital letters leave alone. */
    @ParameterizedTest
    @CsvSource({
        "'',          ",
        "-X,          ",
        "-Y,          ",
        "-W,          ",
        "-x,          SCTP",
        "-y,          TCP",
        "-w,          MPTCP",
        "-x -X,       SCTP",
        "-y -Y,       TCP",
        "-w -W,       MPTCP",
        "-x -y,       TCP",
        "-y -w -x,    SCTP",
        "-control-over-sctp, SCTP",
    })
    void activeNodeTakesTheTransportThatWasNamedLast(String words, ControlTransport control) {
        assertEquals(
                Optional.ofNullable(control), active("host -tcp 1:100 " + words).control());
    }
}
