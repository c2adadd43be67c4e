// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;

class TransportVectorTest {
    private static final String HEADER = "AbsTime\tRelTime\tInterval\tFlowID\tDescription\tProtocol\tPart\tPartID"
            + "\tLocalAddress\tRemoteAddress\tState\tRTT\tRTTVar\tMinRTT\tRTO\tCWnd\tMSS\tMTU\tUnacked\tDeliveryRate"
            + "\tSubflows\tSentBytes\tAckedBytes\tReceivedBytes\tRetransmittedBytes\tSentPackets\tReceivedPackets"
            + "\tRetransmissions\tBusyTime\tRwndLimitedTime\tSndbufLimitedTime\tDrops\n";

    @TempDir
    Path directory;

    private String written(TransportSamples... all) throws IOException {
        Path path = directory.resolve("run.vec");
        try (TransportVector vector = new TransportRows(OutputFile.create(path))) {
            for (TransportSamples samples : all) {
                vector.sample(samples);
            }
        }
        return Files.readString(path);
    }

    private static PathSample path(PathSample.Part part, long id, Map<PathMetric, Long> values) {
        return new PathSample(part, id, "10.0.0.1:9000", "[2001:db8::1]:9001", "ESTABLISHED", values);
    }

    @Test
    void headerComesAtOnce() throws IOException {
        assertEquals(HEADER, written());
    }

    @Test
    void eachPartHasARowAndWhatIsNotToldIsNotZero() throws IOException {
        TransportSamples samples = new TransportSamples(
                1_795_375_541_811_610L,
                1_000_250,
                1_000_001,
                List.of(new TransportSamples.Connection(
                        Flows.flow(7, "Bulk"),
                        List.of(
                                path(PathSample.Part.CONNECTION, 0, Map.of(PathMetric.SUBFLOWS, 2L)),
                                path(
                                        PathSample.Part.SUBFLOW,
                                        3,
                                        Map.of(
                                                PathMetric.RTT, 10_250L,
                                                PathMetric.CONGESTION_WINDOW, 14_480L,
                                                PathMetric.SENT_BYTES, 5_000_000_000L,
                                                PathMetric.BUSY, 1_500_000L,
                                                PathMetric.RETRANSMISSIONS, 0L))))));
        String start = "\t1795375541811610\t1.000250\t1.000001\t7\t\"Bulk\"\t\"TCP\"\t";
        String addresses = "\t\"10.0.0.1:9000\"\t\"[2001:db8::1]:9001\"\t\"ESTABLISHED\"";
        assertEquals(
                HEADER
                        + "000001" + start + "\"Connection\"\t0" + addresses + "\tnan".repeat(9) + "\t2"
                        + "\tnan".repeat(11) + "\n"
                        + "000002" + start + "\"Subflow\"\t3" + addresses
                        + "\t10.250\tnan\tnan\tnan\t14480\tnan\tnan\tnan\tnan\tnan\t5000000000\tnan\tnan\tnan\tnan\tnan\t0"
                        + "\t1.500000\tnan\tnan\tnan\n",
                written(samples));
    }

    @Test
    void summaryHasTheLastOfWhatAddsUpAndTheRangeOfTheRest() {
        TransportSummary summary = new TransportSummary(Flows.flow(7, "Bulk"));
        summary.add(List.of(
                path(PathSample.Part.CONNECTION, 0, Map.of(PathMetric.RETRANSMISSIONS, 3L)),
                path(PathSample.Part.SUBFLOW, 2, Map.of(PathMetric.RTT, 10_000L))));
        summary.add(List.of(
                path(PathSample.Part.CONNECTION, 0, Map.of(PathMetric.RETRANSMISSIONS, 5L)),
                path(PathSample.Part.SUBFLOW, 1, Map.of(PathMetric.BUSY, 2_500_000L)),
                path(PathSample.Part.SUBFLOW, 2, Map.of(PathMetric.RTT, 40_000L))));
        summary.add(List.of(path(PathSample.Part.SUBFLOW, 2, Map.of(PathMetric.RTT, 10_001L))));

        assertEquals(
                List.of(
                        new Scalar("", "Transport Retransmissions", "5"),
                        new Scalar("subflow[1]", "Transport BusyTime", "2.500000"),
                        new Scalar("subflow[2]", "Transport RTT Minimum", "10.000"),
                        new Scalar("subflow[2]", "Transport RTT Mean", "20.000"),
                        new Scalar("subflow[2]", "Transport RTT Maximum", "40.000")),
                summary.scalars());
    }
}
