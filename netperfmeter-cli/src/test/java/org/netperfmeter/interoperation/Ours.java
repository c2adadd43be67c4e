// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that this project builds. */
final class Ours {
    private Ours() {}

    static Node passive(Path directory, int port, String... options) {
        List<String> command = new ArrayList<>(List.of(TestBed.netperfmeter(), Integer.toString(port)));
        command.addAll(List.of(options));
        return Node.start(directory, "passive", command).awaitListening(port + 1);
    }

    /** An active node with control over TCP. */
    static Node active(Path directory, String host, int port, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("-y"));
        command.addAll(arguments);
        return activeWithSctp(directory, host, port, command);
    }

    /** An active node with control over SCTP, unless there is none or the arguments say something else. */
    static Node activeWithSctp(Path directory, String host, int port, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(TestBed.netperfmeter(), host + ":" + port));
        command.addAll(arguments);
        return Node.start(directory, "active", command);
    }
}
