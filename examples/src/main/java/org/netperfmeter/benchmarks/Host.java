// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The machine on which all of it runs. */
final class Host {
    private Host() {}

    /** @throws MissingException if this program is not there, with the Debian package that has it */
    static void require(String program, String debianPackage) throws MissingException {
        if (!Files.isExecutable(Path.of(program))) {
            throw new MissingException(program + " is not installed: apt-get install " + debianPackage);
        }
    }

    /** The peers, with the versions of their packages; nothing on a system without dpkg. */
    static String peers() throws InterruptedException {
        ProcessBuilder query = new ProcessBuilder(
                        "dpkg-query", "--show", "--showformat=${Package} ${Version}\n", "netperfmeter", "iperf3")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = query.start();
            String packages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return packages.lines().collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "";
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
