// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SocketAddressCodecTest {
    private static final int INET = OsConstant.AF_INET.value();
    private static final int INET6 = OsConstant.AF_INET6.value();

    private final ByteBuffer buffer = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void ipv4AddressHasFamilyInHostOrderAndTheRestInNetworkOrder() throws Exception {
        int length = encode("192.0.2.17", 9000, INET);
        assertEquals(16, length);
        assertEquals("0200" + "2328" + "c0000211" + "0000000000000000", hex(length));
        assertEquals(new InetSocketAddress("192.0.2.17", 9000), SocketAddressCodec.decode(buffer, 4));
    }

    @Test
    void ipv6AddressHasFlowInfoAndScope() throws Exception {
        int length = encode("2001:db8::1:2", 65535, INET6);
        assertEquals(28, length);
        assertEquals("0a00" + "ffff" + "00000000" + "20010db8000000000000000000010002" + "00000000", hex(length));
        assertEquals(new InetSocketAddress("2001:db8::1:2", 65535), SocketAddressCodec.decode(buffer, 4));
    }

    @Test
    void flowInfoIsInNetworkOrderAndScopeInHostOrder() {
        byte[] host = HexFormat.of().parseHex("fe800000000000000000000000000001");
        int length = SocketAddressCodec.encodeInet6(host, 9, 0x000a_bcde, 2, buffer, 4);
        assertEquals("0a00" + "0009" + "000abcde" + "fe800000000000000000000000000001" + "02000000", hex(length));
        assertEquals(0x000a_bcde, SocketAddressCodec.flowInfo(buffer, 4));
        assertEquals(2, SocketAddressCodec.scopeId(buffer, 4));
    }

    @Test
    void scopeOfALinkLocalAddressSurvives() throws Exception {
        byte[] host = HexFormat.of().parseHex("fe800000000000000000000000000001");
        InetSocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, host, 7), 9000);
        SocketAddressCodec.encode(address, INET6, buffer, 4);
        InetSocketAddress decoded = SocketAddressCodec.decode(buffer, 4);
        assertEquals(7, ((Inet6Address) decoded.getAddress()).getScopeId());
        assertEquals(address, decoded);
    }

    @Test
    void ipv4AddressForAnIpv6SocketIsMapped() throws Exception {
        int length = encode("192.0.2.17", 9000, INET6);
        assertEquals("0a00" + "2328" + "00000000" + "00000000000000000000ffffc0000211" + "00000000", hex(length));
        assertEquals(new InetSocketAddress("192.0.2.17", 9000), SocketAddressCodec.decode(buffer, 4));
    }

    @Test
    void ipv4AndItsMappedFormHaveTheSameKey() throws Exception {
        encode("192.0.2.17", 9000, INET);
        assertEquals(0, SocketAddressCodec.addressHigh(buffer, 4));
        assertEquals(0x0000_ffff_c000_0211L, SocketAddressCodec.addressLow(buffer, 4));
        assertEquals(9000, SocketAddressCodec.port(buffer, 4));
        encode("192.0.2.17", 9000, INET6);
        assertEquals(0, SocketAddressCodec.addressHigh(buffer, 4));
        assertEquals(0x0000_ffff_c000_0211L, SocketAddressCodec.addressLow(buffer, 4));
    }

    @Test
    void keyOfAnIpv6AddressIsTheAddress() throws Exception {
        encode("2001:db8:8000::f:1", 40000, INET6);
        assertEquals(0x2001_0db8_8000_0000L, SocketAddressCodec.addressHigh(buffer, 4));
        assertEquals(0x0000_0000_000f_0001L, SocketAddressCodec.addressLow(buffer, 4));
        assertEquals(40000, SocketAddressCodec.port(buffer, 4));
    }

    @Test
    void bigEndianHostsHaveTheSameNetworkOrder() throws Exception {
        buffer.order(ByteOrder.BIG_ENDIAN);
        int length = encode("192.0.2.17", 9000, INET);
        assertEquals("0002" + "2328" + "c0000211" + "0000000000000000", hex(length));
        assertEquals(0x0000_ffff_c000_0211L, SocketAddressCodec.addressLow(buffer, 4));
    }

    @Test
    void ipv6AddressForAnIpv4SocketIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> encode("::1", 1, INET));
    }

    @Test
    void unresolvedAddressIsRefused() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("host.invalid", 1);
        assertThrows(IllegalArgumentException.class, () -> SocketAddressCodec.encode(unresolved, INET, buffer, 0));
    }

    @Test
    void unknownFamilyIsRefused() {
        buffer.putShort(4, (short) 1);
        assertThrows(IllegalArgumentException.class, () -> SocketAddressCodec.decode(buffer, 4));
    }

    private int encode(String host, int port, int family) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        return SocketAddressCodec.encode(address, family, buffer, 4);
    }

    private String hex(int length) {
        return HexFormat.of().formatHex(buffer.array(), 4, 4 + length);
    }
}
