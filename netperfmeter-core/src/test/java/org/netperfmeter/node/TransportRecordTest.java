// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.FileInputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.results.TransportVector;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.FakeChannel;
import org.netperfmeter.transport.PathSample;

class TransportRecordTest {
    private static final long HOUR_MICROS = 3_600_000_000L;

    /** Of whose paths the kernel tells nothing but that they are there. */
    private static final class Connection extends FakeChannel {
        private final int paths;

        private Connection(int paths) {
            super(TransportProtocol.TCP);
            this.paths = paths;
        }

        @Override
        public List<PathSample> paths() {
            return Collections.nCopies(paths, new PathSample(PathSample.Part.CONNECTION, 0, "", "", "", Map.of()));
        }
    }

    private static Flow flow(int paths) {
        FlowDefinition definition = new FlowDefinition(
                0,
                0,
                "",
                TransportProtocol.TCP,
                TrafficPattern.constant(10, 1000),
                TrafficPattern.constant(10, 1000),
                FlowOptions.DEFAULTS);
        return new Flow(new FlowKey(1, 0, 0), definition, new Connection(paths), true, Optional.empty(), false);
    }

    @Test
    void intervalsAreOfTheTimeThatHasPassed(@TempDir Path directory) throws Exception {
        Flow flow = flow(1);
        Path path = directory.resolve("run.vec");
        try (TransportVector vector = ResultFormat.original().transportVector(OutputFile.create(path))) {
            TransportRecord record = TransportRecord.of(Optional.of(vector), false, List.of(flow))
                    .orElseThrow();
            record.sample(1_000_000, 1_000_000);
            record.sample(2_000_000 + HOUR_MICROS, 2_000_000);
            record.sampleLast(2_500_000 - HOUR_MICROS / 10_000, 2_500_000);
            record.finish(Optional.empty());
        }
        assertEquals(
                List.of(
                        List.of("1000000", "0.000000", "0.000000"),
                        List.of("3602000000", "3601.000000", "1.000000"),
                        List.of("2140000", "1.140000", "0.500000")),
                Files.readAllLines(path).stream()
                        .skip(1)
                        .map(row -> List.of(row.split("\t", 5)).subList(1, 4))
                        .toList());
    }

    /** The disk is a pipe that nobody reads, and the rows of a sample are more than it takes. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void lastLookDoesNotWaitForTheDisk(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("run.vec");
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        try (RandomAccessFile bothEnds = new RandomAccessFile(path.toFile(), "rw");
                FileInputStream pipe = new FileInputStream(bothEnds.getFD());
                TransportVector vector = ResultFormat.original().transportVector(OutputFile.create(path))) {
            TransportRecord record = TransportRecord.of(Optional.of(vector), false, List.of(flow(5000)))
                    .orElseThrow();
            FutureTask<Void> sampling = new FutureTask<>(() -> {
                record.sample(1_000_000, 1_000_000);
                return null;
            });
            new Thread(sampling).start();
            while (pipe.available() == 0) {
                Thread.onSpinWait();
            }
            record.sampleLast(2_000_000, 2_000_000);
            assertFalse(sampling.isDone());
            while (!sampling.isDone()) {
                bothEnds.read(new byte[pipe.available()]);
            }
            sampling.get();
            bothEnds.read(new byte[pipe.available()]);
        }
    }
}
