// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Addresses as people write them (cli.md 6.3; IPv6 by RFC 5952). */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    static String of(InetSocketAddress endpoint) {
        if (endpoint.isUnresolved()) {
            return endpoint.getHostString() + ":" + endpoint.getPort();
        }
        String address = of(endpoint.getAddress());
        return (endpoint.getAddress() instanceof Inet6Address ? "[" + address + "]" : address) + ":"
                + endpoint.getPort();
    }

    /** A list of local addresses, of which none means any. */
    static String of(List<InetAddress> addresses) {
        return addresses.isEmpty()
                ? "(any)"
                : addresses.stream().map(AddressText::of).collect(Collectors.joining(", "));
    }

    static String of(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6)) {
            return address.getHostAddress();
        }
        String text = compressed(ipv6.getAddress());
        if (ipv6.getScopedInterface() != null) {
            return text + "%" + ipv6.getScopedInterface().getName();
        }
        return ipv6.getScopeId() > 0 ? text + "%" + ipv6.getScopeId() : text;
    }

    /** The longest run of two or more zero groups, the first of equals, becomes "::". */
    private static String compressed(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - start > runLength) {
                runStart = start;
                runLength = end - start;
            }
        }
        if (runStart < 0) {
            return hexadecimal(groups, 0, GROUPS);
        }
        return hexadecimal(groups, 0, runStart) + "::" + hexadecimal(groups, runStart + runLength, GROUPS);
    }

    private static String hexadecimal(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
