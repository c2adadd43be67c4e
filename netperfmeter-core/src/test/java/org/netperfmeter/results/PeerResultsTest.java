// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.measurement.CpuUsage;
import org.netperfmeter.transport.PathMetric;
import org.netperfmeter.transport.PathSample;

class PeerResultsTest {
    private static String flow(long id, String name, Object value) {
        return "scalar \"netPerfMeter.passive.flow[" + id + "]\" \"" + name + "\"   " + value + "\n";
    }

    @Test
    void flowsFollowOneAnotherEvenIfTheyShareAnId() {
        PeerResults results = PeerResults.parse(flow(4_294_967_295L, "First Transmission", 1)
                + flow(4_294_967_295L, "Transmitted Bytes", "18446744073709551615")
                + flow(4_294_967_295L, "First Transmission", 2)
                + flow(4_294_967_295L, "Transmitted Bytes", 20)
                + "# flow[4294967295].partial: one: two\n"
                + "# flow[4294967295].partial: three\n"
                + "# flow[4294967295].partial: one too many\n"
                + "# flow[7].partial: nobody's\n"
                + "# seed: 5\n");
        assertEquals(
                List.of(
                        new PeerResults.Flow(
                                -1,
                                Map.of(
                                        "First Transmission",
                                        BigDecimal.ONE,
                                        "Transmitted Bytes",
                                        new BigDecimal("18446744073709551615")),
                                Map.of("partial", "one: two"),
                                List.of()),
                        new PeerResults.Flow(
                                -1,
                                Map.of(
                                        "First Transmission",
                                        BigDecimal.valueOf(2),
                                        "Transmitted Bytes",
                                        BigDecimal.valueOf(20)),
                                Map.of("partial", "three"),
                                List.of())),
                results.flows());
        assertEquals(Map.of("seed", "5"), results.facts());
    }

    /** None is credited to the flow that happens to be the last, or to one whose ID is what is left of it in 32 bits. */
    @Test
    void figuresOfFlowsThatNeverBeganAreNobodys() {
        PeerResults results = PeerResults.parse(flow(1, "First Transmission", 5)
                + flow(2, "Transmitted Bytes", 6)
                + flow(4_294_967_297L, "Transmitted Packets", 7)
                + "# flow[4294967297].partial: yes\n");
        assertEquals(
                List.of(new PeerResults.Flow(
                        1, Map.of("First Transmission", BigDecimal.valueOf(5)), Map.of(), List.of())),
                results.flows());
    }

    @Test
    void factsWhoseNamesBeginWithDigitsAreNotTakenForThoseOfOtherFlows() {
        PeerResults results = PeerResults.parse(flow(1, "First Transmission", 5)
                + flow(12, "First Transmission", 6)
                + "# flow[1].23: one\n# flow[12].3: two\n");
        assertEquals(
                List.of(Map.of("23", "one"), Map.of("3", "two")),
                results.flows().stream().map(PeerResults.Flow::facts).toList());
    }

    @Test
    void kernelsViewIsReadAsItWasWritten() {
        TransportSummary summary = new TransportSummary(Flows.flow(7, "Bulk"));
        for (long sample : new long[] {1, 3}) {
            summary.add(List.of(
                    sample(PathSample.Part.CONNECTION, 0, Map.of(PathMetric.RETRANSMISSIONS, sample)),
                    sample(
                            PathSample.Part.SUBFLOW,
                            2,
                            Map.of(
                                    PathMetric.RTT, sample * 1001,
                                    PathMetric.CONGESTION_WINDOW, sample * 14_480,
                                    PathMetric.BUSY, sample * 1_000_001,
                                    PathMetric.SENT_BYTES, sample * 5_000_000_000L)),
                    sample(PathSample.Part.PATH, 3, Map.of(PathMetric.MTU_BYTES, 1500L))));
        }
        StringBuilder text = new StringBuilder(flow(7, "First Transmission", 1));
        for (Scalar scalar : summary.scalars()) {
            String object = scalar.part().isEmpty() ? "flow[7]" : "flow[7]." + scalar.part();
            text.append(
                    "scalar \"netPerfMeter.passive.%s\" \"%s\" %s\n".formatted(object, scalar.name(), scalar.value()));
        }
        text.append(flow(8, "First Transmission", 1));

        List<PeerResults.Flow> flows = PeerResults.parse(text.toString()).flows();
        List<TransportSummary.Part> parts = flows.get(0).transport();
        assertEquals(3, parts.size());
        assertEquals(Set.of(PathMetric.RETRANSMISSIONS), parts.get(0).values().keySet());
        assertEquals(3, parts.get(0).values().get(PathMetric.RETRANSMISSIONS).last());
        TransportSummary.Part subflow = parts.get(1);
        assertEquals(PathSample.Part.SUBFLOW, subflow.kind());
        assertEquals(2, subflow.id());
        TransportSummary.Range rtt = subflow.values().get(PathMetric.RTT);
        assertEquals(1001, rtt.least());
        assertEquals(0, rtt.mean().compareTo(BigDecimal.valueOf(2002)));
        assertEquals(3003, rtt.greatest());
        assertEquals(14_480, subflow.values().get(PathMetric.CONGESTION_WINDOW).least());
        assertEquals(3_000_003, subflow.values().get(PathMetric.BUSY).last());
        assertEquals(
                15_000_000_000L, subflow.values().get(PathMetric.SENT_BYTES).last());
        assertEquals(PathSample.Part.PATH, parts.get(2).kind());
        assertEquals(List.of(), flows.get(1).transport());
    }

