// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Transports;

/**
 * What a test needs from its host beyond Java. Where that is missing the test is skipped, and the reason begins with
 * the requirement's name, so that a build can insist on it.
 */
enum Requirement {
    /** The original, as Debian 12 has it. */
    PEER("Debian's netperfmeter 1.9.4 is not installed", Peer.isInstalled()),
    IPV6("the loopback interface has no IPv6 address", hasIpv6()),
    SCTP(TransportProtocol.SCTP),
    DCCP(TransportProtocol.DCCP),
    MPTCP("this kernel has no MPTCP, or it is switched off", hasMptcp()),
    NETNS("network namespaces need root and iproute2", isRoot() && Commands.found("ip", "tc")),
    PEDIT("this kernel does not change packets (tc-pedit)", isRoot() && changesPackets()),
    TSHARK("captures need root, dumpcap and tshark", isRoot() && Commands.found("tshark", "dumpcap")),
    R("there is no Rscript", Commands.found("Rscript")),
    CREATESUMMARY("there is no createsummary", Commands.found("createsummary")),
    VM("run-in-vm is not ready (examples/testbed/run-in-vm --prepare)", TestBed.hasVirtualMachine());

    private static final int TRIAL_SECONDS = 60;

    private final String lack;
    private final boolean met;

    Requirement(String lack, boolean met) {
        this.lack = lack;
        this.met = met;
    }

    /** That this host's kernel has a protocol. */
    Requirement(TransportProtocol protocol) {
        this(
                Transports.of(protocol).support().reason(),
                Transports.of(protocol).support().available());
    }

    boolean isMet() {
        return met;
    }

    /** Skips the test if this is missing. */
    void assume() {
        assumeTrue(isMet(), name().toLowerCase(Locale.ROOT) + ": " + lack);
    }

    private static boolean hasMptcp() {
        return kernelSays("/proc/sys/net/mptcp/enabled", "1");
    }

    private static boolean hasIpv6() {
        return kernelSays("/proc/net/if_inet6", "00000000000000000000000000000001 ");
    }

    private static boolean kernelSays(String file, String text) {
        try {
            return Files.readString(Path.of(file)).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Tries it in a namespace of its own. */
    private static boolean changesPackets() {
        String trial = "unshare -n tc action add action pedit munge offset 0 u8 invert";
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        return Commands.found("unshare", "tc")
                && Commands.run(directory, TRIAL_SECONDS, List.of(trial.split(" ")))
                                .exitCode()
                        == 0;
    }
}
