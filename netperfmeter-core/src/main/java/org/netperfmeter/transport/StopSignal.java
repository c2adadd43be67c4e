// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import java.io.UncheckedIOException;
import org.netperfmeter.posix.EventDescriptor;
import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.posix.OsConstant;
import org.netperfmeter.posix.PollSet;

/** A flag that also wakes waits (an eventfd). Once raised it stays raised. Any thread raises it. */
public final class StopSignal implements Pollable {
    private static final int POLLIN = OsConstant.POLLIN.value();

    private final EventDescriptor event;
    private final PollSet wait = new PollSet(1);
    private volatile boolean raised;

    /**
     * A signal that is not raised.
     *
     * @throws UncheckedIOException if the system has no descriptor left
     */
    public StopSignal() {
        try {
            event = new EventDescriptor();
        } catch (NativeIoException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void raise() {
        raised = true;
        event.signal();
    }

    public boolean isRaised() {
        return raised;
    }

    /**
     * Waits until it is raised. One thread waits.
     *
     * @param deadlineNanos {@link System#nanoTime} at which to return at the latest; Long.MAX_VALUE: never
     * @return whether it is raised
     */
    public boolean await(long deadlineNanos) throws NativeIoException {
        if (!raised) {
            wait.set(0, descriptor(), POLLIN);
            wait.await(deadlineNanos);
        }
        return raised;
    }

    /** Readable once raised. */
    @Override
    public int descriptor() {
        return event.number();
    }

    @Override
    public void close() {
        event.close();
    }
}
