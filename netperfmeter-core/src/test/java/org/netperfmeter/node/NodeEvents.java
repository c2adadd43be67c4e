// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.netperfmeter.results.MeasurementReport;
import org.netperfmeter.traffic.FlowDefinition;

/** Keeps what a node tells. */
final class NodeEvents implements NodeListener {
    private static final int GUARD_SECONDS = 20;

    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<Path> files = new CopyOnWriteArrayList<>();
    final AtomicInteger ticks = new AtomicInteger();
    private volatile Consumer<NodeTick> tickHandler = tick -> {};
    private volatile NodeTick lastTick;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ticked = new CountDownLatch(1);
    private final BlockingQueue<MeasurementReport> reports = new LinkedBlockingQueue<>();
    private volatile long startedNanos;

    @Override
    public void note(Level level, String text) {
        notes.add(level + " " + text);
    }

    @Override
    public void fileWritten(Path path) {
        files.add(path);
    }

    @Override
    public void measurementStarting(long measurementId, List<FlowDefinition> flows) {
        startedNanos = System.nanoTime();
        started.countDown();
    }

    @Override
    public void tick(NodeTick tick) {
        ticks.incrementAndGet();
        lastTick = tick;
        ticked.countDown();
        tickHandler.accept(tick);
    }

    /** Called by the control loop from now on, with each tick. */
    void onTick(Consumer<NodeTick> handler) {
        tickHandler = handler;
    }

    /** The last tick; null before the first. */
    NodeTick lastTick() {
        return lastTick;
    }

    /** Waits until an active node's measurement goes on: both nodes have started it. */
    void awaitTick() throws InterruptedException {
        if (!ticked.await(GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no measurement goes on: " + notes);
        }
    }

    @Override
    public void measurementEnded(MeasurementReport report) {
        reports.add(report);
    }

    /** The notes that ask for attention. */
    List<String> warnings() {
        return notes.stream()
                .filter(note -> note.startsWith("WARNING") || note.startsWith("ERROR"))
                .toList();
    }

    /** Waits for the first measurement; returns when it started ({@link System#nanoTime}). */
    long awaitStart() throws InterruptedException {
        if (!started.await(GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no measurement has started: " + notes);
        }
        return startedNanos;
    }

    /** Waits for the report of the next measurement that ends. */
    MeasurementReport awaitReport() throws InterruptedException {
        MeasurementReport report = reports.poll(GUARD_SECONDS, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("no measurement has ended: " + notes);
        }
        return report;
    }
}
