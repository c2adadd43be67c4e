// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import org.netperfmeter.posix.EventDescriptor;
import org.netperfmeter.posix.EventPoll;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.TimerDescriptor;

/**
 * Waits for many descriptors, for a point in time with sub-millisecond precision (timerfd), and for {@link #wake}. One
 * thread waits and changes interests; any thread wakes. Allocates nothing per wait.
 *
 * <p>A descriptor is to be removed before it is closed: the kernel forgets a closed one only if it has no duplicate, and
 * channels of a {@link DatagramEndpoint} are duplicates. Errors of the system are bugs or a lack of descriptors; they are
 * thrown as {@link UncheckedIOException}.
 */
public final class Poller implements AutoCloseable {
    /** Interest and readiness bits. */
    public static final int READ = 1;

    public static final int WRITE = 2;

    private static final int EPOLLIN = OsConstant.EPOLLIN.value();
    private static final int EPOLLOUT = OsConstant.EPOLLOUT.value();
    private static final int BROKEN = OsConstant.EPOLLERR.value() | OsConstant.EPOLLHUP.value();
    /** Reports each expiry and each wake-up once, so that nothing needs to be read from timer and wake-up. */
    private static final int ONCE = EPOLLIN | OsConstant.EPOLLET.value();

    private static final long TIMER = -1;
    private static final long WAKE = -2;
    private static final long NEVER = Long.MAX_VALUE;

    /** Descriptors of the set that are the poller's own. */
    private static final int INTERNAL = 2;

    /** A descriptor in the set. An event names slot and generation, so that one of a former holder of the slot is seen. */
    private static final class Registration {
        final int descriptor;
        final int slot;
        final int generation;
        /** None once it is removed: the events of the last wait may outlive what they were about. */
        Object attachment;

        boolean removed;

        Registration(int descriptor, Object attachment, int slot, int generation) {
            this.descriptor = descriptor;
            this.attachment = attachment;
            this.slot = slot;
            this.generation = generation;
        }

        long data() {
            return ((long) generation << Integer.SIZE) | slot;
        }
    }

    private final EventPoll epoll;
    private final TimerDescriptor timer;
    private final EventDescriptor wakeUp;

    private final IdentityHashMap<Pollable, Registration> registrations = new IdentityHashMap<>();
    private Registration[] slots = new Registration[16];
    private int lowestFree;
    private int generations;

    private final Registration[] ready;
    private final int[] readyBits;
    private boolean woken;
    private long armedNanos = NEVER;

    /**
     * Opens an empty set.
     *
     * @param capacity events taken per wait; more stay for the next
     */
    public Poller(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        ready = new Registration[capacity + INTERNAL];
        readyBits = new int[capacity + INTERNAL];
        try {
            epoll = new EventPoll(capacity + INTERNAL);
            timer = new TimerDescriptor();
            wakeUp = new EventDescriptor();
            epoll.add(timer.number(), ONCE, TIMER);
            epoll.add(wakeUp.number(), ONCE, WAKE);
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a descriptor (level-triggered). With interest 0 only errors and hang-ups are reported. */
    public void add(Pollable pollable, int interest, Object attachment) {
        if (registrations.containsKey(pollable)) {
            throw new IllegalStateException("is in the set already: " + pollable);
        }
        Registration registration = new Registration(pollable.descriptor(), attachment, freeSlot(), generations++);
        try {
            epoll.add(registration.descriptor, events(interest), registration.data());
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
        slots[registration.slot] = registration;
        registrations.put(pollable, registration);
    }

    /** All slots below the lowest that may be free are taken. */
    private int freeSlot() {
        while (lowestFree < slots.length && slots[lowestFree] != null) {
            lowestFree++;
        }
        if (lowestFree == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slots.length);
        }
        return lowestFree;
    }

    /** Changes the interest in a descriptor that was added. */
    public void modify(Pollable pollable, int interest) {
        Registration registration = registrations.get(pollable);
        if (registration == null) {
            throw new IllegalStateException("is not in the set: " + pollable);
        }
        try {
            epoll.modify(registration.descriptor, events(interest), registration.data());
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a descriptor; nothing if it is not there. Its events of the last wait are neither readable nor writable. */
    public void remove(Pollable pollable) {
        Registration registration = registrations.remove(pollable);
        if (registration == null) {
            return;
        }
        slots[registration.slot] = null;
        lowestFree = Math.min(lowestFree, registration.slot);
        registration.removed = true;
        registration.attachment = null;
        if (pollable.descriptor() != registration.descriptor) {
            // Closed before: the kernel has removed it, and its number may belong to another descriptor of the set.
            return;
        }
        try {
            epoll.remove(registration.descriptor);
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int events(int interest) {
        return ((interest & READ) != 0 ? EPOLLIN : 0) | ((interest & WRITE) != 0 ? EPOLLOUT : 0);
    }

    /**
     * Waits.
     *
     * @param deadlineNanos {@link System#nanoTime} at which to return at the latest; Long.MAX_VALUE: never
     * @return how many events there are; 0 after the deadline or a wake-up. A wake-up may also come with events
     */
    public int await(long deadlineNanos) {
        try {
            while (true) {
                boolean past = isPast(deadlineNanos);
                if (!past) {
                    arm(deadlineNanos);
                }
                int count = take(epoll.await(!past));
                if (count > 0 || woken || past || isPast(deadlineNanos)) {
                    return count;
                }
            }
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPast(long deadlineNanos) {
        return deadlineNanos != NEVER && deadlineNanos - System.nanoTime() <= 0;
    }

    /** A timer that was armed for another time is left to expire: it ends a wait, and the wait begins anew. */
    private void arm(long deadlineNanos) throws NativeIoException {
        if (deadlineNanos != armedNanos && deadlineNanos != NEVER) {
            timer.arm(deadlineNanos);
            armedNanos = deadlineNanos;
        }
    }

    /** Keeps the events of descriptors that are still in the set. Returns how many. */
    private int take(int count) {
        int taken = 0;
        woken = false;
        for (int i = 0; i < count; i++) {
            long data = epoll.data(i);
            if (data == WAKE) {
                woken = true;
            } else if (data != TIMER) {
                Registration registration = slots[(int) data];
                if (registration != null && registration.data() == data) {
                    ready[taken] = registration;
                    readyBits[taken] = epoll.events(i);
                    taken++;
                }
            }
        }
        return taken;
    }

    /** What was given with the descriptor of an event; null if it has been removed since. */
    public Object attachment(int event) {
        return ready[event].attachment;
    }

    /** Readiness; errors and hang-ups count as both, so that the next call on the channel reports them. */
    public boolean isReadable(int event) {
        return isReady(event, EPOLLIN | BROKEN);
    }

    public boolean isWritable(int event) {
        return isReady(event, EPOLLOUT | BROKEN);
    }

    private boolean isReady(int event, int bits) {
        return (readyBits[event] & bits) != 0 && !ready[event].removed;
    }

    /** Ends the current or the next wait; callable from any thread, also while another closes the poller. */
    public void wake() {
        wakeUp.signal();
    }

    @Override
    public void close() {
        wakeUp.close();
        timer.close();
        epoll.close();
    }
}
