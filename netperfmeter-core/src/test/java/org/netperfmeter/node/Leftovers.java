// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What nodes hold in this process, once the threads of peers have ended.
 *
 * @param threads names of the nodes' threads; the JVM has pools of its own, which come and go
 * @param descriptors how many are open of each kind, temporary files among them; files of the class path are the JVM's
 */
record Leftovers(Set<String> threads, Map<String, Long> descriptors) {
    static Leftovers now() throws InterruptedException, IOException {
        RunningPassive.awaitEndOfPeers();
        return new Leftovers(nodeThreads(), openDescriptors());
    }

    private static Set<String> nodeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        name.matches("(passive|peer-|recorder|rows|receive-|pacing-|association-|saturated-).*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Long> openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(Leftovers::target)
                    .filter(target -> !target.endsWith(".jar") && !target.contains("/proc/"))
                    .map(target -> target.replaceAll(":\\[\\d+\\]", ""))
                    .map(target -> target.replaceAll("/netperfmeter-\\d+", "/temporary"))
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
