// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that this project builds. */
final class Ours {
    private Ours() {}

    static Node passive(Path directory, int port) {
        return Node.start(directory, "passive", List.of(TestBed.netperfmeter(), Integer.toString(port)))
                .awaitListening(port + 1);
    }

    static Node active(Path directory, String host, int port, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(TestBed.netperfmeter(), host + ":" + port, "-y"));
        command.addAll(arguments);
        return Node.start(directory, "active", command);
    }
}
