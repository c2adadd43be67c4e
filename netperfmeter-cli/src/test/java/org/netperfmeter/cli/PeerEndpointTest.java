// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerEndpointTest {
    @ParameterizedTest
    @CsvSource({
        "localhost,              localhost,   9000",
        "localhost:1234,         localhost,   1234",
        "127.0.0.1,              127.0.0.1,   9000",
        "127.0.0.1:8000,         127.0.0.1,   8000",
        "::1,                    ::1,         9000",
        "2001:db8::1,            2001:db8::1, 9000",
        "[::1],                  ::1,         9000",
        "[::1]:8000,             ::1,         8000",
        "[::1]!8000,             ::1,         8000",
        "[fe80::1%1]:8000,      fe80::1%1,  8000",
        "[127.0.0.1],            127.0.0.1,   9000",
        "[localhost]:8000,       localhost,   8000",
        "host:0,                 host,        9000",
        "host:1,                 host,        9000",
        "host:2,                 host,        2",
        "host:65534,             host,        65534",
        "host:65535,             host,        65534",
        "9000abc,                9000abc,     9000",
    })
    void hostAndPortAreTakenApart(String text, String host, int port) {
        assertEquals(new PeerEndpoint(host, port), PeerEndpoint.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":9000",
                "[]",
                "[]:9000",
                "[::1",
                "[::1]9000",
                "[::1]:",
                "host:",
                "host:65536",
                "host:-1",
                "host:http",
                "host:+9000",
                "host:99999999999",
                "1:2:3",
                "::1:zz",
                "[::g]:9000",
                "[fe80::1%nowhere]:9000"
            })
    void whatIsNoEndpointIsNamed(String text) {
        String message = assertThrows(UsageException.class, () -> PeerEndpoint.parse(text))
                .getMessage();
        assertTrue(message.startsWith("'" + text + "' is no endpoint: "), message);
        assertTrue(message.endsWith("write HOST, HOST:PORT, IPV6, [ADDRESS] or [ADDRESS]:PORT"), message);
    }
}
