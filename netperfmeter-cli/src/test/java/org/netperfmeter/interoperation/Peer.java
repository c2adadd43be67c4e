// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** NetPerfMeter 1.9.4, the original that Debian 12 has. */
final class Peer {
    private static final String PROGRAM = "/usr/bin/netperfmeter";

    private Peer() {}

    static boolean isInstalled() {
        return Path.of(PROGRAM).toFile().canExecute()
                && Commands.found("dpkg-query")
                && Commands.run(
                                Path.of("target"),
                                10,
                                List.of("dpkg-query", "--show", "--showformat=${Version}", "netperfmeter"))
                        .output()
                        .startsWith("1.9.4");
    }

    static Node passive(Path directory, int port) {
        return Node.start(directory, "passive", List.of(TestBed.tool("without-sctp"), PROGRAM, Integer.toString(port)))
                .awaitListening(port + 1);
    }

    /** A passive node that offers SCTP, too: it opens the port for SCTP data last. */
    static Node passiveWithSctp(Path directory, int port) {
        return Node.start(directory, "passive", List.of(PROGRAM, Integer.toString(port)))
                .awaitSctp(port);
    }

    /**
     * Whether a passive node is stuck: its main thread then reads a datagram that another of its threads has taken, and
     * would wait for one for ever. That happens with the original's own active node, too.
     */
    static boolean hasLostADatagram(Node passive) {
        return passive.sleepsIn().equals("__skb_wait_for_more_packets");
    }

    /** An active node with control over TCP. Options must stand before the flows. */
    static Node active(Path directory, int port, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("-control-over-tcp"));
        command.addAll(arguments);
        return activeWithSctp(directory, port, command);
    }

    /** An active node with control over SCTP: it knows no other default. Options must stand before the flows. */
    static Node activeWithSctp(Path directory, int port, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "127.0.0.1:" + port));
        command.addAll(arguments);
        return Node.start(directory, "active", command);
    }
}
