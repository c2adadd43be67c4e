// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.netperfmeter.control.Secret;
import org.netperfmeter.flow.Clock;
import org.netperfmeter.flow.SystemClock;

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
        this(control, secret, limits, new SystemClock());
    }

    private RunningPassive(Set<ControlTransport> control, Optional<Secret> secret, PassiveLimits limits, Clock clock)
            throws IOException {
        node = onAnyPort(port -> new PassiveNode(config(port, control, secret, limits), events, clock));
        basePort = node.config().basePort();
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

    static RunningPassive open(Clock clock) throws IOException {
        return new RunningPassive(Set.of(ControlTransport.TCP), Optional.empty(), PassiveLimits.defaults(), clock);
    }

    static PassiveConfig config(int basePort, Set<ControlTransport> control, PassiveLimits limits) {
        return config(basePort, control, Optional.empty(), limits);
    }

    private static PassiveConfig config(
            int basePort, Set<ControlTransport> control, Optional<Secret> secret, PassiveLimits limits) {
        return PassiveConfig.builder(basePort, control)
                .secret(secret)
                .limits(limits)
                .build();
    }

    /** Opens something on ports that are free, on others if somebody is quicker. */
    static <T> T onAnyPort(Opening<T> opening) throws IOException {
        IOException taken = new IOException();
        for (int trial = 1; trial <= TRIALS; trial++) {
            try {
                return opening.open(anyPort());
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }

    @FunctionalInterface
    interface Opening<T> {
        T open(int basePort) throws IOException;
    }

    /** A port that nobody listens on, with neighbours on both sides. */
    static int anyPort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                int port = socket.getLocalPort();
                if (port > 1024 && port < 65535 && isFree(port - 1) && isFree(port + 1)) {
                    return port;
                }
            }
        }
    }

    /** A passive node goes on without MPTCP if that has no port. */
    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
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

    /** Has the node look at its time-outs as it would so much later, if nothing happened until then. */
    void letPass(long seconds) throws Exception {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        node.post(() -> {
            node.expire(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
            looked.complete(null);
        });
        looked.get(GUARD_SECONDS, TimeUnit.SECONDS);
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
