// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.interoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** The sockets of this host. */
final class Sockets {
    /** Below the ephemeral ports, so that no connection takes one of them meanwhile. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;
    private static final String LISTEN = "0A";

    private Sockets() {}

    /** A base port P such that P - 1, P and P + 1 are free. */
    static int freeBasePort() {
        Random random = new Random();
        while (true) {
            int port = FIRST_PORT + random.nextInt(PORTS);
            if (isFree(port - 1) && isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket stream = new ServerSocket(port);
                DatagramSocket datagrams = new DatagramSocket(port)) {
            return stream.isBound() && datagrams.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Local addresses of the listening TCP sockets, as the kernel writes them: {@code 0100007F:2328}. */
    static Stream<String> listening() {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(Sockets::lines)
                .map(line -> line.strip().split(" +"))
                .filter(fields -> fields[3].equals(LISTEN))
                .map(fields -> fields[1]);
    }

    /** Local ports of the SCTP endpoints; none if the kernel has no SCTP. */
    static Stream<String> sctpPorts() {
        return Stream.of("/proc/net/sctp/eps")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(Sockets::lines)
                .map(line -> line.strip().split(" +"))
                .map(fields -> fields[5]);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
