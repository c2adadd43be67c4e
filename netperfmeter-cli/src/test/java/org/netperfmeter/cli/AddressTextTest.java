// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,           127.0.0.1:9000",
        "::,                  [::]:9000",
        "::1,                 [::1]:9000",
        "1::,                 [1::]:9000",
        "2001:db8::1,         [2001:db8::1]:9000",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:9000",
        "2001:0:0:1:0:0:0:1,  [2001:0:0:1::1]:9000",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:9000",
        "fe80::1%77,          [fe80::1%77]:9000",
    })
    void endpointsAreWrittenShortly(String address, String text) throws UnknownHostException {
        assertEquals(text, AddressText.of(new InetSocketAddress(InetAddress.getByName(address), 9000)));
    }

    @Test
    void namesThatAreNotResolvedStayNames() {
        assertEquals("host:9000", AddressText.of(InetSocketAddress.createUnresolved("host", 9000)));
    }

    @Test
    void noLocalAddressMeansAny() throws UnknownHostException {
        assertEquals("(any)", AddressText.of(List.of()));
        assertEquals(
                "2001:db8::1, 192.0.2.1",
                AddressText.of(List.of(InetAddress.getByName("2001:db8::1"), InetAddress.getByName("192.0.2.1"))));
    }
}
