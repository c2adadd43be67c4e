// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as people write them: IPv6 by RFC 5952, with an interface number where there is one. */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** {@code 192.0.2.1:9000}, {@code [2001:db8::1]:9000}, {@code [fe80::1%2]:9000}, {@code host.invalid:9000}. */
    public static String of(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        return host instanceof Inet6Address
                ? "[" + of(host) + "]:" + address.getPort()
                : of(host) + ":" + address.getPort();
    }

    /** {@code 192.0.2.1}, {@code 2001:db8::1}, {@code fe80::1%2}. */
    public static String of(InetAddress host) {
        if (host instanceof Inet6Address inet6) {
            String scope = inet6.getScopeId() == 0 ? "" : "%" + inet6.getScopeId();
            return compressed(inet6.getAddress()) + scope;
        }
        return host.getHostAddress();
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int gap = longestZeros(groups);
        int gapGroups = zerosFrom(groups, gap);
        if (gapGroups < 2) {
            return joined(groups, 0, GROUPS);
        }
        return joined(groups, 0, gap) + "::" + joined(groups, gap + gapGroups, GROUPS);
    }

    private static int longestZeros(int[] groups) {
        int longest = 0;
        for (int i = 1; i < GROUPS; i++) {
            if (zerosFrom(groups, i) > zerosFrom(groups, longest)) {
                longest = i;
            }
        }
        return longest;
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String joined(int[] groups, int start, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i < end; i++) {
            text.append(i == start ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
