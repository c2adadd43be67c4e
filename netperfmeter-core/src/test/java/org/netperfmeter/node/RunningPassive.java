// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.netperfmeter.control.Secret;
import org.netperfmeter.results.VectorOverflow;
import org.netperfmeter.traffic.BufferSize;

/** A passive node in this JVM, on ports that were free. */
final class RunningPassive implements AutoCloseable {
    private static final int TRIALS = 50;
    private static final int GUARD_SECONDS = 20;

    final NodeEvents events = new NodeEvents();
    final int basePort;
    final PassiveNode node;
    private final Thread thread;

    private RunningPassive(Set<ControlTransport> control, Optional<Secret> secret, PassiveLimits limits)
            throws IOException {
        PassiveNode opened = null;
        int port = 0;
        for (int trial = 1; opened == null; trial++) {
            port = anyPort();
            try {
                opened = new PassiveNode(config(port, control, secret, limits), events);
            } catch (IOException e) {
                // One of the three ports is somebody else's.
                if (trial == TRIALS) {
                    throw e;
                }
            }
        }
        basePort = port;
        node = opened;
        thread = new Thread(node::run, "passive");
        thread.start();
    }

    static RunningPassive open() throws IOException {
        return open(PassiveLimits.defaults());
    }

    static RunningPassive open(PassiveLimits limits) throws IOException {
        return new RunningPassive(Set.of(ControlTransport.TCP), Optional.empty(), limits);
    }

    static RunningPassive open(ControlTransport... control) throws IOException {
        return new RunningPassive(Set.of(control), Optional.empty(), PassiveLimits.defaults());
    }

    static RunningPassive openWithControlOverMptcp() throws IOException {
        return new RunningPassive(Set.of(ControlTransport.MPTCP), Optional.empty(), PassiveLimits.defaults());
    }

    static RunningPassive open(Secret secret) throws IOException {
        return new RunningPassive(Set.of(ControlTransport.TCP), Optional.of(secret), PassiveLimits.defaults());
    }

    static PassiveConfig config(int basePort, Set<ControlTransport> control, PassiveLimits limits) {
        return config(basePort, control, Optional.empty(), limits);
    }

    private static PassiveConfig config(
            int basePort, Set<ControlTransport> control, Optional<Secret> secret, PassiveLimits limits) {
        BufferSize untouched = new BufferSize(0, false);
        return new PassiveConfig(
                basePort,
                control,
                List.of(),
                List.of(),
                false,
                0,
                untouched,
                untouched,
                VectorOverflow.THIN,
                false,
                secret,
                limits);
    }

    /** A port that nobody listens on, with neighbours on both sides. */
    static int anyPort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                int port = socket.getLocalPort();
                if (port > 1024 && port < 65535) {
                    return port;
                }
            }
        }
    }

    /** Waits until nobody is connected any more. */
    PassiveStatus awaitIdle() throws Exception {
        return awaitConnections(0);
    }

    /** Waits until there are so many connections and flows. */
    PassiveStatus awaitConnections(int count) throws Exception {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(GUARD_SECONDS);
        PassiveStatus status;
        do {
            status = node.status().get(GUARD_SECONDS, TimeUnit.SECONDS);
            if (System.nanoTime() - endNanos > 0) {
                throw new AssertionError("not " + count + " connections: " + status);
            }
            Thread.onSpinWait();
        } while (status.connections() != count);
        return status;
    }

    /** Waits until the threads of peers that are gone have ended, with all that they had to do. */
    static void awaitEndOfPeers() throws InterruptedException {
        for (Thread running : Thread.getAllStackTraces().keySet()) {
            if (running.getName().startsWith("peer-")) {
                running.join();
            }
        }
    }

    @Override
    public void close() {
        node.stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        node.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
