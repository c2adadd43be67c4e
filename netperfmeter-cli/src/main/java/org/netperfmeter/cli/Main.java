// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.util.List;
import java.util.Set;

/** The entry point of the runnable jar. */
public final class Main {
    private static final Set<String> VERSION_WORDS = Set.of("-v", "-version", "--version");

    private Main() {}

    public static void main(String[] words) {
        if (words.length == 1 && VERSION_WORDS.contains(words[0])) {
            // Answered here, because loading the options takes longer than everything else.
            System.out.println(Version.banner());
            return;
        }
        int exitCode = new Program(System.out, System.err, Terminal.ofProcess(), Nodes.REAL).run(List.of(words));
        if (exitCode != ExitCode.USAGE) {
            StartUpArchive.ofProcess().ifPresent(StartUpArchive::make);
        }
        System.exit(exitCode);
    }
}
