// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP transfer by iperf3, which counts at its receiver what it has read.
 *
 * @param options of the client
 */
record IperfRun(int seconds, List<String> options) {
    private static final String PATH = "/usr/bin/iperf3";
    private static final double GRACE_SECONDS = 20;
    private static final double BITS_PER_GIGABIT = 1e9;
    private static final double GIGABYTE = 1e9;
    private static final double MEGABYTE = 1e6;

    IperfRun {
        options = List.copyOf(options);
    }

    Sample execute(Bench bench) throws IOException, InterruptedException, MissingException, RunFailedException {
        Host.require(PATH, "iperf3");
        int port = Sockets.freeBasePort();
        String portOption = Integer.toString(port);
        List<String> command =
                new ArrayList<>(List.of(PATH, "-c", "127.0.0.1", "-p", portOption, "-J", "-t", "" + seconds));
        command.addAll(options);
        ProcessorTime before = ProcessorTime.now();
        try (Child server = Child.start(bench.directory(), "server", List.of(PATH, "-s", "-1", "-p", portOption))) {
            server.await(sockets -> sockets.listening().contains(port));
            try (ProcessWatch serverWatch = new ProcessWatch(server);
                    Child client = Child.start(bench.directory(), "client", command);
                    ProcessWatch clientWatch = new ProcessWatch(client)) {
                client.awaitSuccess(seconds + GRACE_SECONDS);
                server.terminate();
                JsonNode received = new ObjectMapper().readTree(client.output()).at("/end/sum_received");
                if (!received.path("bits_per_second").isNumber()) {
                    throw new RunFailedException("no result in the output of " + client);
                }
                double cpuSeconds = ProcessorTime.now().since(before).childrenSeconds();
                double memoryBytes = Math.max(serverWatch.peakMemoryBytes(), clientWatch.peakMemoryBytes());
                return Sample.of(
                                Quantity.GOODPUT,
                                received.path("bits_per_second").asDouble() / BITS_PER_GIGABIT)
                        .and(
                                Quantity.CPU_PER_GIGABYTE,
                                cpuSeconds / (received.path("bytes").asDouble() / GIGABYTE))
                        .and(Quantity.PEAK_MEMORY, memoryBytes / MEGABYTE);
            }
        }
    }
}
