// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The two kinds of addresses, each with its loopback. */
enum IpFamily {
    IPV4(new byte[] {127, 0, 0, 1}),
    IPV6(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    private final InetAddress loopback;

    IpFamily(byte[] loopback) {
        try {
            this.loopback = InetAddress.getByAddress(loopback);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    InetAddress loopback() {
        return loopback;
    }

    /** Socket address as errors give it. */
    String text(int port) {
        return (this == IPV4 ? "127.0.0.1:" : "[::1]:") + port;
    }

    /** Skips the test on a host without this family. */
    void assumePresent() {
        assumeTrue(isPresent(), () -> "no " + this + " on this host's loopback");
    }

    private boolean isPresent() {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
