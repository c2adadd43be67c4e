// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.traffic.FlowKey;
import org.netperfmeter.transport.Channel;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ThreadTuning;
import org.netperfmeter.wire.DataHeader;

/**
 * One thread that sends the frames of many paced flows when they are due: a heap of due times, and a wait that ends at the
 * earliest of them, when a held-back flow can send again, or when flows come and go. It never blocks in a send.
 */
final class PacingLoop implements Runnable {
    /** So that flows that want more than this thread can do keep neither commands nor held-back flows waiting. */
    private static final int SENDS_A_TURN = 256;

    /** How soon datagrams that the kernel had no room for are tried again: their socket may be shared, so not polled. */
    private static final long DATAGRAM_RETRY_NANOS = 500_000;

    private final Clock clock;
    private final boolean active;
    private final boolean realTime;
    private final SenderEvents events;
    private final Poller poller = new Poller(256);
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<Flow, PacedFlow> flows = new HashMap<>();
    private final Map<Channel, Turns<PacedFlow>> turns = new HashMap<>();
    private final PriorityQueue<PacedFlow> due =
            new PriorityQueue<>(64, Comparator.comparingLong(flow -> flow.nextNanos));
    /** Batches that no held-back flow keeps. */
    private final Deque<MessageBatch> free = new ArrayDeque<>();

    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;

    private volatile boolean realTimeGranted;
    private volatile boolean closing;

    PacingLoop(String name, Clock clock, boolean active, boolean realTime, SenderEvents events) {
        this.clock = clock;
        this.active = active;
        this.realTime = realTime;
        this.events = events;
        thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
        awaitReady();
    }

