// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.Optional;
import org.netperfmeter.traffic.TransportProtocol;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Over what the nodes talk about the measurement (cli.md 5.1). Each option overrides those before it. */
@Command(optionListHeading = "Control connection:%n")
final class ControlOptions {
    private Optional<TransportProtocol> active = Optional.empty();
    private boolean sctpRequested;
    private boolean sctp = true;
    private boolean tcp = true;
    private boolean mptcp;

    @Option(
            names = {"-x", "--control-over-sctp"},
            description = "Active: control over SCTP. Passive: accept it. Not supported in this version.")
    void sctp(boolean ignored) {
        active = Optional.of(TransportProtocol.SCTP);
        sctpRequested = true;
        sctp = true;
    }

    @Option(
            names = {"-X", "--no-control-over-sctp"},
            description = "Passive: do not accept control over SCTP.")
    void noSctp(boolean ignored) {
        sctpRequested = false;
        sctp = false;
    }

    @Option(
            names = {"-y", "--control-over-tcp"},
            description = "Active: control over TCP (the default of this version). Passive: accept it (default).")
    void tcp(boolean ignored) {
        active = Optional.of(TransportProtocol.TCP);
        tcp = true;
    }

    @Option(
            names = {"-Y", "--no-control-over-tcp"},
            description = "Passive: accept control over neither TCP nor MPTCP.")
    void noTcp(boolean ignored) {
        tcp = false;
        mptcp = false;
    }

    @Option(
            names = {"-w", "--control-over-mptcp"},
            description = "Active: control over MPTCP. Passive: accept it, and TCP.")
    void mptcp(boolean ignored) {
        active = Optional.of(TransportProtocol.MPTCP);
        tcp = true;
        mptcp = true;
    }

    @Option(
            names = {"-W", "--no-control-over-mptcp"},
            description = "Passive: do not accept control over MPTCP (default).")
    void noMptcp(boolean ignored) {
        mptcp = false;
    }

    /** What the active node is to use; empty if nobody said. */
    Optional<TransportProtocol> active() {
        return active;
    }

    /** Whether control over SCTP was asked for by name. */
    boolean sctpRequested() {
        return sctpRequested;
    }

    boolean acceptsSctp() {
        return sctp;
    }

    boolean acceptsTcp() {
        return tcp;
    }

    boolean acceptsMptcp() {
        return mptcp;
    }
}
