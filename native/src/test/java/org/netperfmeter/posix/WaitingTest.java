// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The descriptors that wait and those that are waited for. */
@Timeout(60)
class WaitingTest {
    private static final int POLLIN = OsConstant.POLLIN.value();
    private static final int EPOLLIN = OsConstant.EPOLLIN.value();
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @Test
    void eventIsReadableUntilDrained() throws Exception {
        try (EventDescriptor event = new EventDescriptor()) {
            assertFalse(isReadable(event.number()));
            event.signal();
            event.signal();
            assertTrue(isReadable(event.number()));
            assertTrue(isReadable(event.number()));
            assertTrue(event.drain());
            assertFalse(isReadable(event.number()));
            assertFalse(event.drain());
        }
    }

    @Test
    void closedEventIgnoresSignals() throws Exception {
        EventDescriptor closed = new EventDescriptor();
        int number = closed.number();
        closed.close();
        try (EventDescriptor next = new EventDescriptor()) {
            assertEquals(number, next.number());
            closed.signal();
            assertFalse(isReadable(next.number()));
        }
    }

    @Test
    void timerExpiresAtItsTimeOnly() throws Exception {
        try (TimerDescriptor timer = new TimerDescriptor()) {
            assertFalse(isReadable(timer.number()));
            timer.arm(System.nanoTime() + HOUR_NANOS);
            assertFalse(isReadable(timer.number()));
            timer.arm(System.nanoTime() - 1);
            assertTrue(isReadable(timer.number()));
            timer.arm(System.nanoTime() + HOUR_NANOS);
            assertFalse(isReadable(timer.number()));
        }
    }

    @Test
    void timerIsNeverEarly() throws Exception {
        try (TimerDescriptor timer = new TimerDescriptor()) {
            PollSet set = new PollSet(1);
            set.set(0, timer.number(), POLLIN);
            for (int i = 0; i < 20; i++) {
                long dueNanos = System.nanoTime() + 300_000;
                timer.arm(dueNanos);
                assertEquals(1, set.await(Long.MAX_VALUE));
                assertTrue(System.nanoTime() >= dueNanos);
            }
        }
    }

    @Test
    void pollReportsEachEntry() throws Exception {
        try (EventDescriptor quiet = new EventDescriptor();
                EventDescriptor signalled = new EventDescriptor()) {
            PollSet set = new PollSet(3);
            set.set(0, quiet.number(), POLLIN);
            set.set(1, signalled.number(), POLLIN | OsConstant.POLLOUT.value());
            set.set(2, -1, POLLIN);
            signalled.signal();
            assertEquals(1, set.await(Long.MAX_VALUE));
            assertEquals(0, set.events(0));
            assertEquals(POLLIN | OsConstant.POLLOUT.value(), set.events(1));
            assertEquals(0, set.events(2));
        }
    }

    @Test
    void pollGivesUpAtTheDeadlineAndNotBefore() throws Exception {
        try (EventDescriptor quiet = new EventDescriptor()) {
            PollSet set = new PollSet(1);
            set.set(0, quiet.number(), POLLIN);
            assertEquals(0, set.await(System.nanoTime() - HOUR_NANOS));
            long deadlineNanos = System.nanoTime() + 100_000;
            assertEquals(0, set.await(deadlineNanos));
            assertTrue(System.nanoTime() >= deadlineNanos);
        }
    }

    @Test
    void epollGivesBackTheDataOfADescriptor() throws Exception {
        try (EventPoll poll = new EventPoll(4);
                EventDescriptor first = new EventDescriptor();
                EventDescriptor second = new EventDescriptor()) {
            poll.add(first.number(), EPOLLIN, -7);
            poll.add(second.number(), EPOLLIN, 0x1234_5678_9abc_def0L);
            assertEquals(0, poll.await(false));
            second.signal();
            assertEquals(1, poll.await(true));
            assertEquals(0x1234_5678_9abc_def0L, poll.data(0));
            assertEquals(EPOLLIN, poll.events(0));

            poll.modify(second.number(), 0, 5);
            first.signal();
            assertEquals(1, poll.await(true));
            assertEquals(-7, poll.data(0));
            poll.remove(first.number());
            assertEquals(0, poll.await(false));
        }
    }

    @Test
    void epollReportsAtMostItsCapacityAndKeepsTheRest() throws Exception {
        try (EventPoll poll = new EventPoll(1);
                EventDescriptor first = new EventDescriptor();
                EventDescriptor second = new EventDescriptor()) {
            first.signal();
            second.signal();
            poll.add(first.number(), EPOLLIN, 1);
            poll.add(second.number(), EPOLLIN, 2);
            assertEquals(1, poll.await(true));
            long seen = poll.data(0);
            assertEquals(1, poll.await(true));
            assertEquals(3, seen + poll.data(0));
        }
    }

    @Test
    void epollErrorNamesTheOperation() throws Exception {
        try (EventPoll poll = new EventPoll(1)) {
            NativeIoException e = assertThrows(NativeIoException.class, () -> poll.remove(-1));
            assertEquals("epoll_ctl EPOLL_CTL_DEL: Bad file descriptor (EBADF)", e.getMessage());
        }
    }

    private static boolean isReadable(int number) throws NativeIoException {
        PollSet set = new PollSet(1);
        set.set(0, number, POLLIN);
        return set.await(System.nanoTime()) == 1;
    }
}
