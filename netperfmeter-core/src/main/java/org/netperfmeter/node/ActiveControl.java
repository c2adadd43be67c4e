// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.node;

import org.netperfmeter.posix.NativeIoException;
import org.netperfmeter.transport.Poller;
import org.netperfmeter.transport.ReceiveBatch;
import org.netperfmeter.transport.Transports;
import org.netperfmeter.wire.Message;
import org.netperfmeter.wire.ProtocolException;

/** The control connection of an active node, with what a poller is to wait for on it. */
final class ActiveControl implements AutoCloseable {
    private final ControlDialer.Dialed dialed;
    private final ControlConnection connection;
    private final Poller poller;
    private final ReceiveBatch received;
    private int interest = Poller.READ;

    ActiveControl(ControlDialer.Dialed dialed, Poller poller) {
        this.dialed = dialed;
        this.poller = poller;
        connection = dialed.connection();
        received = Transports.of(dialed.transport().protocol()).newReceiveBatch();
    }

    /** From now on the poller waits for what comes. */
    void watch() {
        poller.add(connection, interest, connection);
    }

    /** Where the passive node was found, and how. */
    ControlDialer.Dialed dialed() {
        return dialed;
    }

    /** Sends a message when {@link #flush} is called, with the others of then. */
    void queue(Message message) {
        connection.queue(message);
    }

    /** Sends what is waiting, in as few pieces as possible; what the peer does not take yet, when it does. */
    void flush() throws NativeIoException {
        int wanted = connection.flush() ? Poller.READ : Poller.READ | Poller.WRITE;
        if (wanted != interest) {
            interest = wanted;
            poller.modify(connection, interest);
        }
    }

    /** Receives once. Returns false at the end of the stream. */
    boolean receive() throws NativeIoException {
        return connection.receive(received);
    }

    /** The next message that has arrived whole, or null. */
    Message next() throws ProtocolException {
        return connection.next();
    }

    @Override
    public void close() {
        connection.close();
    }
}
