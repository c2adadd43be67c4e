// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.posix.Errno;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.transport.LocalAddresses.Candidate;

class LocalAddressesTest {
    private final InetAddress ipv4 = address("192.0.2.1");
    private final InetAddress ipv6 = address("2001:db8::1");
    private final Candidate dualStack = new Candidate(OsConstant.AF_INET6, new InetSocketAddress(address("::"), 9000));
    private final Candidate ipv4Only =
            new Candidate(OsConstant.AF_INET, new InetSocketAddress(address("0.0.0.0"), 9000));

    @Test
    void withoutAddressesDualStackIsTriedBeforeIpv4() {
        assertEquals(List.of(dualStack, ipv4Only), LocalAddresses.toListen(9000, List.of(), false));
    }

    @Test
    void v6OnlyNeverBecomesIpv4() {
        assertEquals(List.of(dualStack), LocalAddresses.toListen(9000, List.of(), true));
    }

    @Test
    void firstAddressDecidesTheFamily() {
        assertEquals(
                List.of(new Candidate(OsConstant.AF_INET, new InetSocketAddress(ipv4, 9000))),
                LocalAddresses.toListen(9000, List.of(ipv4, ipv6), false));
        assertEquals(
                List.of(new Candidate(OsConstant.AF_INET6, new InetSocketAddress(ipv6, 9000))),
                LocalAddresses.toListen(9000, List.of(ipv6, ipv4), false));
    }

    @Test
    void lackOfIpv6LeadsToIpv4() throws Exception {
        for (Errno errno : List.of(Errno.EAFNOSUPPORT, Errno.EADDRNOTAVAIL, Errno.ESOCKTNOSUPPORT)) {
            List<Candidate> tried = new ArrayList<>();
            Candidate opened = LocalAddresses.openFirst(List.of(dualStack, ipv4Only), candidate -> {
                tried.add(candidate);
                if (candidate.family() == OsConstant.AF_INET6) {
                    throw new NativeIoException("socket", "AF_INET6", errno.number());
                }
                return candidate;
            });
            assertEquals(ipv4Only, opened);
            assertEquals(List.of(dualStack, ipv4Only), tried);
        }
    }

    @Test
    void otherErrorsAreFinal() {
        NativeIoException e = assertThrows(
                NativeIoException.class,
                () -> LocalAddresses.openFirst(List.of(dualStack, ipv4Only), candidate -> {
                    throw new NativeIoException("bind", "[::]:9000", Errno.EADDRINUSE.number());
                }));
        assertEquals("bind [::]:9000: Address already in use (EADDRINUSE)", e.getMessage());
    }

    @Test
    void lastCandidatesErrorIsReported() {
        NativeIoException e = assertThrows(
                NativeIoException.class,
                () -> LocalAddresses.openFirst(List.of(dualStack), candidate -> {
                    throw new NativeIoException("socket", "AF_INET6", Errno.EAFNOSUPPORT.number());
                }));
        assertEquals("socket AF_INET6: Address family not supported by protocol (EAFNOSUPPORT)", e.getMessage());
    }

    @Test
    void activeSideBindsToTheFirstAddressOfThePeersFamily() throws Exception {
        InetSocketAddress peer4 = new InetSocketAddress(address("198.51.100.1"), 9000);
        InetSocketAddress peer6 = new InetSocketAddress(address("2001:db8::2"), 9000);
        List<InetAddress> both = List.of(ipv6, ipv4);
        assertEquals(Optional.of(new InetSocketAddress(ipv4, 0)), LocalAddresses.toConnect(peer4, both));
        assertEquals(Optional.of(new InetSocketAddress(ipv6, 0)), LocalAddresses.toConnect(peer6, both));
        assertEquals(Optional.empty(), LocalAddresses.toConnect(peer4, List.of()));
    }

    @Test
    void noAddressOfThePeersFamilyIsAnError() {
        InetSocketAddress peer = new InetSocketAddress(address("2001:db8::2"), 9000);
        NativeIoException e =
                assertThrows(NativeIoException.class, () -> LocalAddresses.toConnect(peer, List.of(ipv4)));
        assertEquals(
                "bind 192.0.2.1 to connect to [2001:db8::2]:9000:"
                        + " Address family not supported by protocol (EAFNOSUPPORT)",
                e.getMessage());
    }

    @Test
    void unresolvedPeerIsNamed() {
        InetSocketAddress peer = InetSocketAddress.createUnresolved("host.invalid", 9000);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> LocalAddresses.toConnect(peer, List.of()));
        assertEquals("unresolved address: host.invalid:9000", e.getMessage());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
