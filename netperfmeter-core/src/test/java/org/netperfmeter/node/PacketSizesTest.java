// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netperfmeter.traffic.FlowDefinition;
import org.netperfmeter.traffic.FlowList;
import org.netperfmeter.traffic.FlowSpecParser;
import org.netperfmeter.traffic.TransportProtocol;

/** A path with packets of 1424 bytes. */
class PacketSizesTest {
    private static void check(String specification) throws IOException {
        FlowDefinition flow = FlowList.number(
                        List.of(List.of(FlowSpecParser.parse(TransportProtocol.DCCP, specification))), 1)
                .get(0);
        PacketSizes.check(flow, 1424);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const0:const1424",
                "const0:const1424.4",
                "const0:const1424:const0:const1424",
                "const0:const9000:const0:const9000:maxmsgsize=1424",
                "exp10:exp100:const0:const0:maxmsgsize=1424",
                "const0:const0:const0:const1424",
                "uniform1,2:uniform100,1424",
                "default",
            })
    void messagesThatFitPass(String specification) {
        assertDoesNotThrow(() -> check(specification));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "const0:const1425                                 | 1425",
                "const0:const1424.6                               | 1425",
                "const0:const0:const0:const1425                   | 1425",
                "const0:const2000:const0:const3000                | 3000",
                "const0:const9000:const0:const0:maxmsgsize=1425   | 1425",
                "const0:const1430:const0:const100:maxmsgsize=1429 | 1429",
                "exp10:exp100                                     | 16000",
                "exp10:uniform100,3000                            | 3000",
            })
    void messagesThatDoNotFitAreNamedWithTheSizeThatDoes(String specification, int largest) {
        IOException e = assertThrows(IOException.class, () -> check(specification));
        assertEquals(
                "DCCP flow #0: messages of up to " + largest
                        + " bytes do not fit into packets of 1424 bytes on this path; add maxmsgsize=1424 (or less) to the flow",
                e.getMessage());
    }
}
