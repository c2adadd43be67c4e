// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.netperfmeter.posix.AddressText;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;

/** Which family and local address a socket gets (protocol.md 1.3). */
final class LocalAddresses {
    /**
     * Somewhere to bind.
     *
     * @param family AF_INET or AF_INET6
     */
    record Candidate(OsConstant family, InetSocketAddress address) {}

    /** Opens a socket at a candidate. */
    @FunctionalInterface
    interface Opener<T> {
        T open(Candidate candidate) throws NativeIoException;
    }

    private static final byte[] ANY_INET = new byte[4];
    private static final byte[] ANY_INET6 = new byte[16];

    private LocalAddresses() {}

    /**
     * Where a passive socket may be bound, best first: the first address, or dual stack, or IPv4 alone. The next counts only
     * if the one before failed because the host lacks IPv6.
     */
    static List<Candidate> toListen(int port, List<InetAddress> local, boolean v6Only) {
        if (!local.isEmpty()) {
            return List.of(candidate(local.get(0), port));
        }
        Candidate dualStack = candidate(address(ANY_INET6), port);
        return v6Only ? List.of(dualStack) : List.of(dualStack, candidate(address(ANY_INET), port));
    }

    /** Opens the first candidate that this host can have. */
    static <T> T openFirst(List<Candidate> candidates, Opener<T> opener) throws NativeIoException {
        for (Candidate candidate : candidates.subList(0, candidates.size() - 1)) {
            try {
                return opener.open(candidate);
            } catch (NativeIoException e) {
                if (!isLackOfIpv6(e)) {
                    throw e;
                }
            }
        }
        return opener.open(candidates.get(candidates.size() - 1));
    }

    /** DCCP may lack it alone: it has a module of the kernel for each family. */
    static boolean isLackOfIpv6(NativeIoException e) {
        return e.is(Errno.EAFNOSUPPORT) || e.is(Errno.EADDRNOTAVAIL) || e.is(Errno.ESOCKTNOSUPPORT);
    }

    /**
     * From where an active socket connects: the first local address of the peer's family, if any is given.
     *
     * @throws IllegalArgumentException if the peer is unresolved
     */
    static Optional<InetSocketAddress> toConnect(InetSocketAddress peer, List<InetAddress> local)
            throws NativeIoException {
        if (peer.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + AddressText.of(peer));
        }
        if (local.isEmpty()) {
            return Optional.empty();
        }
        for (InetAddress address : local) {
            if (family(address) == family(peer.getAddress())) {
                return Optional.of(new InetSocketAddress(address, 0));
            }
        }
        String subject = AddressText.of(local.get(0)) + " to connect to " + AddressText.of(peer);
        throw new NativeIoException("bind", subject, Errno.EAFNOSUPPORT.number());
    }

    static OsConstant family(InetAddress address) {
        return address instanceof Inet4Address ? OsConstant.AF_INET : OsConstant.AF_INET6;
    }

    private static Candidate candidate(InetAddress address, int port) {
        return new Candidate(family(address), new InetSocketAddress(address, port));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }
}
