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

    /** Intervals up to this are waited for without sleep, if there is a processor for those who send as well. */
    private static final long BUSY_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 0;

    private final Clock clock;
    private final Poller poller = new Poller(256);
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<TransportProtocol, ReceiveBatch> batches = new EnumMap<>(TransportProtocol.class);
    private final Thread thread;

    private volatile boolean closing;
    /** Whether any of the descriptors is of datagrams, each of which would wake this thread. */
    private boolean datagrams;

    /** Whether the last wait was so short that the next begins without sleep. */
    private boolean busy;

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
                datagrams |= protocol.isConnectionless();
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

    /** The returned future is complete when this loop has taken a turn at reading what is there now. */
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
            // Those that come from now on find read what was there before them.
            int due = commands.size();
            int events = await();
            for (int i = 0; i < events; i++) {
                ((Source) poller.attachment(i)).read();
            }
            for (; due > 0; due--) {
                commands.remove().run();
            }
        }
        poller.close();
    }

    /**
     * Waits for events; returns how many. Where datagrams come in short intervals, a receiver that went to sleep in between
     * would have to be woken for each of them, which costs more than to receive it, and costs those who send. With streams
     * nothing was gained: what comes meanwhile is read together.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on who runs next
    private int await() {
        if (busy) {
            long untilNanos = System.nanoTime() + BUSY_NANOS;
            while (commands.isEmpty() && !closing && System.nanoTime() - untilNanos < 0) {
                int events = poller.await(0);
                if (events > 0) {
                    return events;
                }
                // To whoever else wants this processor.
                Thread.yield();
            }
        }
        if (closing || !commands.isEmpty()) {
            // The wake-up may have been taken above.
            return poller.await(0);
        }
        long sinceNanos = System.nanoTime();
        int events = poller.await(Long.MAX_VALUE);
        busy = datagrams && System.nanoTime() - sinceNanos < BUSY_NANOS;
        return events;
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
