// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.netperfmeter.traffic.TransportProtocol;
import org.netperfmeter.transport.Pollable;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.Transports;

/** One thread that receives for many flows. It owns the descriptors that were added, until it has released them. */
final class ReceiveLoop implements Runnable {
    /** How often a descriptor is read before the others get their turn. */
    private static final int READS_A_TURN = 4;

    private final Clock clock;
    private final Poller poller = new Poller(256);
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<TransportProtocol, ReceiveBatch> batches = new EnumMap<>(TransportProtocol.class);
    private final Thread thread;

    private volatile boolean closing;

    ReceiveLoop(String name, Clock clock) {
        this.clock = clock;
        thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands a descriptor over to this loop. */
    void add(Pollable pollable, TransportProtocol protocol, Reader reader) {
        execute(() -> {
            try {
                ReceiveBatch batch =
                        batches.computeIfAbsent(protocol, p -> Transports.of(p).newReceiveBatch());
                poller.add(pollable, Poller.READ, new Source(pollable, reader, batch));
            } catch (RuntimeException | OutOfMemoryError e) {
                // Closed already, or no memory is left for one more: the others of this loop go on.
                reader.fail(e.toString());
            }
        });
    }

    /** Takes a descriptor back: when the returned future is complete, the loop will not touch it again. */
    CompletableFuture<Void> release(Pollable pollable, Reader reader) {
        CompletableFuture<Void> released = new CompletableFuture<>();
        execute(() -> {
            poller.remove(pollable);
            reader.end();
            released.complete(null);
        });
        return released;
    }

    /** Runs something on this loop's thread, between two reads. */
    CompletableFuture<Void> synchronize() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> done.complete(null));
        return done;
    }

    private void execute(Runnable command) {
        commands.add(command);
        poller.wake();
    }

    @Override
    public void run() {
        while (!closing) {
            int events = poller.await(Long.MAX_VALUE);
            for (int i = 0; i < events; i++) {
                ((Source) poller.attachment(i)).read();
            }
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
        }
        poller.close();
    }

    void close() throws InterruptedException {
        closing = true;
        poller.wake();
        thread.join();
    }

    private final class Source {
        private final Pollable pollable;
        private final Reader reader;
        private final ReceiveBatch batch;

        private Source(Pollable pollable, Reader reader, ReceiveBatch batch) {
            this.pollable = pollable;
            this.reader = reader;
            this.batch = batch;
        }

        private void read() {
            try {
                readSome();
            } catch (RuntimeException | OutOfMemoryError e) {
                // A fault in the accounting of one flow, or no memory for it: the others of this loop go on.
                poller.remove(pollable);
                reader.fail(e.toString());
            }
        }

        private void readSome() {
            for (int i = 0; i < READS_A_TURN; i++) {
                if (!reader.read(batch, clock)) {
                    poller.remove(pollable);
                    return;
                }
                if (!batch.isFull()) {
                    return;
                }
            }
        }
    }
}
