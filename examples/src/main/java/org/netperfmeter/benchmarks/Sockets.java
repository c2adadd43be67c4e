// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which ports of the host are in use, at one moment. */
record Sockets(Set<Integer> listening, Set<Integer> datagrams) {
    /** Below the ephemeral ports, so that no connection takes one of them meanwhile. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;
    private static final String LISTEN = "0A";

    static Sockets read() throws IOException {
        Set<Integer> listening = new HashSet<>();
        Set<Integer> datagrams = new HashSet<>();
        for (String family : List.of("", "6")) {
            for (String[] fields : table("tcp" + family)) {
                if (fields[3].equals(LISTEN)) {
                    listening.add(port(fields[1]));
                }
            }
            for (String[] fields : table("udp" + family)) {
                datagrams.add(port(fields[1]));
            }
        }
        return new Sockets(listening, datagrams);
    }

    private static List<String[]> table(String name) throws IOException {
        Path file = Path.of("/proc/net", name);
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.strip().split(" +"))
                .toList();
    }

    /** Of an address as the kernel writes it: {@code 0100007F:2328}. */
    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

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
}
