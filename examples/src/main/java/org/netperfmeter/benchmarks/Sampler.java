// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.benchmarks;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at something periodically, in a thread of its own, until it is closed or there is nothing to see any more. */
final class Sampler implements AutoCloseable {
    /** One look. */
    @FunctionalInterface
    interface Look {
        /**
         * Looks once.
         *
         * @throws IOException if there is nothing to see any more
         */
        void take() throws IOException;
    }

    private final long periodMillis;
    private final Look look;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Sampler(long periodMillis, Look look) {
        this.periodMillis = periodMillis;
        this.look = look;
    }

    static Sampler start(String name, long periodMillis, Look look) {
        Sampler sampler = new Sampler(periodMillis, look);
        Thread thread = new Thread(sampler::run, name);
        thread.setDaemon(true);
        thread.start();
        return sampler;
    }

    private void run() {
        try {
            do {
                look.take();
            } while (!closed.await(periodMillis, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            // What was looked at is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
