// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netperfmeter.posix.MptcpInfo;
import org.netperfmeter.transport.TransportSample.Multipath;

class MptcpInspectorTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what is seen, SO_PROTOCOL, TCP_IS_MPTCP, MPTCP_INFO, its fall-back flag, kernel, verdict, subflows
        "new kernel, 262, 1, 72, false, 6.18, YES, 3",
        "new kernel after a fall-back, 262, 0, -95, false, 6.18, FELL_BACK, 1",
        "no TCP_IS_MPTCP, 262, -95, 72, false, 6.1, YES, 3",
        "no TCP_IS_MPTCP and a fall-back over IPv4, 262, -95, -95, false, 6.1, FELL_BACK, 1",
        "no TCP_IS_MPTCP and a fall-back over IPv6, 262, -92, -92, false, 6.1, FELL_BACK, 1",
        "fall-back that MPTCP_INFO tells, 262, -95, 72, true, 6.1, FELL_BACK, 1",
        "first kernel with MPTCP_INFO, 262, -95, -95, false, 5.16, FELL_BACK, 1",
        "kernel without MPTCP_INFO, 262, -95, -95, false, 5.15, UNKNOWN, 0",
        "plain TCP out of a listener of MPTCP, 6, 0, -95, false, 6.18, FELL_BACK, 1",
        "plain TCP out of a listener of MPTCP on an old kernel, 6, -92, -95, false, 5.10, FELL_BACK, 1",
        "MPTCP without MPTCP_INFO, 262, 1, -95, false, 6.18, YES, 0",
        "closed, -9, -9, -9, false, 6.18, UNKNOWN, 0",
    })
    void verdict(
            String name,
            int protocol,
            int isMptcp,
            int infoBytes,
            boolean fellBack,
            String kernel,
            Multipath multipath,
            int subflows) {
        assertEquals(
                TransportSample.ofMultipath(multipath, subflows),
                MptcpInspector.verdict(
                        protocol, isMptcp, infoBytes, new MptcpInfo(3, fellBack), KernelVersion.parse(kernel)));
    }
}
