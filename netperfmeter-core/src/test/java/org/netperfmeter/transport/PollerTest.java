// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netperfmeter.traffic.TransportProtocol;

@Timeout(60)
class PollerTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final Poller poller = new Poller(8);
    private final StopSignal first = new StopSignal();
    private final StopSignal second = new StopSignal();

    @AfterEach
    void close() {
        poller.close();
        first.close();
        second.close();
    }

    @Test
    void readyDescriptorComesWithItsAttachment() {
        poller.add(first, Poller.READ, "first");
        poller.add(second, Poller.READ, "second");
        second.raise();
        assertEquals(1, poller.await(NEVER));
        assertSame("second", poller.attachment(0));
        assertTrue(poller.isReadable(0));
        assertFalse(poller.isWritable(0));
    }

    @Test
    void readinessIsLevelTriggered() {
        poller.add(first, Poller.READ, "first");
        first.raise();
        assertEquals(1, poller.await(NEVER));
        assertEquals(1, poller.await(NEVER));
    }

    @Test
    void onlyWhatIsOfInterestIsReported() {
        first.raise();
        poller.add(first, 0, "first");
        assertEquals(0, poller.await(past()));
        poller.modify(first, Poller.WRITE);
        assertEquals(1, poller.await(NEVER));
        assertTrue(poller.isWritable(0));
        assertFalse(poller.isReadable(0));
        poller.modify(first, Poller.READ | Poller.WRITE);
        assertEquals(1, poller.await(NEVER));
        assertTrue(poller.isWritable(0));
        assertTrue(poller.isReadable(0));
        poller.modify(first, 0);
        assertEquals(0, poller.await(past()));
    }

    @Test
    void deadlineInThePastTakesWhatIsThere() {
        poller.add(first, Poller.READ, "first");
        assertEquals(0, poller.await(past()));
        first.raise();
        assertEquals(1, poller.await(past()));
    }

    @Test
    void waitNeverEndsBeforeItsDeadline() {
        poller.add(first, Poller.READ, "first");
        for (int i = 0; i < 50; i++) {
            long deadlineNanos = System.nanoTime() + 200_000;
            assertEquals(0, poller.await(deadlineNanos));
            assertTrue(System.nanoTime() >= deadlineNanos);
        }
    }

    /** A timer that is left from an earlier wait must not end a later one. */
    @Test
    void earlierDeadlineDoesNotEndALaterWait() {
        poller.add(first, Poller.READ, "first");
        first.raise();
        long earlierNanos = System.nanoTime() + 300_000;
        assertEquals(1, poller.await(earlierNanos));
        poller.remove(first);
        long laterNanos = earlierNanos + 2_000_000;
        assertEquals(0, poller.await(laterNanos));
        assertTrue(System.nanoTime() >= laterNanos);
    }

    @Test
    void sameDeadlineTwiceEndsBothWaits() {
        long deadlineNanos = System.nanoTime() + 500_000;
        assertEquals(0, poller.await(deadlineNanos));
        assertEquals(0, poller.await(deadlineNanos));
    }

    @Test
    void earlierDeadlineAfterALaterOneIsKept() {
        first.raise();
        poller.add(first, Poller.READ, "first");
        assertEquals(1, poller.await(System.nanoTime() + 3_600_000_000_000L));
        poller.remove(first);
        assertEquals(0, poller.await(System.nanoTime() + 100_000));
    }

    @Test
    void wakeEndsTheNextWaitOnce() {
        poller.wake();
        poller.wake();
        assertEquals(0, poller.await(NEVER));
        long deadlineNanos = System.nanoTime() + 100_000;
        assertEquals(0, poller.await(deadlineNanos));
        assertTrue(System.nanoTime() >= deadlineNanos);
    }

    @Test
    void wakeFromAnotherThreadEndsTheWait() throws Exception {
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Void> waker = CompletableFuture.runAsync(poller::wake);
            assertEquals(0, poller.await(NEVER));
            waker.get();
        }
    }

    @Test
    void wakeAfterCloseIsHarmless() {
        poller.close();
        poller.wake();
        poller.close();
    }

    @Test
    void removedDescriptorIsNotReported() {
        poller.add(first, Poller.READ, "first");
        first.raise();
        poller.remove(first);
        assertEquals(0, poller.await(past()));
        poller.remove(first);
    }

    /** The first event's handling may well end the second event's channel. */
    @Test
    void eventOfADescriptorRemovedMeanwhileIsStale() {
        poller.add(first, Poller.READ, "first");
        poller.add(second, Poller.READ, "second");
        first.raise();
        second.raise();
        assertEquals(2, poller.await(NEVER));
        poller.remove(first);
        poller.remove(second);
        poller.add(first, Poller.READ, "again");
        for (int event = 0; event < 2; event++) {
            assertFalse(poller.isReadable(event));
            assertFalse(poller.isWritable(event));
            assertNull(poller.attachment(event), "what is gone is not kept");
        }
        assertEquals(1, poller.await(NEVER));
        assertSame("again", poller.attachment(0));
        assertTrue(poller.isReadable(0));
    }

    @Test
    void closedDescriptorCanStillBeRemoved() {
        poller.add(first, Poller.READ, "first");
        int number = first.descriptor();
        first.close();
        try (StopSignal next = new StopSignal()) {
            assertEquals(number, next.descriptor());
            poller.add(next, Poller.READ, "next");
            poller.remove(first);
            next.raise();
            assertEquals(1, poller.await(NEVER));
            assertSame("next", poller.attachment(0));
        }
    }

    @Test
    void eventsBeyondTheCapacityStayForTheNextWait() {
        try (Poller small = new Poller(1)) {
            List<StopSignal> signals = new ArrayList<>();
            Set<Object> seen = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                StopSignal signal = new StopSignal();
                signal.raise();
                signals.add(signal);
                small.add(signal, Poller.READ, signal);
            }
            while (seen.size() < signals.size()) {
                int events = small.await(NEVER);
                for (int event = 0; event < events; event++) {
                    assertTrue(seen.add(small.attachment(event)));
                    small.remove((StopSignal) small.attachment(event));
                }
            }
            assertEquals(0, small.await(past()));
            signals.forEach(StopSignal::close);
        }
    }

    @Test
    void hangUpIsReadableAndWritableWhateverTheInterest() throws Exception {
        Transport tcp = Transports.of(TransportProtocol.TCP);
        try (Connection connection = Connection.open(tcp, List.of(IpFamily.IPV4.loopback()), first)) {
            connection.active().send(Messages.batch("unread"));
            Connection.awaitReadable(connection.passiveSender());
            connection.passiveSender().close();
            poller.add(connection.active(), 0, "active");
            assertEquals(1, poller.await(NEVER));
            assertTrue(poller.isReadable(0));
            assertTrue(poller.isWritable(0));
        }
    }

    @Test
    void descriptorIsAddedOnce() {
        poller.add(first, Poller.READ, "first");
        assertThrows(IllegalStateException.class, () -> poller.add(first, Poller.READ, "again"));
    }

    @Test
    void unknownDescriptorCannotBeModified() {
        assertThrows(IllegalStateException.class, () -> poller.modify(first, Poller.READ));
    }

    @Test
    void closedDescriptorCannotBeAdded() {
        first.close();
        assertThrows(UncheckedIOException.class, () -> poller.add(first, Poller.READ, "first"));
        assertEquals(0, poller.await(past()));
    }

    @Test
    void capacityIsPositive() {
        assertThrows(IllegalArgumentException.class, () -> new Poller(0));
    }

    private static long past() {
        return System.nanoTime() - 1;
    }
}
