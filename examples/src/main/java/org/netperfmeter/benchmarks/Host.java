// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine on which all of it runs. */
final class Host {
    private Host() {}

    /** @throws MissingException if this program is not there, with the Debian package that has it */
    static void require(String program, String debianPackage) throws MissingException {
        if (!Files.isExecutable(Path.of(program))) {
            throw new MissingException(program + " is not installed: apt-get install " + debianPackage);
        }
    }

    /** Processor, cores, kernel and Java, in a line. */
    static String description() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return model + ", " + Runtime.getRuntime().availableProcessors() + " cores, Linux "
                + System.getProperty("os.version") + ", Java " + Runtime.version();
    }
}
