// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import java.util.function.Consumer;

/** Does the same again and again, with a rest in between, on a daemon thread of its own, until it is told to stop. */
final class RepeatingThread {
    private final Round round;
    private final Consumer<Throwable> failed;
    private final Thread thread;

    private volatile boolean stopping;

    /** What is done again and again. */
    @FunctionalInterface
    interface Round {
        /** Returns how many milliseconds to rest before the next one. */
        long run();
    }

    /**
     * Starts the thread.
     *
     * @param failed is told what a round has thrown, which ends the thread, by that thread
     */
    RepeatingThread(String name, Round round, Consumer<Throwable> failed) {
        this.round = round;
        this.failed = failed;
        thread = new Thread(this::repeat, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void repeat() {
        try {
            while (!stopping) {
                Thread.sleep(round.run());
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            failed.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins no further round, and returns when the thread has ended, whatever interrupts. */
    void stop() {
        stopping = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
