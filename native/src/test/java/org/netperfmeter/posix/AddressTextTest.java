// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:9000",
        "::, [::]:9000",
        "::1, [::1]:9000",
        "2001:db8::, [2001:db8::]:9000",
        "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:9000",
        "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::1]:9000",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:9000",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:9000",
        "0:2:3:4:5:6:7:0, [0:2:3:4:5:6:7:0]:9000",
    })
    void ipv6IsCompressedAndBracketed(String host, String expected) throws Exception {
        assertEquals(expected, AddressText.of(new InetSocketAddress(InetAddress.getByName(host), 9000)));
    }

    @Test
    void linkLocalAddressHasItsInterface() throws Exception {
        byte[] host = InetAddress.getByName("fe80::1").getAddress();
        assertEquals("fe80::1%2", AddressText.of(Inet6Address.getByAddress(null, host, 2)));
    }

    @Test
    void unresolvedAddressHasItsName() {
        assertEquals("host.invalid:9000", AddressText.of(InetSocketAddress.createUnresolved("host.invalid", 9000)));
    }
}
