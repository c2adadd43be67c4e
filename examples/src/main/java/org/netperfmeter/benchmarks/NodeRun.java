// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A measurement between two nodes in processes of their own.
 *
 * @param flows as on the command line: {@code -tcp}, {@code const0:const1460}, ...
 * @param options of the active node
 */
record NodeRun(Program passive, Program active, double seconds, List<String> options, List<String> flows) {
    /** Beyond its time a run has this long to set up its flows, and to fetch its results. */
    private static final double GRACE_SECONDS = 40;

    private static final int WRONG_USAGE = 2;

    NodeRun {
        options = List.copyOf(options);
        flows = List.copyOf(flows);
    }

    static NodeRun between(Program passive, Program active, double seconds, String... flows) {
        return new NodeRun(passive, active, seconds, List.of(), List.of(flows));
    }

    NodeRun with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new NodeRun(passive, active, seconds, all, flows);
    }

    NodeResults execute(Bench bench) throws IOException, InterruptedException, MissingException, RunFailedException {
        return execute(bench, Sockets.freeBasePort());
    }

    /** Runs it on this base port. */
    NodeResults execute(Bench bench, int port)
            throws IOException, InterruptedException, MissingException, RunFailedException {
        passive.require();
        active.require();
        List<String> all = new ArrayList<>(options);
        all.add("-runtime=" + seconds);
        all.add("-scalar=run.sca");
        ProcessorTime before = ProcessorTime.now();
        try (Child server = Child.start(bench.directory(), "passive", passive.passive(bench, port))) {
            server.await(sockets -> sockets.listening().contains(port)
                    && sockets.listening().contains(port + 1)
                    && sockets.datagrams().contains(port));
            try (ProcessWatch serverWatch = new ProcessWatch(server);
                    Child client = Child.start(bench.directory(), "active", active.active(bench, port, all, flows));
                    ProcessWatch clientWatch = new ProcessWatch(client)) {
                awaitSuccess(client);
                long endNanos = System.nanoTime();
                server.terminate();
                return new NodeResults(
                        Scalars.read(bench.directory().resolve("run-passive.sca")),
                        Scalars.read(bench.directory().resolve("run-active.sca")),
                        serverWatch,
                        clientWatch,
                        ProcessorTime.now().since(before).childrenSeconds(),
                        client.startMicros(),
                        client.startNanos(),
                        endNanos);
            }
        }
    }

    /** A program that does not understand its command line does not know an option of this work. */
    private void awaitSuccess(Child client) throws InterruptedException, MissingException, RunFailedException {
        if (client.awaitExit(seconds + GRACE_SECONDS) == WRONG_USAGE) {
            throw new MissingException(client.output().lines().findFirst().orElse("wrong usage"));
        }
        client.awaitSuccess(0);
    }
}
