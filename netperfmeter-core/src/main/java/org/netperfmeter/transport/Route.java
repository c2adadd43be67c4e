// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.netperfmeter.posix.AddressText;

/**
 * From where to where a connection is made.
 *
 * @param peer where to connect
 * @param alternatives further addresses of the same peer, with the same port, for protocols whose connections may have
 *     several (SCTP)
 * @param local where to bind (port 0): such protocols to all, others to the first of the peer's family; empty: anywhere
 */
public record Route(InetSocketAddress peer, List<InetAddress> alternatives, List<InetAddress> local) {
    public Route {
        if (peer.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + AddressText.of(peer));
        }
        alternatives = List.copyOf(alternatives);
        local = List.copyOf(local);
    }

    /** From anywhere to one address. */
    public static Route to(InetSocketAddress peer) {
        return new Route(peer, List.of(), List.of());
    }

    /** From one of these addresses to one address. */
    public static Route to(InetSocketAddress peer, List<InetAddress> local) {
        return new Route(peer, List.of(), local);
    }

    /** All addresses of the peer, the preferred one first. */
    List<InetSocketAddress> peers() {
        return Stream.concat(
                        Stream.of(peer),
                        alternatives.stream()
                                .filter(address -> !address.equals(peer.getAddress()))
                                .map(address -> new InetSocketAddress(address, peer.getPort())))
                .toList();
    }
}
