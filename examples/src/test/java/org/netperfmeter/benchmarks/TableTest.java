// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void tableSaysWhatWasReachedAndWhatWasNot() {
        Work work = new Work(
                "tcp",
                "saturated TCP",
                List.of(contestant("ours"), contestant("np"), contestant("iperf3")),
                List.of(
                        Bar.atLeast(Quantity.GOODPUT, "ours", 10).times("np"),
                        Bar.atMost(Quantity.PEAK_MEMORY, "ours", 50),
                        Bar.atLeast(Quantity.GOODPUT, "ours", 1).times("iperf3")));
        Sample ours = Sample.of(Quantity.GOODPUT, 20).and(Quantity.PEAK_MEMORY, 60.4);
        Outcome outcome = new Outcome(
                work,
                List.of(
                        Map.of("ours", ours, "np", Sample.of(Quantity.GOODPUT, 2)),
                        Map.of("ours", ours, "np", Sample.of(Quantity.GOODPUT, 1))),
                Map.of("iperf3", "not installed"),
                1);
        assertEquals("""
                On a machine.

                | Work | Compared | Bar | Median (range) | Met |
                | --- | --- | --- | --- | --- |
                | saturated TCP | goodput, ours / np | >= 10 x | 15.00 x (10.00 to 20.00) | yes |
                | saturated TCP | peak RSS, ours | <= 50 MB | 60 MB (60 to 60) | **no** |
                | saturated TCP | goodput, ours / iperf3 | >= 1 x | not measured | ? |

                | Work | Who | Medians (ranges) |
                | --- | --- | --- |
                | saturated TCP | ours | goodput 20.00 Gbit/s (20.00 to 20.00); peak RSS 60 MB (60 to 60) |
                | saturated TCP | np | goodput 1.50 Gbit/s (1.00 to 2.00) |
                | saturated TCP | iperf3 | not installed |

                - saturated TCP, iperf3: left out, not installed
                - saturated TCP: others used the machine in 1 of 2 rounds
                """, Table.of("On a machine.", List.of(outcome)));
    }

    private static Contestant contestant(String name) {
        return new Contestant(name, bench -> {
            throw new AssertionError("not to be run");
        });
    }
}
