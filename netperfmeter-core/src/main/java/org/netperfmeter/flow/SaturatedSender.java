// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.flow;

import java.util.concurrent.locks.LockSupport;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.StopSignal;

/** A thread of its own for one saturated flow: batch after batch, as fast as the kernel takes them. */
final class SaturatedSender implements Runnable {
    /** How soon a sender that waits for the kernel notices that its flow has been switched off. */
    private static final long LOOK_NANOS = 100_000_000;

    /** How soon it is tried again if the socket has room, but the queue of the device behind it has none (ENOBUFS). */
    private static final long RETRY_NANOS = 100_000;

    private final FlowSender sender;
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private final Clock clock;
    private final SenderEvents events;
    /** How often in a row nothing was taken, although the socket was writable. */
    private int fruitless;

    SaturatedSender(FlowSender sender, Clock clock, long startNanos, SenderEvents events) {
        this.sender = sender;
        this.clock = clock;
        this.events = events;
        sender.start(startNanos);
        thread = new Thread(
                this,
                "saturated-" + Integer.toUnsignedString(sender.flow().key().flowId()));
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks to end; then {@link #join}. */
    void stop() {
        stop.raise();
    }

    void join() throws InterruptedException {
        thread.join();
        stop.close();
    }

    @Override
    public void run() {
        Flow flow = sender.flow();
        MessageBatch batch = new MessageBatch(flow.isActive());
        try {
            while (!stop.isRaised()) {
                step(batch);
            }
            sender.end();
            sender.dropUntouchedFrames(batch);
            finish(batch, clock.nanos() + FlowSender.FINISH_NANOS);
        } catch (NativeIoException e) {
            flow.sendFailed(e.getMessage());
            events.sendFailed(flow, e);
        }
        flow.endSending();
    }

    private void step(MessageBatch batch) throws NativeIoException {
        if (batch.batch().isSent()) {
            batch.batch().clear();
            sender.fill(batch);
            if (batch.batch().messages() == 0) {
                stop.await(sender.nextEventNanos());
                return;
            }
        }
        int sentBefore = batch.batch().sentBytes();
        if (!sender.send(batch)) {
            boolean writable = sender.flow().channel().awaitWritable(clock.nanos() + LOOK_NANOS, stop);
            fruitless = writable && batch.batch().sentBytes() == sentBefore ? fruitless + 1 : 0;
            if (fruitless > 1) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
            if (!sender.hasWork()) {
                sender.dropUntouchedFrames(batch);
            }
        }
    }

    /** Ends the frame that was begun, as long as that is possible in time: it may have 2 GB. */
    private void finish(MessageBatch batch, long deadlineNanos) throws NativeIoException {
        while (clock.nanos() < deadlineNanos) {
            if (batch.batch().isSent()) {
                batch.batch().clear();
                sender.fill(batch);
                if (batch.batch().messages() == 0) {
                    return;
                }
            }
            if (!sender.send(batch) && !sender.flow().channel().awaitWritable(deadlineNanos, null)) {
                return;
            }
        }
    }
}
