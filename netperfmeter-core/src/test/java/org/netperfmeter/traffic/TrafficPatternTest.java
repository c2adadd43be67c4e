// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficPatternTest {
    @ParameterizedTest
    @CsvSource({
        "const0:const1460, saturated",
        "const1e-9:const1, saturated",
        "const-5:const1, saturated",
        "const0:uniform0;1000, saturated",
        "const2e-9:const1, paced",
        "const25:const1460, paced",
        "uniform0;10:const100, paced",
        "uniform-10;10:const100, paced",
        "exp5:exp100, paced",
        "normal-5;1:const100, paced",
        "pareto1;1:truncnormal-5;1, paced",
        "const5:normal-100;1, paced",
        "const0:const0, silent",
        "const25:const0, silent",
        "const25:const-100, silent",
        "const0:const0.5, silent",
        "const25:uniform-10;0, silent",
        "uniform-10;0:const100, silent",
        "uniform0;0:const100, silent",
        "exp0:const100, silent",
        "normal-5;0:const100, silent",
        "pareto0;1:const100, silent",
        "const5:exp0, silent",
        "gap-exp1:const100, paced",
        "gap-uniform-1;1:const100, paced",
        "gap-const5:const100, paced",
        "gap-exp1:const0, silent",
        "1bit/s:const100, paced",
    })
    void kindFollowsFromWhatTheLawsCanDraw(String spec, String kind) {
        TrafficPattern pattern = FlowSpecParser.parse(TransportProtocol.TCP, spec.replace(';', ','))
                .outbound();

        assertEquals(kind.equals("silent"), pattern.isSilent());
        assertEquals(kind.equals("saturated"), pattern.isSaturated());
        assertEquals(kind.equals("paced"), pattern.isPaced());
    }

    @Test
    void onlyWhatIsSentHasGaps() {
        FrameGap gap = new FrameGap(new Exponential(1));

        assertEquals(Optional.of(gap), new TrafficPattern(gap, new Constant(100)).gaps());
        assertEquals(Optional.empty(), new TrafficPattern(gap, new Constant(0)).gaps());
        assertEquals(Optional.empty(), TrafficPattern.constant(1, 100).gaps());
    }

    @Test
    void silenceIsSentAsZeros() {
        assertEquals(new FrameRate(new Constant(0)), TrafficPattern.SILENT.pace());
        assertEquals(new Constant(0), TrafficPattern.SILENT.frameBytes());
    }
}
