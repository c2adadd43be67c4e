// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.flow.Flow;
import org.netperfmeter.flow.ManualClock;
import org.netperfmeter.results.FlowVector;
import org.netperfmeter.results.OutputFile;
import org.netperfmeter.results.ResultFormat;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.results.VectorRing;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.traffic.FlowOptions;
import org.netperfmeter.traffic.TrafficPattern;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.FakeChannel;

@Timeout(20)
class RowWriterTest {
    private static final int ROWS = 100;

    private final ManualClock clock = new ManualClock();
    private final NodeEvents events = new NodeEvents();

    private static final class Connection extends FakeChannel {
        private Connection() {
            super(TransportProtocol.TCP);
        }
    }

    private static FlowDefinition flow(int flowId) {
        return new FlowDefinition(
                flowId,
                0,
                "",
                TransportProtocol.TCP,
                TrafficPattern.SILENT,
                TrafficPattern.SILENT,
                FlowOptions.DEFAULTS);
    }

    private static FlowRecord record(int flowId, Optional<VectorRing> ring, Optional<FlowVector> vector) {
        return new FlowRecord(
                new Flow(new FlowKey(1, flowId, 0), flow(flowId), new Connection(), true, ring, false), vector);
    }

    private RowWriter write(FlowRecord... records) {
        return new RowWriter(
                List.of(records),
                clock,
                RowWriter.FLUSH_NANOS,
                reason -> events.note(NodeListener.Level.ERROR, reason));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("rows"))
                .count();
    }

    @Test
    void withoutVectorsThereIsNoThread() {
        RowWriter writer =
                write(record(0, Optional.empty(), Optional.empty()), record(1, Optional.empty(), Optional.empty()));
        assertEquals(0, threads());
        writer.stop();
    }

    /** The ring has room for two rows: who offers more waits until they have been written. */
    @Test
    void oneVectorAmongTheFlowsIsWritten(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("run.vec");
        VectorRing ring = new VectorRing(2, VectorOverflow.BLOCK);
        try (FlowVector vector =
                ResultFormat.original().flowVector(OutputFile.create(path), flow(1), Optional.empty())) {
            FlowRecord record = record(1, Optional.of(ring), Optional.of(vector));
            record.begin(clock.micros());
            RowWriter writer = write(record(0, Optional.empty(), Optional.empty()), record);
            assertEquals(1, threads());
            for (int i = 1; i <= ROWS; i++) {
                ring.offer(clock.micros() + i, i, i, i, i, 1, 1, 0, 0, 0);
            }
            writer.stop();
            assertEquals(0, threads());
            record.finishVector(Optional.empty());
        }
        List<String> lines = Files.readAllLines(path);
        assertEquals(1 + ROWS, lines.size());
        assertEquals(String.valueOf(1_000_000 + ROWS), lines.get(ROWS).split("\t", 3)[1]);
        assertEquals(List.of(), events.warnings());
    }
}
