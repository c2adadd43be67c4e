// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.ResultFiles.assertSameCounters;
import static org.netperfmeter.node.ResultFiles.scalars;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A passive node among peers that break every rule, with a measurement beside them that keeps all. {@code
 * examples/fuzz/hostile-peers} holds many more of these conversations; each can be had again by its seed and number.
 */
class HostilePeersIT {
    private static final long SEED = Long.getLong("hostile.seed", 1);
    private static final int FIRST = Integer.getInteger("hostile.first", 0);
    private static final int CONVERSATIONS = Integer.getInteger("hostile.conversations", 400);
    private static final int AT_ONCE = 8;
    private static final long NOTHING_LEFT_SECONDS = 30;

    @TempDir
    private Path directory;

    @Test
    @Timeout(1800)
    void measurementBesideThemIsExactAndNothingIsLeftOfThem(TestReporter reporter) throws Exception {
        reporter.publishEntry(Map.of(
                "hostile.seed", Long.toString(SEED),
                "hostile.first", Integer.toString(FIRST),
                "hostile.conversations", Integer.toString(CONVERSATIONS)));
        try (RunningPassive passive = RunningPassive.open()) {
            ActiveRun run = new ActiveRun(passive.basePort)
                    .flow("TCP 200:1000:100:500")
                    .flow("TCP 20:30000:20:30000:maxmsgsize=1400")
                    .flow("UDP 100:200:100:300")
                    .flow("UDP 50:2000:50:1000:maxmsgsize=1000")
                    .scalars(directory.resolve("run.sca"))
                    .seconds(0);
            ActiveNode node = run.node();
            CompletableFuture<String> failure = EndingsIT.run(node);
            run.events.awaitTick();
            Map<String, Long> descriptors = OpenDescriptors.byKind();
            try (SlowPeers slow = new SlowPeers(passive.basePort)) {
                converse(passive.basePort);
                assertTrue(slow.turns() > 0);
            }
            awaitNothingLeft(descriptors);
            node.stop();
            assertEquals("", failure.get(20, TimeUnit.SECONDS));
            assertExact();
            RunningPassive.awaitEndOfPeers();
            assertEquals(0, passive.node.registry().size());
            assertEquals(
                    List.of(),
                    passive.events.notes.stream()
                            .filter(note -> note.startsWith("ERROR"))
                            .toList());
        }
    }

    private static void converse(int basePort) throws Exception {
        AtomicInteger next = new AtomicInteger(FIRST);
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            ends.add(workers.submit(() -> {
                for (int number = next.getAndIncrement();
                        number < FIRST + CONVERSATIONS;
                        number = next.getAndIncrement()) {
                    try (HostilePeer peer = new HostilePeer(SEED * 1_000_003 + number, basePort)) {
                        peer.talk();
                    }
                }
                return null;
            }));
        }
        workers.shutdown();
        for (Future<?> end : ends) {
            end.get();
        }
    }

    private static void awaitNothingLeft(Map<String, Long> expected) throws IOException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(NOTHING_LEFT_SECONDS);
        Map<String, Long> left = OpenDescriptors.byKind();
        while (!left.equals(expected) && System.nanoTime() < deadlineNanos) {
            left = OpenDescriptors.byKind();
        }
        assertEquals(expected, left);
    }

    private void assertExact() throws IOException {
        Map<String, Long> active = scalars(directory.resolve("run-active.sca"));
        Map<String, Long> served = scalars(directory.resolve("run-passive.sca"));
        for (String object : List.of("flow[0]", "flow[1]", "flow[2]", "flow[3]", "total")) {
            assertSameCounters(object, active, served);
            assertSameCounters(object, served, active);
            assertTrue(active.get(object + " Transmitted Frames") > 0);
            assertTrue(active.get(object + " Received Frames") > 0);
        }
    }
}
