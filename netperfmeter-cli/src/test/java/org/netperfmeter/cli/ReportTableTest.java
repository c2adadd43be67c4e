// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.TransportProtocol;

class ReportTableTest {
    @Test
    void eachFlowAndDirectionHasARow() {
        MeasurementReport report = Samples.report(
                true,
                new MeasurementReport.Flow(Samples.TCP_A, Samples.counters(), Map.of()),
                new MeasurementReport.Flow(
                        Samples.flow(TransportProtocol.MPTCP, "default:id=10:description=a longer name"),
                        Samples.counters(0, 1_000_000, 1_000_000, 0, 0, 0, 0),
                        Map.of("mptcp", "yes, 2 subflows")));
        assertEquals("""
                Summary of measurement $e26e418aa43d6954:
                Flow                 Protocol  Direction      Bit rate  Messages/s   Frames/s  Mean delay    Jitter       Lost
                #0 "TCP-A"           TCP       out        236.9 Kbit/s        20.3       20.3           -         -          -
                #0 "TCP-A"           TCP       in          82.6 Kbit/s        10.3       10.3    1.500 ms  0.250 ms  3 (9.09%)
                #10 "a longer name"  MPTCP     out         11.7 Gbit/s   1000000.0  1000000.0           -         -          -
                 - #10 "a longer name": mptcp: yes, 2 subflows
                 - peer: NetPerfMeter 2.0.10
                 - CPU: 30.0%
                 - Ended by: run time is over""", ReportTable.render(report));
    }

    @Test
    void aDirectionThatShouldHaveSentButDidNotIsShown() {
        MeasurementReport report =
                Samples.report(true, new MeasurementReport.Flow(Samples.TCP_A, FlowSnapshot.EMPTY, Map.of()));
        assertEquals(
                """
                Flow        Protocol  Direction  Bit rate  Messages/s  Frames/s  Mean delay  Jitter       Lost
                #0 "TCP-A"  TCP       out         0 bit/s         0.0       0.0           -       -          -
                #0 "TCP-A"  TCP       in          0 bit/s         0.0       0.0           -       -  0 (0.00%)
                """,
                ReportTable.render(report).lines().skip(1).limit(3).reduce("", (text, line) -> text + line + "\n"));
    }
}
