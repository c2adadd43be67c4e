// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.netperfmeter.node.ControlTransport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Over what the nodes talk about the measurement (cli.md 5.1). Each option overrides those before it. */
@Command(optionListHeading = "Control connection:%n")
final class ControlOptions {
    private final Set<ControlTransport> accepted = EnumSet.of(ControlTransport.SCTP, ControlTransport.TCP);
    private Optional<ControlTransport> active = Optional.empty();

    @Option(
            names = {"-x", "--control-over-sctp"},
            description = "Active: control over SCTP; without any of these options: over SCTP if possible, else TCP. "
                    + "Passive: accept it (default).")
    void sctp(boolean ignored) {
        active = Optional.of(ControlTransport.SCTP);
        accepted.add(ControlTransport.SCTP);
    }

    @Option(
            names = {"-X", "--no-control-over-sctp"},
            description = "Passive: do not accept control over SCTP.")
    void noSctp(boolean ignored) {
        accepted.remove(ControlTransport.SCTP);
    }

    @Option(
            names = {"-y", "--control-over-tcp"},
            description = "Active: control over TCP. Passive: accept it (default).")
    void tcp(boolean ignored) {
        active = Optional.of(ControlTransport.TCP);
        accepted.add(ControlTransport.TCP);
    }

    @Option(
            names = {"-Y", "--no-control-over-tcp"},
            description = "Passive: accept control over neither TCP nor MPTCP.")
    void noTcp(boolean ignored) {
        accepted.remove(ControlTransport.TCP);
        accepted.remove(ControlTransport.MPTCP);
    }

    @Option(
            names = {"-w", "--control-over-mptcp"},
            description = "Active: control over MPTCP. Passive: accept it, and TCP.")
    void mptcp(boolean ignored) {
        active = Optional.of(ControlTransport.MPTCP);
        accepted.add(ControlTransport.TCP);
        accepted.add(ControlTransport.MPTCP);
    }

    @Option(
            names = {"-W", "--no-control-over-mptcp"},
            description = "Passive: do not accept control over MPTCP (default).")
    void noMptcp(boolean ignored) {
        accepted.remove(ControlTransport.MPTCP);
    }

    /** The option with which an active node asks for a transport. */
    static String asking(ControlTransport control) {
        return switch (control) {
            case SCTP -> "-x";
            case TCP -> "-y";
            case MPTCP -> "-w";
        };
    }

    /** Over what the active node is to reach the passive; empty if nobody said. */
    Optional<ControlTransport> active() {
        return active;
    }

    /** Over what the passive node is to be reached; empty if everything was excluded. */
    Set<ControlTransport> accepted() {
        return accepted;
    }
}
