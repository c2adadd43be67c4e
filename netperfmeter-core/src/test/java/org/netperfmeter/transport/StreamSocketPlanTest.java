// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.posix.OsConstant;

class StreamSocketPlanTest {
    @ParameterizedTest
    @CsvSource({
        // out-of-tree kernel, MPTCP wanted, protocol, option touched, its value
        "false, false, IPPROTO_TCP, false, false",
        "false, true, IPPROTO_MPTCP, false, true",
        "true, false, IPPROTO_TCP, true, false",
        "true, true, IPPROTO_TCP, true, true",
    })
    void optionIsTouchedOnOutOfTreeKernelsOnly(
            boolean outOfTree, boolean multipath, OsConstant protocol, boolean option, boolean value) {
        assertEquals(new StreamSocketPlan(protocol, option, value), StreamSocketPlan.of(outOfTree, multipath));
    }
}