    private static PathSample sample(PathSample.Part part, long id, Map<PathMetric, Long> values) {
        return new PathSample(part, id, "", "", "", values);
    }

    @Test
    void numbersThatNoKernelSaysAreNotTaken() {
        PeerResults results = PeerResults.parse(flow(7, "First Transmission", 1)
                + flow(7, "Transport SentBytes", "9223372036854775808")
                + flow(7, "Transport AckedBytes", "-1")
                + flow(7, "Transport BusyTime", "9223372036855")
                + flow(7, "Transport RTT Minimum", "1.000")
                + flow(7, "Transport RTT Maximum", "1.000")
                + flow(7, "Transport ReceivedBytes", "9223372036854775807"));
        assertEquals(
                Map.of(
                        PathMetric.RECEIVED_BYTES,
                        new TransportSummary.Range(
                                Long.MAX_VALUE, BigDecimal.valueOf(Long.MAX_VALUE), Long.MAX_VALUE, Long.MAX_VALUE)),
                results.flows().get(0).transport().get(0).values());
    }

    @Test
    void flowsMayHaveTheirStreamBehindTheId() {
        PeerResults results = PeerResults.parse(flow(7, "First Transmission", 1)
                + "scalar \"netPerfMeter.passive.flow[7].stream[65535]\" \"First Transmission\"   2\n"
                + "# flow[7].partial: why\n"
                + "# flow[7].stream[65535].partial: because\n");
        assertEquals(
                List.of(
                        new PeerResults.Flow(
                                7, Map.of("First Transmission", BigDecimal.ONE), Map.of("partial", "why"), List.of()),
                        new PeerResults.Flow(
                                7,
                                Map.of("First Transmission", BigDecimal.valueOf(2)),
                                Map.of("partial", "because"),
                                List.of())),
                results.flows());
    }

    @Test
    void cpusAreThereIfAllStatesAre() {
        StringBuilder text = new StringBuilder();
        for (String object : List.of("CPU[1]", "totalCPU")) {
            for (String state : CpuUsage.STATES) {
                text.append("scalar \"netPerfMeter.passive.")
                        .append(object)
                        .append("\" \"")
                        .append(state);
                text.append("\" 12.500\n");
            }
        }
        List<Double> shares = List.of(12.5, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5);
        assertEquals(
                Optional.of(new CpuUsage(shares, List.of(shares))),
                PeerResults.parse(text.toString()).cpu());
        text.setLength(text.length() - 10);
        assertEquals(Optional.empty(), PeerResults.parse(text.toString()).cpu());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0\uffff",
                "scalar",
                "scalar \"netPerfMeter.passive.flow[0]\" \"First Transmission\" 1e999999999",
                "scalar \"netPerfMeter.passive.flow[0]\" \"First Transmission\" nan",
                "scalar \"netPerfMeter.passive.flow[99999999999]\" \"First Transmission\" 1",
                "scalar \"netPerfMeter.passive.flow[0]\" \"Transmitted Bytes\" 1",
            })
    void whatIsNoFlowIsPassedOver(String text) {
        assertEquals(List.of(), PeerResults.parse(text).flows());
    }
}
