// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlowVectorTest {
    @Test
    void rowsOfBothProgramsAreRead() {
        FlowVector tabs = FlowVector.parse(Stream.of(
                "AbsTime\tRelTime\tSeqNumber\tAbsBytes\tAbsPackets\tAbsFrames\tRelBytes\tRelPackets\tRelFrames\tDelay"
                        + "\tPrevPacketDelayDiff\tJitter",
                "000043\t1795375544633999\t2.822389\t42\t21500\t43\t28\t500\t1\t1\t0.025\t-0.018\t0.018"));
        assertEquals(1, tabs.rows());
        assertArrayEquals(new double[] {0.025}, tabs.delaysMillis());

        FlowVector blanks = FlowVector.parse(Stream.of(
                "AbsTime RelTime SeqNumber\tAbsBytes AbsPackets AbsFrames\tRelBytes RelPackets RelFrames\tDelay"
                        + " PrevPacketDelayDiff Jitter",
                "000001 1795375535998680 0.000000 7\t1000 1 1\t1000 1 1\t-1.500 0.000 0.000",
                "000002 1795375535998690 0.000010 8\t2000 2 2\t1000 1 1\t0.125 0.000 0.000"));
        assertEquals(2, blanks.rows());
        assertArrayEquals(new double[] {-1.5, 0.125}, blanks.delaysMillis());
    }

    @Test
    void everyTenthMessageIsEven() {
        assertEquals(1, vector(LongStream.range(0, 1000).map(row -> row * 10)).evenness(), 0.02);
    }

    @Test
    void partWithHalfAsManyRowsIsHalfEven() {
        LongStream dense = LongStream.range(0, 900);
        LongStream sparse = IntStream.range(450, 500).mapToLong(row -> row * 2L);
        assertEquals(0.5, vector(LongStream.concat(dense, sparse)).evenness(), 0.02);
    }

    @Test
    void firstHalfDoesNotCount() {
        assertEquals(
                1,
                vector(LongStream.concat(
                                LongStream.range(0, 400),
                                LongStream.range(50, 100).map(row -> row * 10)))
                        .evenness());
    }

    private static FlowVector vector(LongStream sequenceNumbers) {
        return FlowVector.parse(Stream.concat(
                Stream.of("header"),
                sequenceNumbers.mapToObj(
                        number -> "000001\t0\t0.000000\t" + number + "\t0\t0\t0\t0\t0\t0\t0.000\t0\t0")));
    }
}
