// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A range of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3).
 *
 * @param network any address of the range
 * @param prefixBits how many of its first bits all addresses of the range share: 0..32 or 0..128
 */
public record AddressRange(InetAddress network, int prefixBits) {
    /** A literal address, and not a name that would be looked up. */
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    public AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException(
                    "the prefix of " + network.getHostAddress() + " must have 0.." + bits + " bits: " + prefixBits);
        }
    }

    /**
     * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; an address without prefix is a range of its own.
     *
     * @throws IllegalArgumentException naming the text and what is wrong with it
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (LITERAL.matcher(address).matches()) {
                InetAddress network = InetAddress.getByName(address);
                int bits = network.getAddress().length * Byte.SIZE;
                return new AddressRange(network, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // As told below.
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no range of addresses, such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.1");
    }

    /** Reads ranges between commas; none if the text is empty. */
    public static List<AddressRange> parseList(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",", -1)).map(AddressRange::parse).toList();
    }

    /** Whether an address is in one of the ranges. */
    static boolean anyContains(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** Whether an address is in the range; the scope of a link-local one does not matter. */
    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int mask = 0xFF00 >> Math.min(Byte.SIZE, prefixBits - bit);
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixBits;
    }
}
