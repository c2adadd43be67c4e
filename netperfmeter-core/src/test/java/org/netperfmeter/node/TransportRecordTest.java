// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    /** Of which the kernel tells nothing but that it is there. */
    private static final class Connection extends FakeChannel {
        private Connection() {
            super(TransportProtocol.TCP);
        }

        @Override
        public List<PathSample> paths() {
            return List.of(new PathSample(PathSample.Part.CONNECTION, 0, "", "", "", Map.of()));
        }
    }

    @Test
    void intervalsAreOfTheTimeThatHasPassed(@TempDir Path directory) throws Exception {
        FlowDefinition definition = new FlowDefinition(
                0,
                0,
                "",
                TransportProtocol.TCP,
                TrafficPattern.constant(10, 1000),
                TrafficPattern.constant(10, 1000),
                FlowOptions.DEFAULTS);
        Flow flow = new Flow(new FlowKey(1, 0, 0), definition, new Connection(), true, Optional.empty(), false);
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
}
