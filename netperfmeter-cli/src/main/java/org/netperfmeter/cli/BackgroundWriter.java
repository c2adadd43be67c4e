// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Writes in order on a thread of its own, so that who does not take what is written stops nobody else. */
final class BackgroundWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Discards what comes after the end, such as the news of a late signal. */
    private final ExecutorService thread;

    private final Duration patience;

    BackgroundWriter(String name) {
        this(name, PATIENCE);
    }

    /** @param patience with whoever does not take what is written, at the end */
    BackgroundWriter(String name, Duration patience) {
        this.patience = patience;
        thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread started = new Thread(task, name);
                    started.setDaemon(true);
                    return started;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    void execute(Runnable writing) {
        thread.execute(writing);
    }

    /** Waits until all is written so far, unless nobody takes it; returns whether it is. */
    boolean catchUp() {
        CountDownLatch written = new CountDownLatch(1);
        thread.execute(written::countDown);
        try {
            return written.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Writes what has not been written yet, unless nobody takes it; returns whether all is written. */
    boolean close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        return false;
    }
}
