// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.measurement.FlowSnapshot;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.EffectiveBuffers;

/** Blocks as the original's samples have them. */
class FlowTextTest {
    @Test
    void parametersLookLikeThoseOfTheOriginal() {
        String expected = """
                + TCP Flow (Flow #0 "TCP-A" of Measurement $e26e418aa43d6954):
                 - Receive Buffer Size: 233016 (asked for)
                 - Send Buffer Size:    233016 (asked for)
                 - Max. Message Size:   16000
                 - Defragment Timeout:  5000ms
                 - Outbound Frame Rate: 20.000000 (constant)_
                 - Outbound Frame Size: 1460.000000 (constant)_
                 - Inbound Frame Rate:  10.000000 (constant)_
                 - Inbound Frame Size:  1000.000000 (constant)_
                 - On/Off:              { *0 }
                 - Repeat On/Off:       no
                 - Error on Abort:      yes
                 - No Delay:            no
                 - Congestion Control:  default
                """.replace('_', ' ');
        assertEquals(expected, FlowText.parameters(Samples.TCP_A, Samples.MEASUREMENT_ID, Optional.empty()));
    }

    @Test
    void bufferSizesAreThoseInForceWhereTheyAreKnown() {
        String text = FlowText.parameters(Samples.TCP_A, 1, Optional.of(new EffectiveBuffers(1_400_000, 8_000_000)));
        assertTrue(text.contains(" - Receive Buffer Size: 8000000\n - Send Buffer Size:    1400000\n"), text);
    }

    @Test
    void gapsStandInPlaceOfTheRate() {
        String text = FlowText.parameters(
                Samples.flow(TransportProtocol.UDP, "gap-exp0.01:100:gap-uniform1,2:100"), 1, Optional.empty());
        assertTrue(text.contains("""
                 - Outbound Frame Gap:  mean=0.010000 (neg. exp.)_
                 - Outbound Frame Size: 100.000000 (constant)_
                 - Inbound Frame Gap:   internal=[1.000000, 2.000) (uniform)_
                """.replace('_', ' ')), text);
    }

    @Test
    void udpHasNeitherNagleNorCongestionControl() {
        String text = FlowText.parameters(
                Samples.flow(TransportProtocol.UDP, "const15:const500:0:0:id=5:error_on_abort=off"),
                1,
                Optional.empty());
        assertTrue(text.startsWith("+ UDP Flow (Flow #5 \"Flow 5\" of Measurement $1):\n"), text);
        assertTrue(text.endsWith(" - Repeat On/Off:       no\n - Error on Abort:      no\n"), text);
    }

