// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A comma-separated list of local addresses (cli.md 5.2 and 6.2). */
final class LocalAddresses {
    private static final int MAXIMUM = 16;

    private LocalAddresses() {}

    /**
     * Resolves all addresses of a list; a port behind an address is ignored.
     *
     * @throws UsageException naming the entry that is no address of any host
     */
    static List<InetAddress> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String[] entries = text.split(",", -1);
        if (entries.length > MAXIMUM) {
            throw new UsageException(
                    "'%s' has %d addresses; at most %d are possible".formatted(text, entries.length, MAXIMUM));
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (String entry : entries) {
            addresses.add(resolve(entry));
        }
        return List.copyOf(addresses);
    }

    private static InetAddress resolve(String entry) {
        try {
            return InetAddress.getByName(PeerEndpoint.parse(entry).host());
        } catch (UnknownHostException e) {
            throw new UsageException("'%s' is not the address or name of a host".formatted(entry));
        }
    }
}
