// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kernels say of associations, read from bytes. */
class SctpInformationTest {
    private final ByteBuffer bytes = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);

    private StructView view(int length) {
        return new StructView(bytes, 0, length);
    }

    private static InetSocketAddress address(String host) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), 9000);
    }

    @Test
    void addressesLieBackToBack() throws UnknownHostException {
        bytes.putInt(4, 3);
        SocketAddressCodec.encode(address("10.0.0.1"), OsConstant.AF_INET.value(), bytes, 8);
        SocketAddressCodec.encode(address("2001:db8::1"), OsConstant.AF_INET6.value(), bytes, 24);
        SocketAddressCodec.encode(address("10.0.0.2"), OsConstant.AF_INET.value(), bytes, 52);

        List<byte[]> all = SctpPath.addresses(view(68));

        assertEquals(3, all.size());
        assertArrayEquals(Arrays.copyOfRange(bytes.array(), 8, 24), all.get(0));
        assertArrayEquals(Arrays.copyOfRange(bytes.array(), 24, 52), all.get(1));
        assertArrayEquals(Arrays.copyOfRange(bytes.array(), 52, 68), all.get(2));
        assertEquals(2, SctpPath.addresses(view(67)).size());
        assertEquals(1, SctpPath.addresses(view(51)).size());
        assertEquals(0, SctpPath.addresses(view(0)).size());
    }

    @Test
    void pathIsReadAsFarAsItIsTold() throws UnknownHostException {
        SocketAddressCodec.encode(address("10.0.0.1"), OsConstant.AF_INET.value(), bytes, 4);
        bytes.putInt(132, 2);
        bytes.putInt(136, 4380);
        bytes.putInt(140, 12);
        bytes.putInt(144, 1000);
        bytes.putInt(148, 1500);

        Optional<InetSocketAddress> remote = Optional.of(address("10.0.0.1"));
        assertEquals(new SctpPath(remote, 2, 4380, 12, 1000, 1500), SctpPath.parse(view(152)));
        assertEquals(new SctpPath(remote, 2, 4380, 12, 1000, -1), SctpPath.parse(view(151)));
        assertEquals("ACTIVE", SctpPath.parse(view(152)).stateName());
        assertEquals("UNKNOWN", SctpPath.parse(view(132)).stateName());
    }

    @Test
    void countersAreReadAsFarAsTheyAreTold() {
        bytes.putLong(160, 100);
        bytes.putLong(168, 200);
        bytes.putLong(176, 3);

        assertEquals(new SctpStatus(4, 5, 100, 200, 3), SctpStatus.parse(4, 5, view(264)));
        assertEquals(new SctpStatus(4, 5, 100, 200, -1), SctpStatus.parse(4, 5, view(183)));
        assertEquals(new SctpStatus(-1, -1, -1, -1, -1), SctpStatus.parse(-1, -1, view(0)));
    }

    @ParameterizedTest
    @CsvSource({"0, EMPTY", "4, ESTABLISHED", "8, SHUTDOWN_ACK_SENT", "9, UNKNOWN", "-1, UNKNOWN"})
    void statesOfAssociationsHaveNames(int state, String name) {
        assertEquals(name, SctpStatus.parse(state, 0, view(0)).stateName());
    }
}