    /** Waits until the thread has done everything once that costs time only the first time. */
    private void awaitReady() {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether real-time priority was asked for, but not permitted. */
    boolean realTimeRefused() {
        return realTime && !realTimeGranted;
    }

    private void warmUp() {
        realTimeGranted = realTime && ThreadTuning.realTime();
        MessageBatch batch = takeBatch();
        FrameEncoder encoder = new FrameEncoder(new FlowKey(0, 0, 0), DataHeader.BYTES);
        encoder.beginFrame(DataHeader.BYTES);
        encoder.encodeMessage(batch);
        poller.await(clock.nanos() + 1);
        free.push(batch);
        ready.countDown();
    }

    /** Begins to send a flow; its schedule counts from the given time. */
    void add(FlowSender sender, long startNanos) {
        execute(() -> {
            sender.start(startNanos);
            PacedFlow flow = new PacedFlow(sender);
            flows.put(sender.flow(), flow);
            flow.enqueue(sender.nextEventNanos());
        });
    }

    /** Ends a flow after the frame that it has begun, as long as that is possible in time, and its stream. */
    void end(Flow flow, CountDownLatch ended) {
        execute(() -> {
            PacedFlow paced = flows.get(flow);
            if (paced == null) {
                ended.countDown();
            } else {
                paced.end(clock.nanos() + FlowSender.FINISH_NANOS, ended);
            }
        });
    }

    void close() throws InterruptedException {
        closing = true;
        poller.wake();
        thread.join();
    }

    private void execute(Runnable command) {
        commands.add(command);
        poller.wake();
    }

    @Override
    public void run() {
        ThreadTuning.preciseTimers();
        warmUp();
        SpinWindow spin = realTimeGranted ? SpinWindow.realTime(clock.nanos()) : SpinWindow.ordinary(clock.nanos());
        while (!closing) {
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
            sendDue();
            long dueNanos = due.isEmpty() ? Long.MAX_VALUE : due.peek().nextNanos;
            int ready = await(dueNanos, spin);
            for (int i = 0; i < ready; i++) {
                if (poller.isWritable(i)) {
                    ((PacedFlow) poller.attachment(i)).writable();
                }
            }
        }
        poller.close();
    }

    /** Waits, the last moments without sleep. */
    private int await(long dueNanos, SpinWindow spin) {
        long nowNanos = clock.nanos();
        long untilNanos = spin.sleepUntilNanos(nowNanos, dueNanos);
        int ready = poller.await(untilNanos);
        if (untilNanos > nowNanos) {
            spin.slept(nowNanos, clock.nanos());
        }
        return ready;
    }

    private void sendDue() {
        for (int i = 0; i < SENDS_A_TURN && !due.isEmpty() && due.peek().nextNanos <= clock.nanos(); i++) {
            due.poll().run();
        }
    }

    private MessageBatch takeBatch() {
        MessageBatch batch = free.isEmpty() ? new MessageBatch(active) : free.pop();
        batch.batch().clear();
        return batch;
    }

    /** A flow, waiting for its next due time (in the heap), or for the kernel (its batch is held). */
    private final class PacedFlow {
        private final FlowSender sender;
        private final boolean datagrams;
        private final Channel connection;
        /** Those of all flows of the connection. */
        private final Turns<PacedFlow> connectionTurns;

        /** When this flow wants to be run; constant while it is in the heap. */
        private long nextNanos;

        private MessageBatch held;
        private boolean polled;
        /** Of a flow that is to end: who waits for it, and until when its last frame may take. */
        private CountDownLatch ended;

        private long endNanos;

        private PacedFlow(FlowSender sender) {
            this.sender = sender;
            this.datagrams = sender.flow().definition().protocol().isDatagram();
            this.connection = sender.flow().channel().connection();
            this.connectionTurns = turns.computeIfAbsent(connection, key -> new Turns<>());
        }

        private void enqueue(long nanos) {
            due.remove(this);
            nextNanos = nanos;
            if (nanos != Long.MAX_VALUE) {
                due.add(this);
            }
        }

        /** The kernel has room again. */
        private void writable() {
            due.remove(this);
            handOver();
        }

        /** The time that this flow waited for has come. */
        private void run() {
            if (ended != null && clock.nanos() >= endNanos) {
                finish();
            } else if (held != null) {
                handOver();
            } else {
                held = takeBatch();
                sender.fill(held);
                if (held.batch().messages() > 0) {
                    handOver();
                } else {
                    passed();
                }
            }
        }

        private void handOver() {
            if (!connectionTurns.isTurnOf(this)) {
                awaitRoom();
                return;
            }
            try {
                int before = held.batch().sentBytes();
                if (sender.sendPersistently(held)) {
                    passed();
                } else {
                    if (held.batch().sentBytes() > before) {
                        yieldTurn();
                    }
                    awaitRoom();
                }
            } catch (NativeIoException e) {
                sender.flow().sendFailed(e.getMessage());
                events.sendFailed(sender.flow(), e);
                finish();
            }
        }

        /** The held batch is done with. A flow that is late already queues up behind others that are. */
        private void passed() {
            release();
            if (ended != null && !sender.hasWork()) {
                finish();
            } else {
                enqueue(Math.max(sender.nextEventNanos(), clock.nanos()));
            }
        }

        private void awaitRoom() {
            if (datagrams) {
                enqueue(clock.nanos() + DATAGRAM_RETRY_NANOS);
                return;
            }
            connectionTurns.await(this);
            if (connectionTurns.isTurnOf(this)) {
                poll();
            }
            if (ended != null) {
                enqueue(endNanos);
            }
        }

        /** There was room, but too little: the next room is for others that wait. */
        private void yieldTurn() {
            if (connectionTurns.areOthersWaiting(this)) {
                stopPolling();
                connectionTurns.leave(this);
                connectionTurns.next().poll();
            }
        }

        private void poll() {
            if (!polled) {
                polled = true;
                poller.add(sender.flow().channel(), Poller.WRITE, this);
            }
        }

        private void end(long deadlineNanos, CountDownLatch latch) {
            ended = latch;
            endNanos = deadlineNanos;
            due.remove(this);
            sender.end();
            if (held != null) {
                sender.dropUntouchedFrames(held);
            }
            if (held != null && !held.batch().isSent()) {
                enqueue(datagrams ? clock.nanos() : endNanos);
            } else {
                passed();
            }
        }

        private void finish() {
            due.remove(this);
            release();
            flows.remove(sender.flow());
            if (flows.values().stream().noneMatch(flow -> flow.connection == connection)) {
                turns.remove(connection);
            }
            sender.flow().endSending();
            if (ended != null) {
                ended.countDown();
            }
        }

        private void stopPolling() {
            if (polled) {
                polled = false;
                poller.remove(sender.flow().channel());
            }
        }

        private void release() {
            stopPolling();
            connectionTurns.leave(this);
            if (connectionTurns.next() != null) {
                connectionTurns.next().poll();
            }
            if (held != null) {
                free.push(held);
                held = null;
            }
        }
    }
}
