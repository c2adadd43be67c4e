// SPDX-License-Identifier: Apache-2.0
package org.netperfmeter.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.netperfmeter.posix.NativeIoException;

/**
 * An active and a passive side that are connected, or that know each other by a first datagram.
 *
 * @param passiveSender sends to the active side
 * @param ownsEndpoint whether closing this closes the endpoint, too
 */
record Connection(Transport transport, Endpoint endpoint, Channel active, Channel passiveSender, boolean ownsEndpoint)
        implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    static Connection open(Transport transport, List<InetAddress> local, StopSignal stop) throws IOException {
        Endpoint endpoint = transport.open(0, local, TransportContract.OPTIONS);
        return to(endpoint, endpoint.localAddress(), transport, true, stop);
    }

    static Connection to(Endpoint endpoint, Transport transport, StopSignal stop) throws IOException {
        return to(endpoint, endpoint.localAddress(), transport, false, stop);
    }

    static Connection to(
            Endpoint endpoint, InetSocketAddress peer, Transport transport, boolean ownsEndpoint, StopSignal stop)
            throws IOException {
        Channel active = transport.connect(Route.to(peer), TransportContract.OPTIONS, Long.MAX_VALUE, stop);
        Channel passive = endpoint instanceof Listener listener
                ? accept(listener)
                : identify((DatagramEndpoint) endpoint, active, transport);
        return new Connection(transport, endpoint, active, passive, ownsEndpoint);
    }

    static Channel accept(Listener listener) throws NativeIoException {
        awaitReadable(listener);
        Channel accepted = listener.accept();
        assertNotNull(accepted);
        return accepted;
    }

    private static Channel identify(DatagramEndpoint endpoint, Channel active, Transport transport)
            throws NativeIoException {
        active.send(Messages.batch("hello"));
        awaitReadable(endpoint);
        ReceiveBatch batch = transport.newReceiveBatch();
        assertEquals(1, endpoint.receive(batch));
        return endpoint.channelTo(endpoint.source(batch, 0));
    }

    static void awaitReadable(Pollable pollable) {
        try (Poller poller = new Poller(1)) {
            poller.add(pollable, Poller.READ, pollable);
            assertEquals(1, poller.await(System.nanoTime() + PATIENCE_NANOS), "nothing to read in time");
        }
    }

    /** What a datagram transport receives at the endpoint, a stream in the accepted channel. */
    int receivePassive(ReceiveBatch batch) throws NativeIoException {
        return endpoint instanceof DatagramEndpoint datagrams ? datagrams.receive(batch) : passiveSender.receive(batch);
    }

    private Pollable passiveReceiver() {
        return endpoint instanceof DatagramEndpoint ? endpoint : passiveSender;
    }

    /** The next bytes at the passive side, as many as asked for. */
    String receiveAtPassive(int bytes) throws NativeIoException {
        StringBuilder text = new StringBuilder();
        ReceiveBatch batch = transport.newReceiveBatch();
        while (text.length() < bytes) {
            awaitReadable(passiveReceiver());
            append(batch, receivePassive(batch), text);
        }
        return text.toString();
    }

    /** The next bytes at the active side, as many as asked for. */
    String receiveAtActive(int bytes) throws NativeIoException {
        StringBuilder text = new StringBuilder();
        ReceiveBatch batch = transport.newReceiveBatch();
        while (text.length() < bytes) {
            awaitReadable(active);
            append(batch, active.receive(batch), text);
        }
        return text.toString();
    }

    /** What made a channel readable may have been no bytes, but a notification. */
    private static void append(ReceiveBatch batch, int count, StringBuilder text) {
        assertNotEquals(Channel.END_OF_STREAM, count);
        for (int i = 0; i < count; i++) {
            text.append(Messages.text(batch, i));
        }
    }

    @Override
    public void close() {
        active.close();
        passiveSender.close();
        if (ownsEndpoint) {
            endpoint.close();
        }
    }
}
