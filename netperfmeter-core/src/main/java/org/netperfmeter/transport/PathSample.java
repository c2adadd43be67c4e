// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.netperfmeter.posix.AddressText;

/**
 * What the kernel says at a moment of a connection, or of one of its paths.
 *
 * @param id 0 for a connection, from 1 on for its subflows or paths
 * @param local address and port; empty if unknown
 * @param remote address and port; empty if unknown
 * @param state in the words of the protocol; empty if it has none
 * @param values what the kernel told, and no more
 */
public record PathSample(Part part, long id, String local, String remote, String state, Map<PathMetric, Long> values) {
    /** What there are numbers of. */
    public enum Part {
        CONNECTION("Connection"),
        /** Of MPTCP. */
        SUBFLOW("Subflow"),
        /** To an address of a peer of SCTP. */
        PATH("Path");

        private final String label;

        Part(String label) {
            this.label = label;
        }

        /** Its name in result files. */
        public String label() {
            return label;
        }
    }

    public PathSample {
        Map<PathMetric, Long> sorted = new EnumMap<>(PathMetric.class);
        sorted.putAll(values);
        values = Collections.unmodifiableMap(sorted);
    }

    /** A number, if the kernel told it. */
    public OptionalLong value(PathMetric metric) {
        Long value = values.get(metric);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The kernel names an interface with some addresses that are clear without it. */
    static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host.isLinkLocalAddress()
                ? AddressText.of(address)
                : AddressText.of(new InetSocketAddress(withoutInterface(host), address.getPort()));
    }

    private static InetAddress withoutInterface(InetAddress host) {
        try {
            return InetAddress.getByAddress(host.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has the length of one", e);
        }
    }

    static String text(Optional<InetSocketAddress> address) {
        return address.map(PathSample::text).orElse("");
    }

    /** Collects what the kernel told. */
    static final class Values {
        private final Map<PathMetric, Long> known = new EnumMap<>(PathMetric.class);

        /** @param value negative: the kernel does not tell */
        Values put(PathMetric metric, long value) {
            if (value >= 0) {
                known.put(metric, value);
            }
            return this;
        }

        Map<PathMetric, Long> known() {
            return known;
        }
    }
}
