// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                Flow                 Protocol  Direction      Bit rate  Messages/s   Frames/s  Mean delay    Jitter       Lost
                #0 "TCP-A"           TCP       out        236.9 Kbit/s        20.3       20.3           -         -          -
                #0 "TCP-A"           TCP       in          82.6 Kbit/s        10.3       10.3    1.500 ms  0.250 ms  3 (9.09%)
                #10 "a longer name"  MPTCP     out         11.7 Gbit/s   1000000.0  1000000.0           -         -          -
                 - #10 "a longer name": MPTCP, 2 subflows at most
                 - CPU: 30.0%
                 - Ended by: run time is over""", ReportTable.render(report));
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
        assertEquals(
                """
                Flow        Protocol  Direction  Bit rate  Messages/s  Frames/s  Mean delay  Jitter       Lost
                #0 "TCP-A"  TCP       out         0 bit/s         0.0       0.0           -       -          -
                #0 "TCP-A"  TCP       in          0 bit/s         0.0       0.0           -       -  0 (0.00%)
                """,
                ReportTable.render(report).lines().skip(1).limit(3).reduce("", (text, line) -> text + line + "\n"));
    }
}