    @Test
    void streamsStandBelowTheirAssociation() {
        List<FlowDefinition> streams = FlowList.number(
                List.of(
                        List.of(FlowSpecParser.parse(TransportProtocol.TCP, "1:100")),
                        List.of(
                                FlowSpecParser.parse(TransportProtocol.SCTP, "1:100"),
                                FlowSpecParser.parse(
                                        TransportProtocol.SCTP,
                                        "const0:const1432:const2:const500:id=10:unordered=0.25:reliable=0.0005"
                                                + ":rtx_trials=2:nodelay=on:maxmsgsize=1432:description=S 2"))),
                1);
        String expected = """
                + SCTP Flow (of Measurement $e26e418aa43d6954):
                   o Stream #1 (Flow ID #10 "S 2" of Measurement $e26e418aa43d6954):
                 - Receive Buffer Size: 233016 (asked for)
                 - Send Buffer Size:    233016 (asked for)
                 - Max. Message Size:   1432
                 - Defragment Timeout:  5000ms
                 - Outbound Frame Rate: 0.000000 (constant)_
                 - Outbound Frame Size: 1432.000000 (constant)_
                 - Inbound Frame Rate:  2.000000 (constant)_
                 - Inbound Frame Size:  500.000000 (constant)_
                 - Ordered Mode:        75.000%
                 - Reliable Mode:       0.050%
                 - Retransmissions:     2 trials
                 - On/Off:              { *0 }
                 - Repeat On/Off:       no
                 - Error on Abort:      yes
                 - No Delay:            yes
                 - CMT:                 #0 (off)
                """.replace('_', ' ');
        assertEquals(expected, FlowText.parameters(streams.get(2), Samples.MEASUREMENT_ID, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"rtx_timeout=250, 250ms", "rtx_timeout=0, 0ms", "rtx_trials=0, 0 trials", "unreliable=1, unlimited"})
    void retransmissionsHaveTheirUnit(String option, String text) {
        String block =
                FlowText.parameters(Samples.flow(TransportProtocol.SCTP, "1:100:0:0:" + option), 1, Optional.empty());
        assertTrue(block.contains(" - Retransmissions:     " + text + "\n"), block);
    }

    @Test
    void dccpHasItsCongestionControlId() {
        String text = FlowText.parameters(
                Samples.flow(TransportProtocol.DCCP, "15:500:0:0:ccid=3:nodelay=on"), 1, Optional.empty());
        assertTrue(text.startsWith("+ DCCP Flow (Flow #0 \"Flow 0\" of Measurement $1):\n"), text);
        assertTrue(
                text.endsWith(" - Repeat On/Off:       no\n - Error on Abort:      yes\n - CCID:                #3\n"),
                text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exp5000          | mean=5000.000000 (neg. exp.)",
                "uniform100,200.5 | internal=[100.000000, 200.500) (uniform)",
                "normal5,1        | mean=5.000000, stddev=1.000000 (normal)",
                "truncnormal5,1   | mean=5.000000, stddev=1.000000 (truncated normal)",
                "pareto0.5,2      | location=0.500000, shape=2.000000 (pareto)",
            })
    void lawsAreDescribedWithTheirParameters(String law, String description) {
        String text = FlowText.parameters(Samples.flow(TransportProtocol.TCP, "5:" + law), 1, Optional.empty());
        assertTrue(text.contains(" - Outbound Frame Size: " + description + " \n"), text);
    }

    @Test
    void onOffEventsHaveALineEach() {
        String text = FlowText.parameters(
                Samples.flow(TransportProtocol.TCP, "5:100:0:0:onoff=+1,+exp2,repeat"), 1, Optional.empty());
        assertTrue(text.contains("""
                         - On/Off:              {
                            * +1.000000 (constant)
                            ~ +mean=2.000000 (neg. exp.)
                           }
                         - Repeat On/Off:       yes
                        """), text);
    }

    @Test
    void statisticsAreThoseOfTheSampleToTheByte() {
        FlowSnapshot counters = new FlowSnapshot(
                1_000_000, 3_958_110, 1_000_000, 3_905_310, 2_958_110, 2_905_310, 87600, 60, 60, 30000, 30, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertEquals("""
                 - Transmission:
                  * Duration:         2.95811 s
                  * Bytes:            87600 B\t-> 29614 B/s
                  * Bits:             700800 bit\t-> 236908 bit/s
                  * Packets:          60 packets\t-> 20 packets/s
                  * Frames:           60 frames\t-> 20 frames/s
                 - Reception:
                  * Duration:         2.90531s
                  * Bytes:            30000 B\t-> 10326 B/s
                  * Bits:             240000 bit\t-> 82607 bit/s
                  * Packets:          30 packets\t-> 10 packets/s
                  * Frames:           0 frames\t-> 0 frames/s
                 - Loss:
                  * Duration:         2.90531s
                  * Bytes:            0 B\t-> 0 B/s
                  * Bits:             0 bit\t-> 0 bit/s
                  * Packets:          0 packets\t-> 0 packets/s
                  * Frames:           0 frames\t-> 0 frames/s
                """, FlowText.statistics(counters));
    }

    @Test
    void ratesAreRoundedHalfToEvenAndZeroWithoutDuration() {
        FlowSnapshot counters = new FlowSnapshot(
                0, 2_000_000, 7, 7, 2_000_000, 0, 5, 3, 1, 100, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        String text = FlowText.statistics(counters);
        assertTrue(text.contains("  * Bytes:            5 B\t-> 2 B/s\n"), text);
        assertTrue(text.contains("  * Packets:          3 packets\t-> 2 packets/s\n"), text);
        assertTrue(text.contains("  * Frames:           1 frames\t-> 0 frames/s\n"), text);
        assertTrue(
                text.contains(" - Reception:\n  * Duration:         0s\n  * Bytes:            100 B\t-> 0 B/s\n"),
                text);
    }

    @Test
    void whereNothingWasReceivedNothingIsSaidOfLosses() {
        FlowSnapshot counters = Samples.counters(1_000_000, 3_958_110, 60, 0, 0, 0, 0);
        assertFalse(FlowText.statistics(counters).contains("Loss"));
    }
}
