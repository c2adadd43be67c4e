// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.TransportProtocol;

class TransportsTest {
    @ParameterizedTest
    @EnumSource
    void everyProtocolHasATransport(TransportProtocol protocol) {
        assertEquals(protocol, Transports.of(protocol).protocol());
    }

    @Test
    void tcpAndUdpAreAlwaysThere() {
        assertTrue(Transports.of(TransportProtocol.TCP).support().available());
        assertTrue(Transports.of(TransportProtocol.UDP).support().available());
    }

    @Test
    void protocolThatIsNotBuiltSaysSo() {
        Transport transport = Transports.of(TransportProtocol.QUIC);
        assertFalse(transport.support().available());
        assertEquals("QUIC is not in this version", transport.support().reason());
        UnsupportedOperationException e = assertThrows(
                UnsupportedOperationException.class,
                () -> transport.open(9000, List.of(), SocketOptions.control(false)));
        assertEquals("QUIC is not in this version", e.getMessage());
        assertThrows(UnsupportedOperationException.class, transport::newReceiveBatch);
    }

    @ParameterizedTest
    @CsvSource({
        "EPROTONOSUPPORT, the kernel was built without MPTCP",
        "EINVAL, the kernel was built without MPTCP",
        "ENOPROTOOPT, MPTCP is switched off (net.mptcp.enabled=0)",
        "EMFILE, socket AF_INET IPPROTO_MPTCP: Too many open files (EMFILE)",
    })
    void lackOfMptcpIsExplained(Errno errno, String expected) {
        NativeIoException e = new NativeIoException("socket", "AF_INET IPPROTO_MPTCP", errno.number());
        assertEquals(expected, HostSupport.mptcpReason(e));
    }

    @ParameterizedTest
    @CsvSource({"6, 15, false", "6, 16, true", "7, 0, true"})
    void removalOfDccpIsExplained(int major, int minor, boolean removed) {
        String reason = HostSupport.dccpReason(new KernelVersion(major, minor));
        assertEquals(removed, reason.equals("this kernel has no DCCP (removed in Linux 6.16)"), reason);
    }
}
