// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    @Test
    void listsKeepTheirOrderAndPortsAreIgnored() throws UnknownHostException {
        assertEquals(
                List.of(
                        InetAddress.getByName("192.0.2.2"),
                        InetAddress.getByName("2001:db8::1"),
                        InetAddress.getByName("192.0.2.1")),
                LocalAddresses.parse("192.0.2.2:77,[2001:db8::1],192.0.2.1"));
    }

    @Test
    void anEmptyListMeansAny() {
        assertEquals(List.of(), LocalAddresses.parse(""));
    }

    @Test
    void sixteenAreTheMost() {
        String sixteen = String.join(",", Collections.nCopies(16, "127.0.0.1"));
        assertEquals(16, LocalAddresses.parse(sixteen).size());
        assertEquals(
                "'" + sixteen + ",::1' has 17 addresses; at most 16 are possible",
                assertThrows(UsageException.class, () -> LocalAddresses.parse(sixteen + ",::1"))
                        .getMessage());
    }

    @Test
    void anEntryThatIsNoAddressIsNamed() {
        assertEquals(
                "'' is no endpoint: there is no host; write HOST, HOST:PORT, IPV6, [ADDRESS] or [ADDRESS]:PORT",
                assertThrows(UsageException.class, () -> LocalAddresses.parse("127.0.0.1,"))
                        .getMessage());
    }
}
