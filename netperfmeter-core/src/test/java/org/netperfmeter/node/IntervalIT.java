// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netperfmeter.node.ResultFiles.measurementRows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes in one JVM: both take their samples at the interval that the active node was given. */
@Timeout(60)
class IntervalIT {
    /** A pipe holds 64 KiB, and a row has more than 64 bytes. */
    private static final int PIPE_ROWS = 1024;

    private static final int ACTION = 7;
    private static final int ABS_PACKETS = 9;

    private static RunningPassive passive;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openPassive() throws IOException {
        passive = RunningPassive.open();
    }

    @AfterAll
    static void closePassive() {
        passive.close();
    }

    private ActiveRun run(int intervalMicros) {
        return new ActiveRun(passive.basePort)
                .flow("TCP 10:100:10:100")
                .intervalMicros(intervalMicros)
                .vectors(directory.resolve("run.vec"))
                .scalars(directory.resolve("run.sca"));
    }

    /** When the samples of a node were taken, in seconds since its first. */
    private List<Double> seconds(String node) throws IOException {
        return measurementRows(directory.resolve("run-" + node + ".vec")).stream()
                .map(row -> Double.valueOf(row[2]))
                .distinct()
                .toList();
    }

    @Test
    void samplesAreTakenOnTheGridOfTheInterval() throws Exception {
        ActiveRun run = run(100_000);
        run.runUntil(Enough.intervals(10));
        for (String node : List.of("active", "passive")) {
            List<Double> seconds = seconds(node);
            assertTrue(seconds.size() > 3, node + ": " + seconds);
            // With the default there is a second between any two.
            assertTrue(
                    IntStream.range(1, seconds.size()).anyMatch(i -> seconds.get(i) - seconds.get(i - 1) < 0.5),
                    node + ": " + seconds);
            for (int i = 0; i < seconds.size(); i++) {
                assertTrue(Math.round(1e6 * seconds.get(i)) >= 100_000L * i, node + ": " + seconds);
            }
            assertTrue(
                    Files.readString(directory.resolve("run-" + node + ".sca")).contains("\n# intervalSeconds: 0.1\n"));
        }
        assertEquals(0.1, run.events.awaitReport().facts().get("peerIntervalSeconds"));
    }

    @Test
    void onlyTheEndIsReportedWithinALongInterval() throws Exception {
        ActiveRun run = run(60_000_000).seconds(1.3);
        run.run();
        assertEquals(List.of(0.0), seconds("active"));
        assertEquals(List.of(0.0), seconds("passive"));
        assertEquals(1, run.events.ticks.get());
    }

    /** The rows of a flow go into a pipe, from which nothing is read before there are samples of the time when it is full. */
    @Test
    void samplesDoNotWaitForTheRowsOfAFlow() throws Exception {
        Path pipe = directory.resolve("run-active-00000000-0000.vec");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        CountDownLatch sampled = new CountDownLatch(1);
        FutureTask<List<String>> reader = new FutureTask<>(() -> {
            try (BufferedReader rows = Files.newBufferedReader(pipe)) {
                // If they never come, the run is to end nevertheless.
                sampled.await(20, TimeUnit.SECONDS);
                return rows.lines().toList();
            }
        });
        new Thread(reader).start();
        new ActiveRun(passive.basePort)
                .flow("UDP 0:100:20000:100")
                .intervalMicros(100_000)
                .vectors(directory.resolve("run.vec"))
                .runUntil(tick -> {
                    boolean enough = samplesOfMoreThan(PIPE_ROWS);
                    if (enough) {
                        sampled.countDown();
                    }
                    return enough;
                });
        assertEquals(0, sampled.getCount());
        assertEquals(ResultFiles.FLOW_HEADER, reader.get().get(0));
        int rows = reader.get().size() - 1;
        assertTrue(rows > PIPE_ROWS, rows + " rows do not fill a pipe");
    }

    /** Whether there are samples, written to disk, by which so many messages had been received. */
    private boolean samplesOfMoreThan(int messages) {
        try {
            String written = Files.readString(directory.resolve("run-active.vec.part"));
            return written.lines()
                    .map(line -> line.split("\t", -1))
                    .anyMatch(row -> row.length > ABS_PACKETS
                            && row[ACTION].equals("\"Received\"")
                            && Long.parseLong(row[ABS_PACKETS]) > messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void intervalOfTheOriginalIsUnknown() throws Exception {
        try (OriginalPassive original = new OriginalPassive()) {
            ActiveRun run = new ActiveRun(original.basePort)
                    .flow("TCP 1:100")
                    .intervalMicros(100_000)
                    .seconds(0.05);
            run.run();
            Map<String, Object> facts = run.events.awaitReport().facts();
            assertEquals(0.1, facts.get("intervalSeconds"));
            assertEquals("unknown", facts.get("peerIntervalSeconds"));
        }
    }
}
