// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopSignalTest {
    @Test
    void raisedSignalStaysRaised() {
        try (StopSignal stop = new StopSignal();
                Poller poller = new Poller(1)) {
            assertFalse(stop.isRaised());
            poller.add(stop, Poller.READ, stop);
            stop.raise();
            stop.raise();
            assertTrue(stop.isRaised());
            assertEquals(1, poller.await(Long.MAX_VALUE));
            assertEquals(1, poller.await(Long.MAX_VALUE));
        }
    }

    @Test
    void signalFromAnotherThreadEndsAWait() throws Exception {
        try (StopSignal stop = new StopSignal();
                Poller poller = new Poller(1)) {
            poller.add(stop, Poller.READ, stop);
            CompletableFuture<Void> raiser = CompletableFuture.runAsync(stop::raise);
            assertEquals(1, poller.await(Long.MAX_VALUE));
            assertTrue(stop.isRaised());
            raiser.get();
        }
    }

    @Test
    void closedSignalCanBeRaisedAndClosedAgain() {
        StopSignal stop = new StopSignal();
        int number = stop.descriptor();
        stop.close();
        assertEquals(-1, stop.descriptor());
        try (StopSignal next = new StopSignal();
                Poller poller = new Poller(1)) {
            assertEquals(number, next.descriptor());
            poller.add(next, Poller.READ, next);
            stop.raise();
            stop.close();
            assertTrue(stop.isRaised());
            assertEquals(0, poller.await(System.nanoTime()), "the next holder of the number was signalled");
        }
    }
}
