// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.List;

/** The entry point of the runnable jar. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        int exitCode = new Program(System.out, System.err, Terminal.ofProcess(), Nodes.REAL).run(List.of(words));
        if (exitCode != ExitCode.USAGE) {
            StartUpArchive.ofProcess().ifPresent(StartUpArchive::make);
        }
        System.exit(exitCode);
    }
}
