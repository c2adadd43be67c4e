// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Peers that send a byte a second: half of them requests, half of them what belongs on a data connection. */
final class SlowPeers implements AutoCloseable {
    private static final int PEERS = 16;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> sending;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<byte[]> scripts = new ArrayList<>();
    /** Bytes that each has sent, or tried to. */
    private final AtomicInteger turns = new AtomicInteger();

    SlowPeers(int basePort) throws IOException {
        MeasurementScript script = new MeasurementScript(new SplittableRandom(1));
        for (int peer = 0; peer < PEERS; peer++) {
            boolean isControl = peer % 2 == 0;
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + peer)}), 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), isControl ? basePort + 1 : basePort));
            scripts.add(script.steps().get(isControl ? 0 : 2).bytes());
        }
        sending = timer.scheduleAtFixedRate(this::sendOneByteEach, 0, 1, TimeUnit.SECONDS);
    }

    /** How often they have sent a byte. */
    int turns() {
        return turns.get();
    }

    private void sendOneByteEach() {
        int turn = turns.getAndIncrement();
        for (int peer = 0; peer < PEERS; peer++) {
            byte[] bytes = scripts.get(peer);
            try {
                sockets.get(peer).getOutputStream().write(bytes[turn % bytes.length]);
            } catch (IOException e) {
                // The node's patience is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        sending.cancel(false);
        timer.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
