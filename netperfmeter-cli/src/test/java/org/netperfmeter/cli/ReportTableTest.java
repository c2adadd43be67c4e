// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.measurement.ClockEstimate;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.results.PeerResults;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.wire.ClockLine;

class ReportTableTest {
    @Test
    void eachFlowAndDirectionHasARow() {
        MeasurementReport report = Samples.report(
                true,
                new MeasurementReport.Flow(Samples.TCP_A, Samples.counters(), Map.of()),
                new MeasurementReport.Flow(
                        Samples.flow(TransportProtocol.MPTCP, "default:id=10:description=a longer name"),
                        Samples.counters(0, 1_000_000, 1_000_000, 0, 0, 0, 0),
                        Map.of(
                                "multipath",
                                "MPTCP",
                                "subflowsMaximum",
                                2,
                                "sendBufferBytes",
                                4096,
                                "vectorRowsOmitted",
                                0L)));
        assertEquals("""
                Summary of measurement $e26e418aa43d6954:
                Flow                 Protocol  Direction         Bit rate  Messages/s   Frames/s  Mean delay    Jitter       Lost
                #0 "TCP-A"           TCP       out, sent     236.9 Kbit/s        20.3       20.3           -         -          -
                #0 "TCP-A"           TCP       in, received   82.6 Kbit/s        10.3       10.3    1.500 ms  0.250 ms  3 (9.09%)
                #10 "a longer name"  MPTCP     out, sent      11.7 Gbit/s   1000000.0  1000000.0           -         -          -
                 - what arrived at the passive node is not known without its scalar file, which -scalar=FILE fetches
                 - #10 "a longer name": MPTCP with 2 subflows
                 - clock offset unknown
                 - CPU: 30.0% of all processors of this host
                 - Ended by: run time is over""", ReportTable.render(report));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | clock offset (passive minus active): -1.235 ms, drift +12.500 ppm (+- 0.500), error of the offset 0.051 ms at most",
                "2 | clock offset (passive minus active): -1.235 ms, drift +12.500 ppm (+- 0.500), error of the offset 0.051 ms at most"
                        + ", since a clock was set",
            })
    void clocksOfBothNodesAreCompared(int jumps, String text) {
        ClockLine line = new ClockLine(0, -1234.5678, 12.5e-6);
        MeasurementReport report = Samples.report(true, new ClockEstimate(line, 51, 0.5e-6, 100, 8, jumps));
        assertEquals(List.of(text), Remarks.of(report));
        assertEquals(List.of(), Remarks.of(Samples.report(false)));
    }

    @Test
    void driftIsUnknownIfItsErrorIsWhatIsAssumedOfAnyClock() {
        ClockEstimate estimate = new ClockEstimate(new ClockLine(0, -1800, 0), 51, 5e-4, 100, 8, 0);
        assertEquals(
                List.of("clock offset (passive minus active): -1.800 ms, drift unknown, error of the offset 0.051 ms at"
                        + " most"),
                Remarks.of(Samples.report(true, estimate)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vectorRowsOmitted   | 1 | 1 row left out of its vector file",
                "vectorThinning      | 4 | its vector file has a row once in 4 messages only",
                "messagesBeforeStart | 2 | 2 messages received before the start",
            })
    void whatIsOutOfTheOrdinaryIsSaidInWords(String fact, long value, String text) {
        assertEquals(List.of(text), Remarks.of(flow(Map.of(fact, value))));
    }

    @ParameterizedTest
    @CsvSource({"at set-up, fell back to TCP at set-up", "later, fell back to TCP later"})
    void fallBackIsSaidWithItsMoment(String moment, String text) {
        assertEquals(
                List.of(text),
                Remarks.of(flow(Map.of("multipath", "fell back to TCP", "fellBack", moment, "subflowsMaximum", 1))));
    }

    @Test
    void whatIsAsItShouldBeIsNotMentioned() {
        assertEquals(
                List.of(),
                Remarks.of(flow(Map.of("vectorRowsOmitted", 0L, "vectorThinning", 1L, "receiveBufferBytes", 1))));
    }

    @Test
    void failuresAreSaidWithTheirReason() {
        assertEquals(
                List.of("fell back to TCP", "sending failed: EPIPE", "reception ended early: end of stream"),
                Remarks.of(flow(Map.of(
                        "multipath",
                        "fell back to TCP",
                        "sendFailure",
                        "EPIPE",
                        "receptionEndedEarly",
                        "end of stream"))));
    }

    private static MeasurementReport.Flow flow(Map<String, Object> facts) {
        return new MeasurementReport.Flow(Samples.TCP_A, Samples.counters(), facts);
    }

    @Test
    void aDirectionThatShouldHaveSentButDidNotIsShown() {
        MeasurementReport report =
                Samples.report(true, new MeasurementReport.Flow(Samples.TCP_A, FlowSnapshot.EMPTY, Map.of()));
        assertEquals("""
                Flow        Protocol  Direction     Bit rate  Messages/s  Frames/s  Mean delay  Jitter  Lost
                #0 "TCP-A"  TCP       out, sent      0 bit/s         0.0       0.0           -       -     -
                #0 "TCP-A"  TCP       in, received   0 bit/s         0.0       0.0           -       -     -
                """, rows(report, 3));
    }

    @Test
    void whatArrivedAtThePassiveNodeIsShownAsItSays() {
        FlowSnapshot sentOnly = Samples.counters(1_000_000, 3_000_000, 1000, 0, 0, 0, 0);
        String arrival = """
                scalar "netPerfMeter.passive.flow[0]" "First Transmission" 0
                scalar "netPerfMeter.passive.flow[0]" "First Reception" 1000000
                scalar "netPerfMeter.passive.flow[0]" "Last Reception" 3000000
                scalar "netPerfMeter.passive.flow[0]" "Received Bytes" 250000
                scalar "netPerfMeter.passive.flow[0]" "Received Packets" 290
                scalar "netPerfMeter.passive.flow[0]" "Received Frames" 280
                """;
        MeasurementReport report = Samples.report(
                true,
                new MeasurementReport.Flow(
                        Samples.flow(TransportProtocol.UDP, "0:1460:0:0:description=A"), sentOnly, Map.of()));
        assertEquals("""
                Flow    Protocol  Direction        Bit rate  Messages/s  Frames/s  Mean delay    Jitter          Lost
                #0 "A"  UDP       out, sent      5.8 Mbit/s       500.0     500.0           -         -             -
                #0 "A"  UDP       out, received  1.0 Mbit/s       145.0     140.0   -2.500 ms  0.125 ms  710 (71.00%)
                 - clock offset unknown
                """, rows(report.with(PeerResults.parse(arrival + """
                        # flow[0].lostPackets: 710
                        # flow[0].meanDelayMillis: -2.500
                        # flow[0].jitterMillis: 0.125
                        """)), 4));
        assertEquals("""
                Flow    Protocol  Direction        Bit rate  Messages/s  Frames/s  Mean delay  Jitter  Lost
                #0 "A"  UDP       out, sent      5.8 Mbit/s       500.0     500.0           -       -     -
                #0 "A"  UDP       out, received  1.0 Mbit/s       145.0         -           -       -     -
                """, rows(report.with(PeerResults.parse(arrival + "# flow[0].lostPackets: no number\n")), 3));
    }

    private static String rows(MeasurementReport report, int lines) {
        return ReportTable.render(report).lines().skip(1).limit(lines).reduce("", (text, line) -> text + line + "\n");
    }
}
