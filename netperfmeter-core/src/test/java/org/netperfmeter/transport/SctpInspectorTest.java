// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netperfmeter.posix.SctpPath;
import org.netperfmeter.posix.SctpStatus;

class SctpInspectorTest {
    private static final SctpStatus STATUS = new SctpStatus(4, 0, 0, 0, 0);

    private final SctpInspector inspector = new SctpInspector();

    private static InetSocketAddress address(int host) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), 9000);
    }

    /** What is told of the paths to these hosts: number and address of each. */
    private List<String> paths(int... hosts) throws UnknownHostException {
        List<SctpPath> paths = new ArrayList<>();
        for (int host : hosts) {
            paths.add(new SctpPath(Optional.of(address(host)), 2, -1, -1, -1, -1));
        }
        return inspector.samples(STATUS, paths, address(9), address(1)).stream()
                .skip(1)
                .map(sample -> sample.id() + " " + sample.remote())
                .toList();
    }

    @Test
    void pathKeepsItsNumberWhateverBecomesOfTheOthers() throws UnknownHostException {
        assertEquals(List.of("1 10.0.0.1:9000", "2 10.0.0.2:9000"), paths(1, 2));
        assertEquals(List.of("2 10.0.0.2:9000"), paths(2));
        assertEquals(List.of("3 10.0.0.3:9000", "2 10.0.0.2:9000"), paths(3, 2));
        assertEquals(List.of("1 10.0.0.1:9000", "3 10.0.0.3:9000"), paths(1, 3));
    }
}
