// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The descriptors of this process. */
final class OpenDescriptors {
    private OpenDescriptors() {}

    /** How many open descriptors there are of each kind; files of the class path are the JVM's. */
    static Map<String, Long> byKind() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(OpenDescriptors::target)
                    .filter(target -> !target.endsWith(".jar") && !target.contains("/proc/"))
                    .map(target -> target.replaceAll(":\\[\\d+\\]", ""))
                    .collect(Collectors.groupingBy(target -> target, TreeMap::new, Collectors.counting()));
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "/proc/closed";
        }
    }
}
