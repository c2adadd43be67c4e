// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what takes time for one peer, one thing after the other, on a thread that is there only while it is needed. */
final class Background {
    private static final int IDLE_SECONDS = 5;

    /** No drain takes longer, and only a drain takes long. */
    private static final int END_SECONDS = 15;

    private final ThreadPoolExecutor executor;
    private final Consumer<Throwable> failed;

    /** A part of it. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    /** @param failed is told what a task has thrown, by the thread of the task */
    Background(String name, Consumer<Throwable> failed) {
        this.failed = failed;
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    void execute(Task task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | OutOfMemoryError e) {
                failed.accept(e);
            }
        });
    }

    /** Nothing follows what has been given to it. */
    void finish() {
        executor.shutdown();
    }

    /** Waits for that. */
    void awaitEnd() {
        try {
            executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
