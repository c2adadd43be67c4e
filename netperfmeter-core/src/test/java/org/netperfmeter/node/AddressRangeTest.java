// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,    192.0.2.0,   true",
        "192.0.2.0/24,    192.0.2.255, true",
        "192.0.2.0/24,    192.0.3.0,   false",
        "192.0.2.0/24,    192.0.1.255, false",
        "192.0.2.77/24,   192.0.2.1,   true",
        "192.0.2.128/25,  192.0.2.127, false",
        "192.0.2.128/25,  192.0.2.128, true",
        "192.0.2.254/31,  192.0.2.255, true",
        "192.0.2.254/31,  192.0.2.253, false",
        "192.0.2.1/32,    192.0.2.1,   true",
        "192.0.2.1,       192.0.2.1,   true",
        "192.0.2.1,       192.0.2.0,   false",
        "0.0.0.0/0,       203.0.113.9, true",
        "0.0.0.0/0,       2001:db8::1, false",
        "::/0,            2001:db8::1, true",
        "::/0,            203.0.113.9, false",
        "2001:db8::/33,   2001:db8:7fff:ffff::1, true",
        "2001:db8::/33,   2001:db8:8000::,       false",
        "2001:db8::1,     2001:db8::1, true",
        "2001:db8::1,     2001:db8::2, false",
        "fe80::/10,       fe80::1%1,   true",
        "::ffff:192.0.2.0/24, 192.0.2.9, true",
    })
    void rangeIsWhatItsPrefixSays(String range, String address, boolean contained) throws UnknownHostException {
        assertEquals(contained, AddressRange.parse(range).contains(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/24",
                "localhost",
                "localhost/8",
                "192.0.2",
                "192.0.2.0/",
                "192.0.2.0/x",
                "192.0.2.0/24/8",
                "192.0.2.256",
                "1",
                "2001:db8::g",
                ":::",
                "192.0.2.0 /24"
            })
    void whatIsNoRangeIsNamed(String text) {
        String failure = assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                .getMessage();
        assertEquals(
                "'" + text + "' is no range of addresses, such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.1", failure);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.0/33, 32", "192.0.2.0/-1, 32", "2001:db8::/129, 128"})
    void prefixIsNotLongerThanTheAddress(String text, int bits) {
        String failure = assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                .getMessage();
        assertEquals(true, failure.contains("must have 0.." + bits + " bits"), failure);
    }

    @Test
    void listsHaveCommasBetween() throws UnknownHostException {
        assertEquals(
                List.of(
                        new AddressRange(InetAddress.getByName("192.0.2.0"), 24),
                        new AddressRange(InetAddress.getByName("2001:db8::1"), 128)),
                AddressRange.parseList("192.0.2.0/24,2001:db8::1"));
        assertEquals(List.of(), AddressRange.parseList(""));
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parseList("192.0.2.0/24,"));
    }

    @Test
    void rangeIsWrittenAsItIsRead() {
        assertEquals("192.0.2.0/24", AddressRange.parse("192.0.2.0/24").toString());
    }
}
